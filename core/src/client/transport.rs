//! What carries one request to the server: the built-in one, or the host's own.

use std::fmt;
use std::time::Instant;

use crate::engine::{CancelToken, Limits};
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;

/// Carries requests to the server. Called from any thread, by several at once.
///
/// One `send` is **one** request on the wire: no hidden resend when a kept connection dies, no
/// redirect followed, no `Referer`, no cookies. It keeps the limits, and returns when it is
/// cancelled: nothing else ends a call whose transport does not. What it returns on failure decides
/// what the caller is told, so in doubt it is [`Kind::TransportFailed`]: a kind that says that
/// nothing was sent must be true.
pub trait Transport: Send + Sync {
    /// Sends a request as it is and returns the whole reply, whatever its status.
    ///
    /// Where it is cancelled it returns at once, with a kind that says that nothing was sent if it
    /// is sure of that, and with [`Kind::Cancelled`] if not. A transport that can't be interrupted
    /// may leave `cancel` alone: the call then ends when the send does.
    ///
    /// A panic in here counts as [`Kind::TransportFailed`].
    ///
    /// # Errors
    ///
    /// How it failed without a whole reply.
    fn send(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        cancel: &CancelToken,
    ) -> Result<HttpReply, Kind>;

    /// Whether it can send a GET with a body
    /// ([`body_with_get`](HttpRequest::body_with_get)), over a connection that no other request
    /// uses, before or after ([`own_connection`](HttpRequest::own_connection)): look-ups of call
    /// records need that. Most HTTP stacks can't, so it is no unless told; then nothing is sent.
    fn can_send_body_with_get(&self) -> bool {
        false
    }

    /// The environment variable that names a proxy which this transport can't use, where there is one.
    /// What would go through it fails as [`Kind::Proxy`], and the sentence names the variable
    /// ([`Settings::unusable_proxy`](crate::Settings::unusable_proxy)).
    fn unusable_proxy(&self) -> Option<&'static str> {
        None
    }

    /// [`send`](Self::send), for a thread that may have to look up in the middle of it. The built-in
    /// transport alone can be left then.
    #[doc(hidden)]
    fn begin(&self, request: &HttpRequest, limits: &Limits, cancel: &CancelToken) -> Begun {
        Begun::Ended(self.send(request, limits, cancel))
    }
}

/// How far a send has come.
#[doc(hidden)]
pub enum Begun {
    /// To its end.
    Ended(Result<HttpReply, Kind>),
    /// It goes on while somebody waits for it.
    Going(Box<dyn Sending>),
}

impl fmt::Debug for Begun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ended(_) => "Ended",
            Self::Going(_) => "Going",
        })
    }
}

/// A send that goes on while a thread waits for it: not always the same one. Dropped, it is broken
/// off.
#[doc(hidden)]
pub trait Sending: Send {
    /// Waits for its end, which it tells once: no longer than until the thread wants to leave.
    fn wait(&mut self, leave: Option<Instant>) -> Option<Result<HttpReply, Kind>>;
}
