//! Look-ups for which nothing is sent, and why.

use super::classify::NoRecords;
use super::request::What;
use super::sentence;
use super::settle::{Question, settle_failed_saying, settle_without};
use super::settlement::Settlement;
use crate::codes::{Advice, Api, Outcome};
use crate::kind::Kind;
use crate::request::DispositionRequest;
use crate::violation::{Field, Invalid, Violation};

/// The pace lets no look-up out for so many seconds.
pub(crate) fn settle_too_soon(
    request: &DispositionRequest,
    api: Api,
    seconds: u32,
) -> Result<Settlement, Invalid> {
    let none = NoRecords {
        outcome: Outcome::RateLimited,
        advice: Advice::RetryLater,
        retry_after_seconds: Some(seconds),
        status: None,
        details: None,
        recognised: false,
        hint: sentence::for_too_soon(seconds).into(),
    };
    settle_without(request, api, &none)
}

/// There is no token in hand to look up with.
pub(crate) fn settle_without_token(
    request: &DispositionRequest,
    api: Api,
) -> Result<Settlement, Invalid> {
    let why = sentence::WITHOUT_TOKEN;
    settle_failed_saying(request, api, Kind::TokenUnavailable, why)
}

/// What keeps requests from being looked up together; of one call alone the request for its records
/// judges the ucid. Where there are several, each is named by its place.
pub(crate) fn violations_of_all(requests: &[DispositionRequest], what: What<'_>) -> Vec<Violation> {
    let mut found = Vec::new();
    for (place, request) in requests.iter().enumerate() {
        // What is missing does not depend on the API.
        let Err(invalid) = Question::of(request, Api::GetV2) else {
            continue;
        };
        for violation in invalid.violations() {
            if violation.field == Field::Ucid && matches!(what, What::OneCall { .. }) {
                continue;
            }
            found.push(match requests.len() {
                1 => violation.clone(),
                _ => Violation::hard(
                    violation.field,
                    violation.problem,
                    format!("Request {}: {}", place + 1, violation.detail),
                ),
            });
        }
    }
    found
}
