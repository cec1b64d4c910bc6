//! What a reply means
//!
//! Branch on the effect, which tells what happened to the disposition, and on the advice, which
//! tells what to do. Both sets are closed: a new value is a major version. The outcome tells what
//! the vendor said; minor versions add outcomes, so keep a default branch.

use std::os::raw::c_char;

use cloudagent_disposition::{Advice, Effect, Outcome};

use super::{Row, name, row};

/// What happened to the disposition. Closed.
///
/// The vendor confirms no pause: its words are the same with and without one.
pub type cad_effect = u32;

/// The disposition is recorded.
pub const CAD_EFFECT_APPLIED: cad_effect = 1;
/// The agent is still on the call: it is in force when the call disconnects.
pub const CAD_EFFECT_QUEUED: cad_effect = 2;
/// Success, but the vendor's words don't tell which of the two.
pub const CAD_EFFECT_ACCEPTED: cad_effect = 3;
/// The disposition was not recorded by this request.
pub const CAD_EFFECT_NOT_APPLIED: cad_effect = 4;
/// It may have been recorded: nothing proves either.
pub const CAD_EFFECT_UNKNOWN: cad_effect = 5;

/// Every `cad_effect`.
pub const EFFECTS: &[Row<Effect>] = &[
    row(CAD_EFFECT_APPLIED, c"applied", Effect::Applied),
    row(CAD_EFFECT_QUEUED, c"queued", Effect::Queued),
    row(CAD_EFFECT_ACCEPTED, c"accepted", Effect::Accepted),
    row(CAD_EFFECT_NOT_APPLIED, c"not_applied", Effect::NotApplied),
    row(CAD_EFFECT_UNKNOWN, c"unknown", Effect::Unknown),
];

/// The name of a `cad_effect`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_effect_name(number: cad_effect) -> *const c_char {
    name(EFFECTS, number)
}

/// What to do next. Closed.
pub type cad_advice = u32;

/// Nothing.
pub const CAD_ADVICE_NONE: cad_advice = 1;
/// Mend the request's fields.
pub const CAD_ADVICE_FIX_REQUEST: cad_advice = 2;
/// Mend the api key, the user name, or the region's host.
pub const CAD_ADVICE_FIX_CREDENTIALS: cad_advice = 3;
/// Mend the set-up: the API chosen, the base URL, the proxy, TLS trust.
pub const CAD_ADVICE_FIX_CONFIGURATION: cad_advice = 4;
/// Get a new token, then send again.
pub const CAD_ADVICE_REFRESH_TOKEN: cad_advice = 5;
/// Not applied; the same request may be sent again after a wait.
pub const CAD_ADVICE_RETRY_LATER: cad_advice = 6;
/// It may have been applied: look in CloudAgent before sending again.
pub const CAD_ADVICE_CHECK_FIRST: cad_advice = 7;
/// Sending again will not help.
pub const CAD_ADVICE_DO_NOT_RETRY: cad_advice = 8;

/// Every `cad_advice`.
pub const ADVICE: &[Row<Advice>] = &[
    row(CAD_ADVICE_NONE, c"none", Advice::None),
    row(CAD_ADVICE_FIX_REQUEST, c"fix_request", Advice::FixRequest),
    row(
        CAD_ADVICE_FIX_CREDENTIALS,
        c"fix_credentials",
        Advice::FixCredentials,
    ),
    row(
        CAD_ADVICE_FIX_CONFIGURATION,
        c"fix_configuration",
        Advice::FixConfiguration,
    ),
    row(
        CAD_ADVICE_REFRESH_TOKEN,
        c"refresh_token",
        Advice::RefreshToken,
    ),
    row(CAD_ADVICE_RETRY_LATER, c"retry_later", Advice::RetryLater),
    row(CAD_ADVICE_CHECK_FIRST, c"check_first", Advice::CheckFirst),
    row(CAD_ADVICE_DO_NOT_RETRY, c"do_not_retry", Advice::DoNotRetry),
];

/// The name of a `cad_advice`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_advice_name(number: cad_advice) -> *const c_char {
    name(ADVICE, number)
}

/// What the vendor said. Open: minor versions add values. 0 where no reply came.
pub type cad_outcome = u32;

