//! The engine's steps and events.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::HttpReply;
use cloudagent_disposition::engine::{Event, Output, Step, WallMillis};

use crate::account::TokenHandle;
use crate::http::{HttpReplyData, HttpRequestData};
use crate::misuse::{Misuse, code};
use crate::records::CallResult;
use crate::store::{StoreAnswerData, StoreOperationData};

/// What happened: an [`Event`].
#[derive(Debug, Clone, uniffi::Enum)]
pub enum EventData {
    /// Nothing but time passed.
    Timer,
    /// A whole reply came.
    Reply {
        /// The number of the send.
        seq: u32,
        /// What was received.
        reply: HttpReplyData,
        /// When it was: Unix milliseconds, 0 where that is not known.
        wall_ms: u64,
    },
    /// A send failed without a whole reply, or the token source gave no token.
    Failed {
        /// The number of the step.
        seq: u32,
        /// The code of how.
        kind: String,
        /// Whether the request may have left, where the kind leaves that open.
        sent: bool,
    },
    /// The token store answered.
    Stored {
        /// The number of the step.
        seq: u32,
        /// What it answered.
        answer: StoreAnswerData,
        /// When it did: Unix milliseconds, 0 where that is not known.
        wall_ms: u64,
    },
    /// The host's token source gave a token. Where it gave none, that is `Failed`.
    TokenGiven {
        /// The number of the step.
        seq: u32,
        /// The token.
        token: Arc<TokenHandle>,
        /// When it came: Unix milliseconds, 0 where that is not known.
        wall_ms: u64,
    },
    /// The caller no longer wants the call.
    Cancelled,
}

impl EventData {
    pub(crate) fn read(self) -> Result<Event, Misuse> {
        Ok(match self {
            Self::Timer => Event::Timer,
            Self::Reply {
                seq,
                reply,
                wall_ms,
            } => Event::Reply {
                seq,
                reply: HttpReply::from(reply),
                wall: WallMillis(wall_ms),
            },
            Self::Failed { seq, kind, sent } => Event::Failed {
                seq,
                kind: code(&kind)?,
                sent,
            },
            Self::Stored {
                seq,
                answer,
                wall_ms,
            } => Event::Stored {
                seq,
                answer: answer.into(),
                wall: WallMillis(wall_ms),
            },
            Self::TokenGiven {
                seq,
                token,
                wall_ms,
            } => Event::TokenGiven {
                seq,
                token: (*token.0).clone(),
                wall: WallMillis(wall_ms),
            },
            Self::Cancelled => Event::Cancelled,
        })
    }
}

/// What to do next: a [`Step`].
#[derive(Debug, Clone, uniffi::Enum)]
pub enum StepData {
    /// Send this, once.
    Send {
        /// The number of this send.
        seq: u32,
        /// What to send, as it is.
        request: HttpRequestData,
        /// A connection must stand by then.
        connect_by_ms: u64,
        /// When the call's time is over.
        until_ms: u64,
        /// How long making a connection may take from now on.
        connect_ms: u64,
        /// How long the whole send may take from now on.
        total_ms: u64,
        /// How much of a body to read: up to so many bytes and one more.
        body_bytes: u32,
    },
    /// Abort the send that is out, and tell what is known of it; `Timer` at that moment.
    Abort {
        /// The number of that send.
        seq: u32,
        /// The moment.
        until_ms: u64,
    },
    /// Do this with the token store, to its end even where the call has ended meanwhile; `Timer` at
    /// that moment.
    Store {
        /// The number of this step.
        seq: u32,
        /// What to do.
        operation: StoreOperationData,
        /// The moment.
        until_ms: u64,
    },
    /// Get a token from the host's own source; `Timer` at that moment.
    Token {
        /// The number of this step.
        seq: u32,
        /// Whether the server has refused the token that was given last.
        renew: bool,
        /// The moment.
        until_ms: u64,
    },
    /// Wait, and give `Timer` at that moment.
    Wait {
        /// The moment.
        until_ms: u64,
    },
    /// The call has ended.
    Done {
        /// What became of it.
        result: CallResult,
    },
}

/// What a call answers to an event.
#[derive(Debug, Clone, uniffi::Record)]
pub struct OutputData {
    /// What to do next.
    pub step: StepData,
    /// Calls of this engine to give a `Timer`, by their ids.
    pub wake: Vec<u64>,
}

impl TryFrom<Output> for OutputData {
    type Error = Misuse;

    fn try_from(output: Output) -> Result<Self, Misuse> {
        let step = match output.step {
            Step::Send {
                seq,
                request,
                connect_by,
                until,
                limits,
            } => StepData::Send {
                seq,
                request: (&*request).into(),
                connect_by_ms: connect_by.0,
                until_ms: until.0,
                connect_ms: millis(limits.connect),
                total_ms: millis(limits.total),
                body_bytes: u32::try_from(limits.body).unwrap_or(u32::MAX),
            },
            Step::Abort { seq, until } => StepData::Abort {
                seq,
                until_ms: until.0,
            },
            Step::Store {
                seq,
                operation,
                until,
            } => StepData::Store {
                seq,
                operation: operation.try_into()?,
                until_ms: until.0,
            },
            Step::Token { seq, renew, until } => StepData::Token {
                seq,
                renew,
                until_ms: until.0,
            },
            Step::Wait { until } => StepData::Wait { until_ms: until.0 },
            Step::Done { result } => StepData::Done {
                result: (*result).into(),
            },
            // The core's enum may grow, and then this bridge must too.
            _ => return Err(Misuse::UnknownStep),
        };
        Ok(Self {
            step,
            wake: output.wake.into_iter().map(|id| id.get()).collect(),
        })
    }
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
