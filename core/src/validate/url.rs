//! The rule of the URL as a whole.

use super::rule::{FieldRules, Rule, Subject, Weight, Weights, When, no_text};
use crate::violation::{Field, Problem};
use crate::wire;

/// Our own limit, in bytes: common servers and proxies refuse a request line of 8,192 bytes, and
/// the method and the version stand in it, too.
const URL_BYTES_MAX: usize = 8_000;

fn is_too_long(of: &Subject<'_>) -> bool {
    wire::url_is_longer_than(URL_BYTES_MAX, of.account, of.request, of.api, of.base_url)
}

pub(super) const URL: FieldRules = FieldRules {
    field: Field::Url,
    text: no_text,
    rules: &[Rule {
        problem: Problem::TooLong,
        on: Weights::on_get(Weight::Error),
        when: When::Subject(is_too_long),
        detail: "The URL is longer than 8,000 bytes: shorten the comments, or use a POST API.",
    }],
};
