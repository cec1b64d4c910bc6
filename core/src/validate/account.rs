//! The rules of the account: who calls, and the proof.

use super::common::{CONTROL_CHARACTERS, INVISIBLE_CHARACTER, SURROUNDING_SPACE, missing};
use super::rule::{FieldRules, Rule, Subject, Weight, Weights, When};
use super::scanned::is_not_ascii;
use crate::codes::Api;
use crate::text::present;
use crate::violation::{Field, Problem};

const CONTROL: Rule = Rule {
    detail: "It holds control characters, which no header and no parameter should carry.",
    ..CONTROL_CHARACTERS
};

const NOT_ASCII: Rule = Rule {
    problem: Problem::NotAscii,
    on: Weights::on_post(Weight::Hard),
    when: When::Text(is_not_ascii),
    detail: "It holds something other than ASCII, which a header can't carry.",
};

const SPACE_IN_HEADER: Rule = Rule {
    on: Weights::on_post(Weight::Hard),
    detail: "It begins or ends with white space, which a header loses: copy it again without.",
    ..SURROUNDING_SPACE
};

pub(super) const CUSTOMER: FieldRules = FieldRules {
    field: Field::Customer,
    text: |subject| Some(subject.account.customer()),
    rules: &[
        Rule {
            on: Weights::everywhere(Weight::Hard),
            ..missing("Give the account's user name, the vendor's customer or userName.")
        },
        CONTROL,
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
        CONTROL,
        NOT_ASCII,
        SPACE_IN_HEADER,
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
            on: Weights::on_post_token(Weight::Hard),
            ..CONTROL
        },
        Rule {
            on: Weights::on_post_token(Weight::Hard),
            ..NOT_ASCII
        },
        Rule {
            on: Weights::on_post_token(Weight::Hard),
            ..SPACE_IN_HEADER
        },
        Rule {
            on: Weights::on_post_token(Weight::Warning),
            ..INVISIBLE_CHARACTER
        },
    ],
};
