//! The engine's steps, for a facade that sends over its platform's own HTTP stack.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::engine::{Call, Engine, Event, Millis, Output, Seed, Step, WallMillis};
use cloudagent_disposition::{CallOptions, CancelToken, HttpReply};

use crate::counted::Counted;
use crate::http::{HttpReplyData, HttpRequestData};
use crate::macros::either;
use crate::misuse::{Misuse, code};
use crate::records::{CallResult, RequestData};
use crate::settings::SettingsData;

either! {
    /// What became of making an engine.
    #[derive(Debug, uniffi::Enum)]
    EngineOpened = Opened { engine: Arc<EngineHandle> } | Failed { result: CallResult }
}

/// Makes an engine.
#[uniffi::export]
pub fn open_engine(settings: SettingsData) -> Result<EngineOpened, Misuse> {
    Ok(EngineOpened::of(Engine::new(settings.read()?), |engine| {
        Arc::new(EngineHandle(Counted::new(engine)))
    }))
}

/// An [`Engine`]: what calls share.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct EngineHandle(Counted<Engine>);

/// A call that was begun, and what to do first.
#[derive(Debug, uniffi::Record)]
pub struct CallStarted {
    /// The call.
    pub call: Arc<CallHandle>,
    /// What to do first.
    pub output: OutputData,
}

#[uniffi::export]
impl EngineHandle {
    /// Begins a call, unless its caller has cancelled it already. The two halves of the seed are 128
    /// random bits, `now_ms` is a moment of the host's clock.
    pub fn start(
        &self,
        request: RequestData,
        deadline_ms: Option<u64>,
        is_cancelled: bool,
        seed_high: u64,
        seed_low: u64,
        now_ms: u64,
    ) -> Result<CallStarted, Misuse> {
        let mut options = CallOptions::new();
        options.deadline = deadline_ms.map(Duration::from_millis);
        if is_cancelled {
            let token = CancelToken::new();
            token.cancel();
            options.cancel = Some(token);
        }
        let seed = Seed((u128::from(seed_high) << 64) | u128::from(seed_low));
        let (call, output) = self
            .0
            .start(&request.into(), &options, seed, Millis(now_ms));
        Ok(CallStarted {
            call: Arc::new(CallHandle(Counted::new(call))),
            output: output.try_into()?,
        })
    }

    /// Closes the engine: calls that are started later end as `not_sent`, `closed`.
    pub fn close_engine(&self) -> Result<(), Misuse> {
        self.0.close();
        Ok(())
    }
}

/// A [`Call`].
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CallHandle(Counted<Call>);

#[uniffi::export]
impl CallHandle {
    /// The name by which other calls' outputs speak of this one.
    pub fn id(&self) -> Result<u64, Misuse> {
        Ok(self.0.id().get())
    }

    /// Tells what happened, and learns what to do next.
    pub fn step(&self, event: EventData, now_ms: u64) -> Result<OutputData, Misuse> {
        self.0
            .step(event.read()?, Millis(now_ms))
            .map_err(|misuse| Misuse::NoSuchSend { seq: misuse.seq })?
            .try_into()
    }
}

/// What happened: an [`Event`].
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
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
    /// A send failed without a whole reply.
    Failed {
        /// The number of the send.
        seq: u32,
        /// The code of how.
        kind: String,
        /// Whether the request may have left, where the kind leaves that open.
        sent: bool,
    },
    /// The caller no longer wants the call.
    Cancelled,
}

impl EventData {
    fn read(self) -> Result<Event, Misuse> {
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
            Self::Cancelled => Event::Cancelled,
        })
    }
}

/// What to do next: a [`Step`].
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
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
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
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
