//! What goes into a call: plain data.

use super::moment::WallMillis;
use crate::account::Token;
use crate::http::HttpReply;
use crate::kind::Kind;
use crate::store::StoreAnswer;

/// What happened, as the host tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// Nothing but time passed. Legal at any moment: also for "woken", "resumed", "not sure".
    Timer,
    /// A whole reply came to the send of this number.
    Reply {
        /// The number that came with [`Step::Send`](super::Step::Send).
        seq: u32,
        /// What was received.
        reply: HttpReply,
        /// When it was.
        wall: WallMillis,
    },
    /// The send of this number failed without a whole reply.
    Failed {
        /// The number that came with [`Step::Send`](super::Step::Send) or [`Step::Token`](super::Step::Token).
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
        /// The number that came with [`Step::Store`](super::Step::Store).
        seq: u32,
        /// What it answered.
        answer: StoreAnswer,
        /// When it did.
        wall: WallMillis,
    },
    /// The host's token source gave this token for the step of this number. Where it gave none, that
    /// is [`Event::Failed`].
    TokenGiven {
        /// The number that came with [`Step::Token`](super::Step::Token).
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

/// An answer to a step that was never handed out, or of another sort than its step: a mistake in the
/// host. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an answer to step {seq}, which was never handed out, or is of another sort")]
pub struct Misuse {
    /// The number that was answered.
    pub seq: u32,
}
