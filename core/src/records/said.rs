//! What one record of a leg says of the disposition that was sent.

use super::record::CallRecord;
use super::same::{Sent, folded, is_any_spelling};
use super::sentence::Doubt;
use crate::text::present;

/// How a text begins that the system puts where an agent let the time for wrapping up pass.
const TIME_EXCEEDED: &str = "wrap up time exceeded";
/// What it puts where it ended the call's work by itself.
const AUTO_DROP: &str = "call_autodrop";
/// What some endpoints have for an absent text.
const NONE: &str = "none";

/// What one record of the leg says.
pub(super) enum Said {
    Same,
    Another,
    Nothing(Doubt),
}

pub(super) fn said_by(row: &CallRecord, sent: &Sent, stands_among_several: bool) -> Said {
    let Some(text) = present(row.disposition.as_deref()) else {
        return Said::Nothing(Doubt::Absent);
    };
    // A disposition that is called so can't be told from none.
    if folded(text) == NONE {
        return Said::Nothing(Doubt::Absent);
    }
    if sent.is(text) {
        return Said::Same;
    }
    let is_automatic = |text: &str| {
        let text = folded(text);
        text == NONE || text == AUTO_DROP || text.starts_with(TIME_EXCEEDED)
    };
    if is_any_spelling(text, &is_automatic) {
        return Said::Nothing(Doubt::Automatic);
    }
    if sent.is_damaged_to(text) {
        return Said::Nothing(Doubt::Damaged);
    }
    // A record that was found by its call's id may show what was set for another leg.
    let is_chain = |agent: &str| agent.contains("->");
    let is_of_call = present(row.ucid.as_deref()).is_none();
    if is_of_call && (stands_among_several || row.agent_id.as_deref().is_some_and(is_chain)) {
        return Said::Nothing(Doubt::AnotherLegs);
    }
    Said::Another
}
