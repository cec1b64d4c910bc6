//! The rows that several fields share, to the letter.

use super::rule::{Rule, Weight, Weights, When};
use super::scanned::{has_control, has_invisible, is_surrounded_by_space};
use crate::violation::Problem;

pub(super) const fn missing(detail: &'static str) -> Rule {
    Rule {
        problem: Problem::Missing,
        on: Weights::everywhere(Weight::Error),
        when: When::Absent,
        detail,
    }
}

pub(super) const CONTROL_CHARACTERS: Rule = Rule {
    problem: Problem::ControlCharacters,
    on: Weights::everywhere(Weight::Hard),
    when: When::Text(has_control),
    detail: "It holds control characters: remove them.",
};

pub(super) const SURROUNDING_SPACE: Rule = Rule {
    problem: Problem::SurroundingSpace,
    on: Weights::everywhere(Weight::Warning),
    when: When::Text(is_surrounded_by_space),
    detail: "It begins or ends with white space: probably copied along with it.",
};

/// Of ids, names and keys.
pub(super) const INVISIBLE_CHARACTER: Rule = Rule {
    problem: Problem::InvisibleCharacter,
    on: Weights::everywhere(Weight::Warning),
    when: When::Text(has_invisible),
    detail: "It holds a character that nobody sees, copied along with it: type it anew.",
};
