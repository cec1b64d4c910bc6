//! What a reply can mean: each meaning, its effect, its advice and its sentence stand here once.

use crate::codes::{Advice, Api, Effect, Outcome};

/// What a row of a table says. Rows share meanings: *rate limited* is both a text and a status.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meaning {
    /// What the vendor said.
    pub outcome: Outcome,
    /// What happened to the disposition.
    pub effect: Effect,
    /// What to do next.
    pub advice: Advice,
    /// What happened and what to do about it: a sentence for a person.
    pub hint: &'static str,
    /// The sentence on the GET APIs, where it differs there.
    pub hint_on_get: Option<&'static str>,
    /// Whether such a reply says when to come back.
    pub carries_wait: bool,
}

impl Meaning {
    pub(super) const fn refusal(outcome: Outcome, advice: Advice, hint: &'static str) -> Self {
        Self {
            outcome,
            effect: Effect::NotApplied,
            advice,
            hint,
            hint_on_get: None,
            carries_wait: false,
        }
    }

    pub(super) const fn success(outcome: Outcome, effect: Effect, hint: &'static str) -> Self {
        Self {
            effect,
            ..Self::refusal(outcome, Advice::None, hint)
        }
    }

    /// It may have been applied. Where to look stands in [`where_to_look`], by API.
    pub(super) const fn unclear(outcome: Outcome, hint: &'static str) -> Self {
        Self {
            effect: Effect::Unknown,
            ..Self::refusal(outcome, Advice::CheckFirst, hint)
        }
    }

    pub(super) const fn with_wait(mut self) -> Self {
        self.carries_wait = true;
        self
    }

    const fn and_on_get(mut self, hint: &'static str) -> Self {
        self.hint_on_get = Some(hint);
        self
    }
}

pub(super) const SAVED: &Meaning =
    &Meaning::success(Outcome::Saved, Effect::Applied, "The disposition is saved.");