/// The disposition is saved.
pub const CAD_OUTCOME_SAVED: cad_outcome = 1;
/// The disposition is saved, in place of an earlier one.
pub const CAD_OUTCOME_UPDATED: cad_outcome = 2;
/// The agent is still on the call: it is in force when the call disconnects.
pub const CAD_OUTCOME_QUEUED: cad_outcome = 3;
/// A success in words that no page prints.
pub const CAD_OUTCOME_SUCCEEDED: cad_outcome = 4;
/// The call has a disposition already.
pub const CAD_OUTCOME_ALREADY_DISPOSED: cad_outcome = 5;
/// The key, the user name or the region is wrong.
pub const CAD_OUTCOME_AUTHENTICATION_FAILED: cad_outcome = 6;
/// No credentials arrived, or the account uses the other API-authentication mode.
pub const CAD_OUTCOME_CREDENTIALS_MISSING: cad_outcome = 7;
/// The token's time is over.
pub const CAD_OUTCOME_TOKEN_EXPIRED: cad_outcome = 8;
/// The token does not hold, most often because a newer one was made.
pub const CAD_OUTCOME_TOKEN_INVALID: cad_outcome = 9;
/// No call has this ucid and did: the vendor doesn't say which is wrong.
pub const CAD_OUTCOME_UNKNOWN_CALL: cad_outcome = 10;
/// There is no such agent.
pub const CAD_OUTCOME_INVALID_AGENT: cad_outcome = 11;
/// The request's action was not known.
pub const CAD_OUTCOME_INVALID_ACTION: cad_outcome = 12;
/// The request came without a disposition.
pub const CAD_OUTCOME_EMPTY_DISPOSITION: cad_outcome = 13;
/// A pause came without a reason.
pub const CAD_OUTCOME_MISSING_PAUSE_REASON: cad_outcome = 14;
/// The account has no such pause reason.
pub const CAD_OUTCOME_INVALID_PAUSE_REASON: cad_outcome = 15;
/// The request was not understood.
pub const CAD_OUTCOME_BAD_REQUEST: cad_outcome = 16;
/// The vendor could not do it just now.
pub const CAD_OUTCOME_UNABLE_TO_DISPOSE: cad_outcome = 17;
/// Too many requests.
pub const CAD_OUTCOME_RATE_LIMITED: cad_outcome = 18;
/// A refusal in words that no page prints.
pub const CAD_OUTCOME_REJECTED: cad_outcome = 19;
/// The server, or something before it, will not take this one request.
pub const CAD_OUTCOME_FORBIDDEN: cad_outcome = 20;
/// The server pointed elsewhere; redirects are never followed.
pub const CAD_OUTCOME_REDIRECTED: cad_outcome = 21;
/// This API is not at this address.
pub const CAD_OUTCOME_ENDPOINT_NOT_FOUND: cad_outcome = 22;
/// A proxy wants credentials.
pub const CAD_OUTCOME_PROXY_REFUSED: cad_outcome = 23;
/// The server, or something before it, was out of order.
pub const CAD_OUTCOME_UNAVAILABLE: cad_outcome = 24;
/// A reply that says nothing which can be relied on.
pub const CAD_OUTCOME_UNRECOGNISED: cad_outcome = 25;
/// The campaign has no dispositions (only for a list).
pub const CAD_OUTCOME_NONE_FOUND: cad_outcome = 26;

/// Every `cad_outcome`.
pub const OUTCOMES: &[Row<Outcome>] = &[
    row(CAD_OUTCOME_SAVED, c"saved", Outcome::Saved),
    row(CAD_OUTCOME_UPDATED, c"updated", Outcome::Updated),
    row(CAD_OUTCOME_QUEUED, c"queued", Outcome::Queued),
    row(CAD_OUTCOME_SUCCEEDED, c"succeeded", Outcome::Succeeded),
    row(
        CAD_OUTCOME_ALREADY_DISPOSED,
        c"already_disposed",
        Outcome::AlreadyDisposed,
    ),
    row(
        CAD_OUTCOME_AUTHENTICATION_FAILED,
        c"authentication_failed",
        Outcome::AuthenticationFailed,
    ),
    row(
        CAD_OUTCOME_CREDENTIALS_MISSING,
        c"credentials_missing",
        Outcome::CredentialsMissing,
    ),
    row(
        CAD_OUTCOME_TOKEN_EXPIRED,
        c"token_expired",
        Outcome::TokenExpired,
    ),
    row(
        CAD_OUTCOME_TOKEN_INVALID,
        c"token_invalid",
        Outcome::TokenInvalid,
    ),
    row(
        CAD_OUTCOME_UNKNOWN_CALL,
        c"unknown_call",
        Outcome::UnknownCall,
    ),
    row(
        CAD_OUTCOME_INVALID_AGENT,
        c"invalid_agent",
        Outcome::InvalidAgent,
    ),
    row(
        CAD_OUTCOME_INVALID_ACTION,
        c"invalid_action",
        Outcome::InvalidAction,
    ),
    row(
        CAD_OUTCOME_EMPTY_DISPOSITION,
        c"empty_disposition",
        Outcome::EmptyDisposition,
    ),
    row(
        CAD_OUTCOME_MISSING_PAUSE_REASON,
        c"missing_pause_reason",
        Outcome::MissingPauseReason,
    ),
    row(
        CAD_OUTCOME_INVALID_PAUSE_REASON,
        c"invalid_pause_reason",
        Outcome::InvalidPauseReason,
    ),
    row(CAD_OUTCOME_BAD_REQUEST, c"bad_request", Outcome::BadRequest),
    row(
        CAD_OUTCOME_UNABLE_TO_DISPOSE,
        c"unable_to_dispose",
        Outcome::UnableToDispose,
    ),
    row(
        CAD_OUTCOME_RATE_LIMITED,
        c"rate_limited",
        Outcome::RateLimited,
    ),
    row(CAD_OUTCOME_REJECTED, c"rejected", Outcome::Rejected),
    row(CAD_OUTCOME_FORBIDDEN, c"forbidden", Outcome::Forbidden),
    row(CAD_OUTCOME_REDIRECTED, c"redirected", Outcome::Redirected),
    row(
        CAD_OUTCOME_ENDPOINT_NOT_FOUND,
        c"endpoint_not_found",
        Outcome::EndpointNotFound,
    ),
    row(
        CAD_OUTCOME_PROXY_REFUSED,
        c"proxy_refused",
        Outcome::ProxyRefused,
    ),
    row(
        CAD_OUTCOME_UNAVAILABLE,
        c"unavailable",
        Outcome::Unavailable,
    ),
    row(
        CAD_OUTCOME_UNRECOGNISED,
        c"unrecognised",
        Outcome::Unrecognised,
    ),
    row(CAD_OUTCOME_NONE_FOUND, c"none_found", Outcome::NoneFound),
];

/// The name of a `cad_outcome`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_outcome_name(number: cad_outcome) -> *const c_char {
    name(OUTCOMES, number)
}
