//! The rules of what is recorded: the disposition, the comments, and `autoRelease`.

use super::common::{CONTROL_CHARACTERS, SURROUNDING_SPACE, missing};
use super::rule::{FieldRules, Rule, Weight, Weights, When, no_text};
use super::scanned::{has_control_beside_layout, is_longer_than, is_surrounded_by_invisible};
use crate::violation::{Field, Problem};

/// The POST pages print a maximum of 250 characters; the GET pages print none.
const DISPOSITION_CHARACTERS_MAX: usize = 250;

/// Our own limit, in bytes of UTF-8: no page prints one, and no person writes that much.
const COMMENTS_BYTES_MAX: usize = 65_536;

pub(super) const DISPOSITION: FieldRules = FieldRules {
    field: Field::Disposition,
    text: |subject| subject.request.disposition,
    rules: &[
        missing("Give the disposition, as the campaign spells it."),
        CONTROL_CHARACTERS,
        Rule {
            detail: "It begins or ends with white space, so it may not be the campaign's spelling.",
            ..SURROUNDING_SPACE
        },
        Rule {
            problem: Problem::InvisibleCharacter,
            on: Weights::everywhere(Weight::Warning),
            when: When::Text(is_surrounded_by_invisible),
            detail: "It begins or ends with a character that nobody sees, so it may not be the \
                     campaign's spelling.",
        },
        Rule {
            problem: Problem::TooLong,
            on: Weights::on_get(Weight::Warning).post(Weight::Error),
            when: When::Text(|text| is_longer_than(text, DISPOSITION_CHARACTERS_MAX)),
            detail: "It has more than 250 characters, the most that the vendor documents.",
        },
    ],
};

pub(super) const COMMENTS: FieldRules = FieldRules {
    field: Field::Comments,
    text: |subject| subject.request.comments,
    rules: &[
        Rule {
            when: When::Text(has_control_beside_layout),
            detail: "They hold control characters other than tab and line ends: remove them.",
            ..CONTROL_CHARACTERS
        },
        Rule {
            problem: Problem::TooLong,
            on: Weights::everywhere(Weight::Error),
            when: When::Text(|comments| comments.text().len() > COMMENTS_BYTES_MAX),
            detail: "They are longer than 65,536 bytes of UTF-8: shorten them.",
        },
    ],
};

pub(super) const AUTO_RELEASE: FieldRules = FieldRules {
    field: Field::AutoRelease,
    text: no_text,
    rules: &[Rule {
        problem: Problem::Unsupported,
        on: Weights::on_get(Weight::Hard),
        when: When::Subject(|subject| subject.request.auto_release),
        detail: "The GET APIs have no autoRelease: leave it out, or use a POST API.",
    }],
};
