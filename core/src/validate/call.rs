//! The rules of what names the call: the agent, the number dialled from, the call's id.

use super::common::{CONTROL_CHARACTERS, INVISIBLE_CHARACTER, SURROUNDING_SPACE, missing};
use super::rule::{FieldRules, Rule, Weight, Weights, When};
use super::scanned::{is_damaged_number, is_longer_than, is_not_did, is_not_digits};
use crate::violation::{Field, Problem};

/// The vendor refuses a ucid of 20 characters or more, with a text that speaks of trying again
/// (pages get_caservices-disposition-dispositionapiv2-php-1, -2 and dispositionapiv3-php-1).
const UCID_CHARACTERS_MAX: usize = 19;

const DAMAGED_NUMBER: Rule = Rule {
    problem: Problem::DamagedNumber,
    on: Weights::everywhere(Weight::Error),
    when: When::Text(is_damaged_number),
    detail: "A spreadsheet or a data frame changed it, as in 8.18917E+16, 8189.0 or '8189: take it \
             from the call record, as text.",
};

pub(super) const AGENT_ID: FieldRules = FieldRules {
    field: Field::AgentId,
    text: |subject| subject.request.agent_id,
    rules: &[
        missing("Give the agent's login id."),
        CONTROL_CHARACTERS,
        SURROUNDING_SPACE,
        INVISIBLE_CHARACTER,
        Rule {
            problem: Problem::SeveralAgents,
            on: Weights::everywhere(Weight::Warning),
            when: When::Text(|agent_id| agent_id.text().contains("->")),
            detail: "It is a transfer chain from a call record: give one agent's login id, \
                     with the ucid of that agent's leg.",
        },
    ],
};

pub(super) const DID: FieldRules = FieldRules {
    field: Field::Did,
    text: |subject| subject.request.did,
    rules: &[
        missing(
            "Give the number that calls are dialled out from: the campaign's, not the customer's.",
        ),
        CONTROL_CHARACTERS,
        SURROUNDING_SPACE,
        DAMAGED_NUMBER,
        Rule {
            problem: Problem::NotDigits,
            on: Weights::everywhere(Weight::Warning),
            when: When::Text(is_not_did),
            detail: "It holds something other than digits (and one + before them).",
        },
        INVISIBLE_CHARACTER,
    ],
};

pub(super) const UCID: FieldRules = FieldRules {
    field: Field::Ucid,
    text: |subject| subject.request.ucid,
    rules: &[
        missing("Give the call's ucid: that of this agent's leg."),
        CONTROL_CHARACTERS,
        SURROUNDING_SPACE,
        Rule {
            problem: Problem::TooLong,
            on: Weights::everywhere(Weight::Error),
            when: When::Text(|ucid| is_longer_than(ucid, UCID_CHARACTERS_MAX)),
            detail: "It has 20 characters or more, which the vendor always refuses.",
        },
        DAMAGED_NUMBER,
        Rule {
            problem: Problem::NotDigits,
            on: Weights::everywhere(Weight::Warning),
            when: When::Text(is_not_digits),
            detail: "It holds something other than digits.",
        },
        INVISIBLE_CHARACTER,
    ],
};
