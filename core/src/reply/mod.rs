//! What one HTTP reply means: bytes to words, words to a [`Reply`] by one static table.

use crate::codes::{Advice, Effect, Outcome};

/// The most bytes of a body that have words. A longer body has none.
pub const BODY_LIMIT: usize = 65_536;

/// What one HTTP reply meant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply {
    /// What the vendor said.
    pub outcome: Outcome,
    /// What happened to the disposition.
    pub effect: Effect,
    /// What to do next.
    pub advice: Advice,
    /// The call's unique id as the vendor repeats it, on [`Outcome::UnknownCall`].
    pub ucid: Option<String>,
    /// The did as the vendor repeats it, on [`Outcome::UnknownCall`].
    pub did: Option<String>,
    /// The action as the vendor repeats it, on [`Outcome::InvalidAction`].
    pub action: Option<String>,
    /// How long to wait, in seconds, at most 24 hours.
    pub retry_after_seconds: Option<u32>,
    /// The vendor's status word, for logs: unfolded, control characters replaced, cut at 256
    /// characters.
    pub status: Option<String>,
    /// The vendor's text, for logs, treated likewise.
    pub details: Option<String>,
    /// Whether a row of the table of texts matched: the vendor's words are known.
    pub recognised: bool,
    hint: &'static str,
    hint_on_get: Option<&'static str>,
}
