//! What an HTTP status means where the body has no words to go by.

use super::meaning::{self, Meaning};
use super::table::{Grade, Scope};

/// One row: some HTTP statuses and what they mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpRule {
    /// The statuses in words, `any other 4xx`.
    pub label: &'static str,
    /// The statuses as ranges, first and last. A status belongs to the first row that holds it.
    pub statuses: &'static [(u16, u16)],
    /// What it means.
    pub meaning: &'static Meaning,
    /// What it makes of a reply that reports a failure in words which are not known, where the
    /// status says more than they do.
    pub of_failure: Option<&'static Meaning>,
    /// `spec`: the vendor's pages document HTTP 200 only.
    pub source: &'static str,
    /// On what authority it stands.
    pub grade: Grade,
}

impl HttpRule {
    const fn new(
        label: &'static str,
        statuses: &'static [(u16, u16)],
        meaning: &'static Meaning,
        grade: Grade,
    ) -> Self {
        Self {
            label,
            statuses,
            meaning,
            of_failure: None,
            source: "spec",
            grade,
        }
    }

    /// It decides on unknown failures, too.
    const fn and_of_failures(mut self, meaning: &'static Meaning) -> Self {
        self.of_failure = Some(meaning);
        self
    }
}

const fn one(status: u16) -> (u16, u16) {
    (status, status)
}

// One row, one line: the table is read as a table.
#[rustfmt::skip]
static HTTP_RULES: &[HttpRule] = &[
    HttpRule::new("429", &[one(429)], meaning::RATE_LIMITED, Grade::Field)
        .and_of_failures(meaning::RATE_LIMITED),
    HttpRule::new("401", &[one(401)], meaning::AUTHENTICATION_FAILED, Grade::Field)
        .and_of_failures(meaning::AUTHENTICATION_FAILED),
    HttpRule::new("403", &[one(403)], meaning::FORBIDDEN, Grade::Field)
        .and_of_failures(meaning::AUTHENTICATION_FAILED),
    HttpRule::new("302, 303", &[(302, 303)], meaning::SEE_OTHER, Grade::Inferred),
    HttpRule::new("any other 3xx", &[(300, 399)], meaning::REDIRECTED, Grade::Inferred),
    HttpRule::new("404, 405, 410, 421", &[(404, 405), one(410), one(421)],
        meaning::ENDPOINT_NOT_FOUND, Grade::Field),
    HttpRule::new("501", &[one(501)], meaning::ENDPOINT_NOT_FOUND, Grade::Field)
        .and_of_failures(meaning::ENDPOINT_NOT_FOUND),
    HttpRule::new("407", &[one(407)], meaning::PROXY_REFUSED, Grade::Inferred),
    HttpRule::new("408, 425", &[one(408), one(425)], meaning::UNAVAILABLE, Grade::Inferred)
        .and_of_failures(meaning::UNAVAILABLE),
    HttpRule::new("any other 4xx", &[(400, 499)], meaning::BAD_REQUEST, Grade::Inferred),
    HttpRule::new("any other 5xx", &[(500, 599)], meaning::UNAVAILABLE, Grade::Field)
        .and_of_failures(meaning::UNAVAILABLE),
    HttpRule::new("2xx, 1xx and everything else", &[(0, u16::MAX)],
        meaning::UNRECOGNISED, Grade::Inferred),
];

/// The table of HTTP statuses: what `classify` goes by where the body has no words that decide.
pub fn http_rules() -> &'static [HttpRule] {
    HTTP_RULES
}

fn holds(ranges: &[(u16, u16)], status: u16) -> bool {
    ranges
        .iter()
        .any(|&(first, last)| (first..=last).contains(&status))
}

/// The first row that holds a status; the last row holds all.
fn row(status: u16) -> &'static HttpRule {
    let mut rows = HTTP_RULES.iter();
    rows.find(|rule| holds(rule.statuses, status))
        .unwrap_or(&HTTP_RULES[HTTP_RULES.len() - 1])
}

/// What this status means where the body has no words to go by. Only what sets a disposition can
/// have been done before the server pointed elsewhere.
pub(super) fn meaning_of(status: u16, scope: Scope) -> &'static Meaning {
    if scope != Scope::Every && (300..400).contains(&status) {
        return meaning::REDIRECTED;
    }
    row(status).meaning
}

/// What this status makes of an unknown failure, where it says more than that.
pub(super) fn meaning_of_failure(status: u16) -> Option<&'static Meaning> {
    row(status).of_failure
}
