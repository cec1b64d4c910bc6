//! The rules of the account: who calls, and the proof.

use super::common::{INVISIBLE_CHARACTER, SURROUNDING_SPACE};
use super::looks::{has_control, is_not_ascii, is_surrounded_by_space};
use super::rule::{FieldRules, Rule, Subject, Weight, Weights, When};
use crate::codes::Api;
use crate::text::present;
use crate::violation::{Field, Problem};

const CONTROL: &str = "It holds control characters, which no header and no parameter should carry.";
const NOT_ASCII: &str = "It holds something other than ASCII, which a header can't carry.";
const SPACE_IN_HEADER: &str =
    "It begins or ends with white space, which a header loses: copy it again without.";

pub(super) const CUSTOMER: FieldRules = FieldRules {
    field: Field::Customer,
    text: |subject| Some(subject.account.customer()),
    rules: &[
        Rule {
            problem: Problem::Missing,
            on: Weights::everywhere(Weight::Hard),
            when: When::Absent,
            detail: "Give the account's user name, the vendor's customer or userName.",
        },
        Rule {
            problem: Problem::ControlCharacters,
            on: Weights::everywhere(Weight::Hard),
            when: When::Text(has_control),
            detail: CONTROL,
        },
        SURROUNDING_SPACE,
        INVISIBLE_CHARACTER,
    ],
};

fn api_key<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    subject.account.api_key().map(|key| key.expose())
}

fn token<'a>(subject: &Subject<'a>) -> Option<&'a str> {
    subject.account.token().map(|token| token.expose())
}

/// In the query on the GET APIs, in the header `apiKey` on `post_api_key`. On `post_token` tokens
/// are made from it: there a key that is given is judged as that same header.
pub(super) const API_KEY: FieldRules = FieldRules {
    field: Field::ApiKey,
    text: api_key,
    rules: &[
        Rule {
            problem: Problem::Missing,
            on: Weights::everywhere(Weight::Hard),
            when: When::Subject(|subject| {
                let needed = subject.api != Api::PostToken || subject.account.api_key().is_some();
                needed && present(api_key(subject)).is_none()
            }),
            detail: "This API needs the account's api key.",
        },
        Rule {
            problem: Problem::ControlCharacters,
            on: Weights::everywhere(Weight::Hard),
            when: When::Text(has_control),
            detail: CONTROL,
        },
        Rule {
            problem: Problem::NotAscii,
            on: Weights::on_post(Weight::Hard),
            when: When::Text(is_not_ascii),
            detail: NOT_ASCII,
        },
        Rule {
            problem: Problem::SurroundingSpace,
            on: Weights::on_post(Weight::Hard),
            when: When::Text(is_surrounded_by_space),
            detail: SPACE_IN_HEADER,
        },
        Rule {
            on: Weights::on_get(Weight::Warning),
            ..SURROUNDING_SPACE
        },
        INVISIBLE_CHARACTER,
    ],
};

/// In the header `Authorization` on `post_token`.
pub(super) const TOKEN: FieldRules = FieldRules {
    field: Field::Token,
    text: token,
    rules: &[
        Rule {
            problem: Problem::Missing,
            on: Weights::on_post_token(Weight::Hard),
            when: When::Subject(|subject| {
                let needed = subject.token_in_hand || subject.account.api_key().is_none();
                needed && present(token(subject)).is_none()
            }),
            detail: "This API needs a token.",
        },
        Rule {
            problem: Problem::ControlCharacters,
            on: Weights::on_post_token(Weight::Hard),
            when: When::Text(has_control),
            detail: CONTROL,
        },
        Rule {
            problem: Problem::NotAscii,
            on: Weights::on_post_token(Weight::Hard),
            when: When::Text(is_not_ascii),
            detail: NOT_ASCII,
        },
        Rule {
            problem: Problem::SurroundingSpace,
            on: Weights::on_post_token(Weight::Hard),
            when: When::Text(is_surrounded_by_space),
            detail: SPACE_IN_HEADER,
        },
        Rule {
            on: Weights::on_post_token(Weight::Warning),
            ..INVISIBLE_CHARACTER
        },
    ],
};
