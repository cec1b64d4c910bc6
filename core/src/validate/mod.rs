//! What is wrong with a request, all of it at once, before anything is sent.
//!
//! The rules are rows: each file here holds the rows of a few fields, in the order in which
//! violations are reported.

mod account;
mod call;
mod callback;
mod common;
mod disposition;
mod pause;
mod rule;
mod scanned;
mod url;

use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::{Api, codes};
use crate::request::RequestView;
use crate::violation::{Field, Problem, Severity, Violation};
use rule::{FieldRules, Subject, Weight};
pub(crate) use scanned::{Scanned, has_control};

/// The account's fields, which stand first: every kind of request has them.
const ACCOUNT_FIELDS: &[FieldRules] = &[account::CUSTOMER, account::API_KEY, account::TOKEN];

const REQUEST_FIELDS: &[FieldRules] = &[
    call::AGENT_ID,
    call::DID,
    call::UCID,
    disposition::DISPOSITION,
    disposition::COMMENTS,
    pause::PAUSE_AFTER_DISPOSE,
    pause::PAUSE_REASON,
    callback::CALLBACK_TIME,
    callback::CALLBACK_TIME_ZONE,
    disposition::AUTO_RELEASE,
    url::URL,
];

const ALL_FIELDS: &[&[FieldRules]] = &[ACCOUNT_FIELDS, REQUEST_FIELDS];

codes! {
    /// Which violations stop a request before anything is sent. Closed.
    pub enum ValidationMode {
        /// Errors do; warnings travel with the receipt.
        Standard = "standard" as 1,
        /// Warnings do as well.
        Strict = "strict" as 2,
        /// Only what the wire can't carry: a rule can be older than the vendor's server, so any
        /// other error is only reported.
        Advise = "advise" as 3,
    }
}

/// Whether a violation stops the request before anything is sent.
pub(crate) fn stops(mode: ValidationMode, violation: &Violation) -> bool {
    match mode {
        ValidationMode::Standard => violation.severity == Severity::Error,
        ValidationMode::Strict => true,
        ValidationMode::Advise => violation.is_hard(),
    }
}

/// Says **everything** that is wrong with a request, ordered by field. Empty where nothing is.
///
/// An *error* stops the request, a *warning* travels with its receipt (but see
/// [`ValidationMode`]). No I/O; the time taken is linear in the texts.
///
/// ```
/// use cloudagent_disposition::{
///     Account, Api, ApiKey, BaseUrl, DispositionRequest, Field, Problem, Severity, validate,
/// };
///
/// let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
/// let request = DispositionRequest::new()
///     .ucid("8.18917E+16")
///     .did("914000000001")
///     .agent_id("ravi")
///     .disposition("Sale")
///     .pause_reason("Lunch");
/// let found = validate(&account, &request, Api::GetV2, &BaseUrl::INDIA);
/// let found: Vec<_> = found.iter().map(|v| (v.field, v.problem, v.severity)).collect();
/// assert_eq!(found, [
///     (Field::Ucid, Problem::DamagedNumber, Severity::Error),
///     (Field::PauseAfterDispose, Problem::Missing, Severity::Error),
/// ]);
/// ```
///
/// A base URL that can't be used stands first, beside all others; the URL's length is then judged
/// with the default one. On `post_token` an api key that the account holds is judged in place of a
/// token: tokens are made from it.
pub fn validate<'a>(
    account: &Account,
    request: impl Into<RequestView<'a>>,
    api: Api,
    base_url: impl AsRef<str>,
) -> Vec<Violation> {
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    let subject = Subject {
        account,
        request: &request.into(),
        api,
        base_url: &base_url,
        token_in_hand: false,
    };
    check(ALL_FIELDS, &subject, false, &mut found);
    found
}

/// Adds what no mode lets pass: the wire can't carry it.
pub(crate) fn add_hard_violations(
    account: &Account,
    request: &RequestView<'_>,
    api: Api,
    found: &mut Vec<Violation>,
) {
    check_hard(ALL_FIELDS, account, request, api, true, found);
}

