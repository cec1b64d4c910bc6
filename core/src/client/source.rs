//! Where tokens come from that this program does not make itself.

use crate::account::Token;
use crate::kind::Kind;

/// Gives tokens to a client whose account is one
/// [with a token source](crate::Account::with_token_source): a server of your own that holds the
/// key, say.
///
/// A client asks when it needs one, one call at a time, and keeps what it is given for as long as
/// the token lasts. It is called from a thread of its own; the call waits for it, up to its deadline.
pub trait TokenSource: Send + Sync {
    /// A token. `renew` says that the server has refused the one that was given last: the same again
    /// is of no use.
    ///
    /// # Errors
    ///
    /// Why there is none: as for a [`Transport`](crate::Transport), and in doubt
    /// [`Kind::TransportFailed`]. A panic counts as that.
    fn token(&self, renew: bool) -> Result<Token, Kind>;
}
