//! What carries one request to the server: the built-in one, or the host's own.

use std::time::Duration;

use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;

/// The limits of one send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long making a connection may take.
    pub connect: Duration,
    /// How long the whole send may take, the reading of the body in it.
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

/// Carries requests to the server. Called from any thread, by several at once.
///
/// One `send` is **one** request on the wire: no hidden resend when a kept connection dies, no
/// redirect followed, no `Referer`, no cookies. It keeps the limits, and returns by then: nothing
/// else ends a call whose transport does not. What it returns on failure decides what the caller
/// is told, so in doubt it is [`Kind::TransportFailed`]: a kind that says that nothing was
/// sent must be true.
pub trait Transport: Send + Sync {
    /// Sends a request as it is and returns the whole reply, whatever its status.
    ///
    /// A panic in here counts as [`Kind::TransportFailed`].
    ///
    /// # Errors
    ///
    /// How it failed without a whole reply.
    fn send(&self, request: &HttpRequest, limits: &Limits) -> Result<HttpReply, Kind>;
}
