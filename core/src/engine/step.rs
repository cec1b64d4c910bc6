//! What a call has its host do.

use std::sync::Arc;
use std::time::Duration;

use super::call::CallId;
use super::moment::Millis;
use crate::error::Error;
use crate::http::HttpRequest;
use crate::listing::DispositionList;
use crate::receipt::Receipt;
use crate::records::Settlement;
use crate::store::StoreOperation;

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
    /// Send this, once. Answer with [`Event::Reply`](super::Event::Reply) or [`Event::Failed`](super::Event::Failed) under its number; at
    /// `until` give [`Event::Timer`](super::Event::Timer).
    Send {
        /// The number of this send. Each is handed out exactly once.
        seq: u32,
        /// What to send, as it is.
        request: Arc<HttpRequest>,
        /// A connection must stand by then, or the send fails with
        /// [`Kind::ConnectTimeout`](crate::Kind::ConnectTimeout).
        connect_by: Millis,
        /// When the call's time is over.
        until: Millis,
        /// The same as times from now on, and how much of a body to read.
        limits: Limits,
    },
    /// Abort the send that is out, and tell what you know of it, as its answer: a reply that came
    /// all the same, or whether the request may have left. At `until` give [`Event::Timer`](super::Event::Timer): the
    /// call then ends without that.
    Abort {
        /// The number of that send.
        seq: u32,
        /// Until when the call waits for the answer.
        until: Millis,
    },
    /// Do this with the token store. Answer with [`Event::Stored`](super::Event::Stored) under its number; at `until` give
    /// [`Event::Timer`](super::Event::Timer). Carry it out to its end even where the call has ended meanwhile.
    Store {
        /// The number of this step.
        seq: u32,
        /// What to do.
        operation: StoreOperation,
        /// When the call's time is over.
        until: Millis,
    },
    /// Get a token from the host's own source. Answer with [`Event::TokenGiven`](super::Event::TokenGiven) or
    /// [`Event::Failed`](super::Event::Failed) under its number; at `until` give [`Event::Timer`](super::Event::Timer).
    Token {
        /// The number of this step.
        seq: u32,
        /// Whether the server has refused the token that was given last: the same again is of no use.
        renew: bool,
        /// When the call's time is over.
        until: Millis,
    },
    /// Wait: for what is in flight, or before the next send. At `until`, and not before, give
    /// [`Event::Timer`](super::Event::Timer).
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
    /// [`Event::Timer`](super::Event::Timer). Forgetting one costs time, never the call.
    pub wake: Vec<CallId>,
}
