//! What goes into a call and what comes out of it: plain data.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::account::Token;
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::listing::DispositionList;
use crate::receipt::Receipt;
use crate::records::Settlement;
use crate::store::{StoreAnswer, StoreOperation};

/// A moment: whole milliseconds of one clock of the host's, whose zero does not matter.
///
/// Any monotonic clock serves on a machine that doesn't sleep; on a phone take one that counts
/// suspend. One engine takes one clock. A moment earlier than one that the same call has seen counts
/// as that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

impl Millis {
    /// This moment and so much later, rounded up to a whole millisecond.
    pub(crate) fn after(self, wait: Duration) -> Self {
        let millis = wait.as_nanos().div_ceil(1_000_000);
        Self(
            self.0
                .saturating_add(u64::try_from(millis).unwrap_or(u64::MAX)),
        )
    }

    /// How long it is from `earlier` to this moment; nothing where that is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// A moment of the world's time: milliseconds since 1970 in UTC, 0 where that is not known. Only
/// how long a token lives, and the day of a look-up, are judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WallMillis(pub u64);

/// Names one call of an engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CallId(pub(crate) u64);

impl CallId {
    /// The number.
    pub fn get(self) -> u64 {
        self.0
    }
}

/// 128 random bits for one call, from the host: they name the call (`request_id`), and everything
/// in it that must differ between calls is made from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub u128);

impl Seed {
    /// The half that waits are made of.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    pub(super) fn low(self) -> u64 {
        self.0 as u64
    }
}

#[cfg(feature = "client")]
impl Seed {
    /// Random bits from the operating system: a forked child must not repeat its parent's. Where
    /// there are none, the call is named by the time instead; nothing secret depends on them.
    pub fn random() -> Self {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_ok() {
            return Self(u128::from_ne_bytes(bytes));
        }
        let since_1970 = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Self(since_1970.as_nanos() ^ (u128::from(std::process::id()) << 96))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// What happened, as the host tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Nothing but time passed. Legal at any moment: also for "woken", "resumed", "not sure".
    Timer,
    /// A whole reply came to the send of this number.
    Reply {
        /// The number that came with [`Step::Send`].
        seq: u32,
        /// What was received.
        reply: HttpReply,
        /// When it was.
        wall: WallMillis,
    },
    /// The send of this number failed without a whole reply.
    Failed {
        /// The number that came with [`Step::Send`] or [`Step::Token`].
        seq: u32,
        /// How. Once the send was to be aborted, the reason for that counts instead, unless the
        /// deadline was the connection's limit, too, and this is [`Kind::ConnectTimeout`].
        kind: Kind,
        /// Whether the request may have left this machine. Only [`Kind::Cancelled`] leaves that
        /// open; with every other kind this is not looked at.
        sent: bool,
    },
    /// The store answered the step of this number.
    Stored {
        /// The number that came with [`Step::Store`].
        seq: u32,
        /// What it answered.
        answer: StoreAnswer,
        /// When it did.
        wall: WallMillis,
    },
    /// The host's token source gave this token for the step of this number. Where it gave none, that
    /// is [`Event::Failed`].
    TokenGiven {
        /// The number that came with [`Step::Token`].
        seq: u32,
        /// The token.
        token: Token,
        /// When it came.
        wall: WallMillis,
    },
    /// The caller no longer wants the call.
    Cancelled,
}

impl Event {
    /// The number of the step that this answers, where it is an answer.
    pub fn answers(&self) -> Option<u32> {
        match self {
            Self::Reply { seq, .. }
            | Self::Failed { seq, .. }
            | Self::Stored { seq, .. }
            | Self::TokenGiven { seq, .. } => Some(*seq),
            Self::Timer | Self::Cancelled => None,
        }
    }
}

/// The limits of one send. An [`Abort`](Step::Abort) ends it where it does not keep them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long making a connection may take: more than nothing.
    pub connect: Duration,
    /// How long the whole send may take, the reading of the body in it: more than nothing.
    pub total: Duration,
    /// How much of a body to read: up to so many bytes and one more, which tells that there was
    /// more.
    pub body: usize,
}

impl Limits {
    /// These limits.
    pub fn new(connect: Duration, total: Duration, body: usize) -> Self {
        Self {
            connect,
            total,
            body,
        }
    }
}

/// What the host does next.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Send this, once. Answer with [`Event::Reply`] or [`Event::Failed`] under its number; at
    /// `until` give [`Event::Timer`].
    Send {
        /// The number of this send. Each is handed out exactly once.
        seq: u32,
        /// What to send, as it is.
        request: Arc<HttpRequest>,
        /// A connection must stand by then, or the send fails with
        /// [`Kind::ConnectTimeout`].
        connect_by: Millis,
        /// When the call's time is over.
        until: Millis,
        /// The same as times from now on, and how much of a body to read.
        limits: Limits,
    },
    /// Abort the send that is out, and tell what you know of it, as its answer: a reply that came
    /// all the same, or whether the request may have left. At `until` give [`Event::Timer`]: the
    /// call then ends without that.
    Abort {
        /// The number of that send.
        seq: u32,
        /// Until when the call waits for the answer.
        until: Millis,
    },
    /// Do this with the token store. Answer with [`Event::Stored`] under its number; at `until` give
    /// [`Event::Timer`]. Carry it out to its end even where the call has ended meanwhile.
    Store {
        /// The number of this step.
        seq: u32,
        /// What to do.
        operation: StoreOperation,
        /// When the call's time is over.
        until: Millis,
    },
    /// Get a token from the host's own source. Answer with [`Event::TokenGiven`] or
    /// [`Event::Failed`] under its number; at `until` give [`Event::Timer`].
    Token {
        /// The number of this step.
        seq: u32,
        /// Whether the server has refused the token that was given last: the same again is of no use.
        renew: bool,
        /// When the call's time is over.
        until: Millis,
    },
    /// Wait: for what is in flight, or before the next send. At `until`, and not before, give
    /// [`Event::Timer`].
    Wait {
        /// Later than the moment that this step was made at.
        until: Millis,
    },
    /// The call has ended. Final: every later event gets the same again.
    Done {
        /// What became of the call.
        result: Box<Result<Receipt, Error>>,
    },
    /// The call that asked for a campaign's dispositions has ended: the end of a call that
    /// [`Engine::start_list`](super::Engine::start_list) began, and of no other. Final, as
    /// [`Step::Done`] is.
    Listed {
        /// What came of it.
        list: Box<DispositionList>,
    },
    /// The call that looked records up has ended: the end of a call that
    /// [`Engine::start_look_up`](super::Engine::start_look_up) or
    /// [`Engine::start_look_up_all`](super::Engine::start_look_up_all) began, and of no other. Final,
    /// as [`Step::Done`] is.
    Settled {
        /// What came of it, for each request in their order.
        settlements: Vec<Settlement>,
    },
}

/// What a call answers to an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// What to do next.
    pub step: Step,
    /// Other calls of this engine that wait for what this one just settled: give each an
    /// [`Event::Timer`]. Forgetting one costs time, never the call.
    pub wake: Vec<CallId>,
}

/// An answer to a step that was never handed out, or of another sort than its step: a mistake in the
/// host. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an answer to step {seq}, which was never handed out, or is of another sort")]
pub struct Misuse {
    /// The number that was answered.
    pub seq: u32,
}