pub(super) const UPDATED: &Meaning = &Meaning::success(
    Outcome::Updated,
    Effect::Applied,
    "The disposition is saved; it took the place of an earlier one.",
);
pub(super) const QUEUED: &Meaning = &Meaning::success(
    Outcome::Queued,
    Effect::Queued,
    "The disposition is queued, because the agent is still on the call: it comes into force when \
     the call disconnects.",
);
pub(super) const SUCCEEDED: &Meaning = &Meaning::success(
    Outcome::Succeeded,
    Effect::Accepted,
    "CloudAgent reports success in words that are not known here: the disposition is saved or \
     queued, and there is nothing to do.",
);
pub(super) const ALREADY_DISPOSED: &Meaning = &Meaning::refusal(
    Outcome::AlreadyDisposed,
    Advice::DoNotRetry,
    "The call has a disposition already, from the agent or from an earlier request, and this one \
     did not replace it.",
);
pub(super) const AUTHENTICATION_FAILED: &Meaning = &Meaning::refusal(
    Outcome::AuthenticationFailed,
    Advice::FixCredentials,
    "CloudAgent did not accept who is calling: check the api key, the account's user name, and \
     that the host is the one of the account's region (India or international).",
);
pub(super) const CREDENTIALS_MISSING: &Meaning = &Meaning::refusal(
    Outcome::CredentialsMissing,
    Advice::FixConfiguration,
    "CloudAgent found no credentials of the kind that this account uses: its admin setting 'API \
     Authentication' says which, BASIC_AUTH for `post_api_key` and TOKEN_AUTH for `post_token`.",
);
pub(super) const TOKEN_EXPIRED: &Meaning = &Meaning::refusal(
    Outcome::TokenExpired,
    Advice::RefreshToken,
    "The token has expired, as every token does after 60 minutes: get a new one, then send the \
     request again.",
);
pub(super) const TOKEN_INVALID: &Meaning = &Meaning::refusal(
    Outcome::TokenInvalid,
    Advice::RefreshToken,
    "The token does not hold, most often because a newer one was made, which ends all earlier \
     ones: get a new one, and let every process of the account share it.",
);
pub(super) const UNKNOWN_CALL: &Meaning = &Meaning::refusal(
    Outcome::UnknownCall,
    Advice::FixRequest,
    "CloudAgent knows no call with this ucid and did: the did is the campaign's number, which \
     calls are dialled out from, not the customer's, and the ucid is that of this agent's own leg \
     of the call.",
);
/// [`UNKNOWN_CALL`] for a ucid that a double can't hold and that looks like one made of it.
pub(super) const UNKNOWN_CALL_ROUNDED: &Meaning = &Meaning::refusal(
    Outcome::UnknownCall,
    Advice::FixRequest,
    "CloudAgent knows no call with this ucid and did: the ucid ends in 0, and a spreadsheet or a \
     number type may have rounded it, so take it as text from where it comes. Else: the did is \
     the campaign's number, which calls are dialled out from, not the customer's, and the ucid is \
     that of this agent's own leg of the call.",
);
pub(super) const INVALID_AGENT: &Meaning = &Meaning::refusal(
    Outcome::InvalidAgent,
    Advice::FixRequest,
    "CloudAgent knows no such agent: send the agent's login id, not the agent's name.",
);
pub(super) const INVALID_ACTION: &Meaning = &Meaning::refusal(
    Outcome::InvalidAction,
    Advice::FixRequest,
    "CloudAgent did not know the action of this request: something on the way may have changed \
     its parameters.",
);
pub(super) const EMPTY_DISPOSITION: &Meaning = &Meaning::refusal(
    Outcome::EmptyDisposition,
    Advice::FixRequest,
    "The request came without a disposition: send one of those that the campaign has.",
);
pub(super) const MISSING_PAUSE_REASON: &Meaning = &Meaning::refusal(
    Outcome::MissingPauseReason,
    Advice::FixRequest,
    "A pause needs a reason here: send one of the account's pause reasons.",
);
pub(super) const INVALID_PAUSE_REASON: &Meaning = &Meaning::refusal(
    Outcome::InvalidPauseReason,
    Advice::FixRequest,
    "The account has no such pause reason: spell it as it is set up in CloudAgent.",
);
pub(super) const BAD_REQUEST: &Meaning = &Meaning::refusal(
    Outcome::BadRequest,
    Advice::FixRequest,
    "CloudAgent could not make sense of the request: check the user name and the fields, and that \
     nothing on the way changes them.",
);
pub(super) const UNABLE_TO_DISPOSE: &Meaning = &Meaning::refusal(
    Outcome::UnableToDispose,
    Advice::RetryLater,
    "CloudAgent could not dispose the call just now: send the same request again after a while. \
     It also says so, every time, to a ucid of 20 or more characters.",
)
.with_wait();
pub(super) const RATE_LIMITED: &Meaning = &Meaning::refusal(
    Outcome::RateLimited,
    Advice::RetryLater,
    "The account has sent too many requests: wait, then send the same request again.",
)
.with_wait();
pub(super) const REJECTED: &Meaning = &Meaning::refusal(
    Outcome::Rejected,
    Advice::DoNotRetry,
    "CloudAgent refused the request in words that are not known here: read its own text in \
     `details` before sending it again.",
);
pub(super) const CONTRADICTORY: &Meaning = &Meaning::unclear(
    Outcome::Unrecognised,
    "The reply contradicts itself, or reports success where that can't be relied on: the \
     disposition may or may not be set.",
);
pub(super) const NO_TOKEN: &Meaning = &Meaning::unclear(
    Outcome::Unrecognised,
    "The reply reports success and holds no token: it may come from something other than \
     CloudAgent's token service.",
);
pub(super) const NONE_FOUND: &Meaning = &Meaning::refusal(
    Outcome::NoneFound,
    Advice::FixRequest,
    "CloudAgent finds no dispositions: check the campaign's id, and that the campaign belongs to \
     this account.",
);
/// Of call records. It proves nothing: old endpoints say the same to a wrong key.
pub(super) const NO_RECORDS: &Meaning = &Meaning::unclear(
    Outcome::NoneFound,
    "CloudAgent has no record to show, which it also says to a wrong key or user name: it proves \
     nothing of a disposition.",
);
pub(super) const FORBIDDEN: &Meaning = &Meaning::refusal(
    Outcome::Forbidden,
    Advice::FixRequest,
    "Something refused this request before CloudAgent said anything to it. A firewall may dislike \
     the words of this one request: change the comments. Where every request gets this, the api \
     key or this machine's address is not allowed.",
);
pub(super) const SEE_OTHER: &Meaning = &Meaning::unclear(
    Outcome::Redirected,
    "The server points to another address, and a script may have done its work before it sent \
     elsewhere: the disposition may or may not be set. Redirects are never followed; correct the \
     base URL if every request gets this.",
);
pub(super) const REDIRECTED: &Meaning = &Meaning::refusal(
    Outcome::Redirected,
    Advice::FixConfiguration,
    "The server points to another address: correct the base URL. Redirects are never followed, \
     since they would carry the credentials elsewhere.",
);
pub(super) const ENDPOINT_NOT_FOUND: &Meaning = &Meaning::refusal(
    Outcome::EndpointNotFound,
    Advice::FixConfiguration,
    "There is no such API at this address: check the base URL, and that the account has this API.",
)
.and_on_get(
    "There is no such API at this address: the vendor has announced the end of the GET endpoints, \
     and `post_api_key` is the current API. Check the base URL too.",
);
pub(super) const PROXY_REFUSED: &Meaning = &Meaning::refusal(
    Outcome::ProxyRefused,
    Advice::FixConfiguration,
    "A proxy on the way asks for credentials of its own: name them, or go without that proxy.",
);
pub(super) const UNAVAILABLE: &Meaning = &Meaning::unclear(
    Outcome::Unavailable,
    "CloudAgent, or something in front of it, failed while it had the request: the disposition \
     may or may not be set.",
)
.with_wait();
pub(super) const UNRECOGNISED: &Meaning = &Meaning::unclear(
    Outcome::Unrecognised,
    "The reply holds nothing that can be relied on: the disposition may or may not be set.",
);

/// Where a person finds out whether a disposition stands, and what sending again would do: the
/// second sentence wherever the advice is [`Advice::CheckFirst`].
pub(crate) const fn where_to_look(api: Api) -> &'static str {
    match api {
        Api::GetV2 => {
            "Before sending again, look at the call's record (`look_up`), at its end-of-call \
             callback or in CloudAgent's call details: what this API does to a disposition that \
             stands is not known."
        }
        Api::GetV3 => {
            "Look at the call's record (`look_up`), at its end-of-call callback or in CloudAgent's \
             call details; sending again writes the same disposition over."
        }
        Api::PostApiKey | Api::PostToken => {
            "Look at the call's record (`look_up`), at its end-of-call callback or in CloudAgent's \
             call details; sending again answers `already_disposed` if a disposition stands, this \
             one or the agent's."
        }
    }
}
