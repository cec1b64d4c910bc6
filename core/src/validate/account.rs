//! The rules of the account: who calls, and the proof.

use super::common::SURROUNDING_SPACE;
use super::looks::{has_control, is_not_ascii, is_surrounded_by_space};
use super::rule::{FieldRules, Rule, Weight, Weights, When};
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
    ],
};

/// In the query on the GET APIs, in the header `apiKey` on `post_api_key`.
pub(super) const API_KEY: FieldRules = FieldRules {
    field: Field::ApiKey,
    text: |subject| subject.account.api_key().map(|key| key.expose()),
    rules: &[
        Rule {
            problem: Problem::Missing,
            on: Weights::on_get(Weight::Hard).post_api_key(Weight::Hard),
            when: When::Absent,
            detail: "This API needs the account's api key.",
        },
        Rule {
            problem: Problem::ControlCharacters,
            on: Weights::on_get(Weight::Hard).post_api_key(Weight::Hard),
            when: When::Text(has_control),
            detail: CONTROL,
        },
        Rule {
            problem: Problem::NotAscii,
            on: Weights::on_post_api_key(Weight::Hard),
            when: When::Text(is_not_ascii),
            detail: NOT_ASCII,
        },
        Rule {
            problem: Problem::SurroundingSpace,
            on: Weights::on_post_api_key(Weight::Hard),
            when: When::Text(is_surrounded_by_space),
            detail: SPACE_IN_HEADER,
        },
        Rule {
            on: Weights::on_get(Weight::Warning),
            ..SURROUNDING_SPACE
        },
    ],
};

/// In the header `Authorization` on `post_token`.
pub(super) const TOKEN: FieldRules = FieldRules {
    field: Field::Token,
    text: |subject| subject.account.token().map(|token| token.expose()),
    rules: &[
        Rule {
            problem: Problem::Missing,
            on: Weights::on_post_token(Weight::Hard),
            when: When::Absent,
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
    ],
};
