//! What one HTTP reply meant.

use std::borrow::Cow;

use cloudagent_disposition as core;

/// A [`core::Reply`].
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct ReplyData {
    /// The outcome's code.
    pub outcome: String,
    /// The effect's code.
    pub effect: String,
    /// The advice's code.
    pub advice: String,
    /// The call's unique id as the vendor repeats it.
    pub ucid: Option<String>,
    /// The did as the vendor repeats it.
    pub did: Option<String>,
    /// The action as the vendor repeats it.
    pub action: Option<String>,
    /// How long to wait, in seconds.
    pub retry_after_seconds: Option<u32>,
    /// The vendor's status word.
    pub status: Option<String>,
    /// The vendor's text.
    pub details: Option<String>,
    /// Whether the vendor's words are known.
    pub recognised: bool,
    /// What happened and what to do, for a person.
    pub hint: String,
}

impl ReplyData {
    /// A reply, with the hint for this API where one is named.
    pub(crate) fn new(reply: core::Reply<'_>, api: Option<core::Api>) -> Self {
        let hint = match api {
            Some(api) => reply.hint_on(api),
            None => reply.hint(),
        };
        Self {
            outcome: reply.outcome.as_str().to_owned(),
            effect: reply.effect.as_str().to_owned(),
            advice: reply.advice.as_str().to_owned(),
            hint: hint.to_owned(),
            ucid: reply.ucid.map(Cow::into_owned),
            did: reply.did.map(Cow::into_owned),
            action: reply.action.map(Cow::into_owned),
            retry_after_seconds: reply.retry_after_seconds,
            status: reply.status.map(Cow::into_owned),
            details: reply.details.map(Cow::into_owned),
            recognised: reply.recognised,
        }
    }
}