/// Adds the hard violations of the account alone, for the requests that set nothing.
/// `credential_api` is the API whose credential travels, `token_in_hand` whether a token must be there
/// already.
pub(crate) fn add_hard_violations_of_account(
    account: &Account,
    credential_api: Api,
    token_in_hand: bool,
    found: &mut Vec<Violation>,
) {
    let (groups, request) = (&[ACCOUNT_FIELDS], RequestView::default());
    check_hard(
        groups,
        account,
        &request,
        credential_api,
        token_in_hand,
        found,
    );
}

/// What keeps a text from being looked up as a call's id: nothing but digits may travel there.
pub(crate) fn record_number_problem(ucid: &str) -> Option<Problem> {
    if scanned::is_damaged_number(&Scanned::of(ucid)) {
        return Some(Problem::DamagedNumber);
    }
    let is_digits = ucid.bytes().all(|byte| byte.is_ascii_digit());
    (!is_digits).then_some(Problem::NotDigits)
}

fn check_hard(
    groups: &[&[FieldRules]],
    account: &Account,
    request: &RequestView<'_>,
    api: Api,
    token_in_hand: bool,
    found: &mut Vec<Violation>,
) {
    let subject = Subject {
        account,
        request,
        api,
        base_url: &BaseUrl::INDIA, // no hard rule looks at it
        token_in_hand,
    };
    check(groups, &subject, true, found);
}

fn check(
    groups: &[&[FieldRules]],
    subject: &Subject<'_>,
    only_hard: bool,
    found: &mut Vec<Violation>,
) {
    for field in groups.iter().copied().flatten() {
        field.check(subject, only_hard, found);
    }
}

/// One row of the rules, on one API: a violation that [`validate`] can report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ValidationRule {
    /// The API on which it holds.
    pub api: Api,
    /// The field.
    pub field: Field,
    /// What may be wrong with it.
    pub problem: Problem,
    /// Whether it stops the request.
    pub severity: Severity,
    /// Whether it stops the request even in [`ValidationMode::Advise`].
    pub hard: bool,
    /// The sentence for a person.
    pub detail: &'static str,
}

/// Every violation of a request that [`validate`] can report, API by API, in the order of
/// reporting: the tables of the documentation, and the test that each rule has a vector, are made
/// from it. Those of a base URL stand at [`BaseUrl::parse`].
pub fn validation_rules() -> impl Iterator<Item = ValidationRule> {
    Api::ALL.iter().flat_map(|&api| {
        let fields = ALL_FIELDS.iter().copied().flatten();
        fields.flat_map(move |field| {
            field.rules.iter().filter_map(move |rule| {
                rule.on.on(api).map(|weight| ValidationRule {
                    api,
                    field: field.field,
                    problem: rule.problem,
                    severity: weight.severity(),
                    hard: weight == Weight::Hard,
                    detail: rule.detail,
                })
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_stand_in_the_order_of_reporting() {
        let fields = ALL_FIELDS.iter().copied().flatten();
        assert!(fields.map(|rules| rules.field).is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn each_mode_stops_what_it_says() {
        let (field, problem) = (Field::Did, Problem::Missing);
        for (violation, expected) in [
            (Violation::hard(field, problem, ""), [true, true, true]),
            (Violation::error(field, problem, ""), [true, true, false]),
            (Violation::warning(field, problem, ""), [false, true, false]),
        ] {
            let modes = ValidationMode::ALL.iter();
            let stopped: Vec<_> = modes.map(|mode| stops(*mode, &violation)).collect();
            assert_eq!(stopped, expected, "{violation:?}");
        }
    }

    #[test]
    fn every_detail_is_a_sentence() {
        for rule in validation_rules() {
            let starts = rule.detail.starts_with(char::is_uppercase);
            assert!(starts && rule.detail.ends_with('.'), "{rule:?}");
        }
    }
}
