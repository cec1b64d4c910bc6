//! The rules of pausing the agent. The flag is never guessed: the vendor's page calls `true` the
//! default, and a default must not pause an agent whom nobody meant to pause.

use super::common::{CONTROL_CHARACTERS, SURROUNDING_SPACE};
use super::rule::{FieldRules, Rule, Subject, Weight, Weights, When, no_text};
use super::scanned::is_surrounded_by_invisible;
use crate::text::present;
use crate::violation::{Field, Problem};

fn has_reason(subject: &Subject<'_>) -> bool {
    present(subject.request.pause_reason).is_some()
}

pub(super) const PAUSE_AFTER_DISPOSE: FieldRules = FieldRules {
    field: Field::PauseAfterDispose,
    text: no_text,
    rules: &[Rule {
        problem: Problem::Missing,
        on: Weights::everywhere(Weight::Error),
        when: When::Subject(|subject| {
            subject.request.pause_after_dispose.is_none() && has_reason(subject)
        }),
        detail: "There is a pause reason: say whether to pause, yes or no.",
    }],
};

/// `get_v3` has no pause reason: there it is unsupported, which leaves no room for other problems.
const fn where_it_exists(weight: Weight) -> Weights {
    Weights::on_get_v2(weight).post(weight)
}

/// `get_v2` has a refusal of its own for an empty one (its own page); the POST pages print
/// no such reply.
pub(super) const PAUSE_REASON: FieldRules = FieldRules {
    field: Field::PauseReason,
    text: |subject| subject.request.pause_reason,
    rules: &[
        Rule {
            on: where_it_exists(Weight::Hard),
            ..CONTROL_CHARACTERS
        },
        Rule {
            on: where_it_exists(Weight::Warning),
            detail: "It begins or ends with white space, so it may not be the account's spelling.",
            ..SURROUNDING_SPACE
        },
        Rule {
            problem: Problem::InvisibleCharacter,
            on: where_it_exists(Weight::Warning),
            when: When::Text(is_surrounded_by_invisible),
            detail: "It begins or ends with a character that nobody sees, so it may not be the \
                     account's spelling.",
        },
        Rule {
            problem: Problem::Missing,
            on: Weights::on_get_v2(Weight::Error).post(Weight::Warning),
            when: When::Subject(|subject| subject.request.pauses() && !has_reason(subject)),
            detail: "Give the reason for the pause, as the account spells it.",
        },
        Rule {
            problem: Problem::Unused,
            on: where_it_exists(Weight::Warning),
            when: When::Subject(|subject| {
                subject.request.pause_after_dispose == Some(false) && has_reason(subject)
            }),
            detail: "It has no effect: the agent is not paused.",
        },
        Rule {
            problem: Problem::Unsupported,
            on: Weights::on_get_v3(Weight::Hard),
            when: When::Present,
            detail: "This API has no pause reason and would drop it: leave it out, or use another \
                     API.",
        },
    ],
};
