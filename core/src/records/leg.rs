//! Which of the records are of the leg that a disposition was sent for.

use super::record::{CallRecord, id};
use super::same::folded;
use super::sentence;
use super::settle::Question;
use crate::text::present;

/// The records of the leg that was sent; where one of them is of the agent that was, only such ones.
pub(super) fn rows_of_leg<'a>(
    question: &Question<'_>,
    records: &'a [CallRecord],
) -> Vec<&'a CallRecord> {
    let Some(sent) = id(question.ucid) else {
        return Vec::new();
    };
    let is_of_leg = |record: &&CallRecord| match present(record.ucid.as_deref()) {
        Some(ucid) => id(ucid) == Some(sent),
        None => names_call(record, sent),
    };
    let mut rows: Vec<_> = records.iter().filter(is_of_leg).collect();
    if let Some(agent) = present(question.request.agent_id.as_deref()).map(folded) {
        let is_of_agent = |row: &CallRecord| {
            let agents = row.agent_id.as_deref().unwrap_or_default().split("->");
            agents.into_iter().any(|one| folded(one) == agent)
        };
        if rows.iter().any(|row| is_of_agent(row)) {
            rows.retain(|row| is_of_agent(row));
        }
    }
    rows
}

/// Whether it is the id of the record's whole call.
fn names_call(record: &CallRecord, sent: &str) -> bool {
    record.call_id.as_deref().and_then(id) == Some(sent)
}

/// The legs of the call that the id which was sent names as a whole.
pub(super) fn other_legs<'a>(ucid: &str, records: &'a [CallRecord]) -> Vec<&'a str> {
    let Some(sent) = id(ucid) else {
        return Vec::new();
    };
    let of_call = records.iter().filter(|record| names_call(record, sent));
    let mut legs: Vec<&str> = Vec::new();
    for leg in of_call.filter_map(|record| record.ucid.as_deref().and_then(id)) {
        if !legs.contains(&leg) {
            legs.push(leg);
        }
        if legs.len() > sentence::LEGS_NAMED {
            break;
        }
    }
    legs
}

/// Whether several records are of the call with this id.
pub(super) fn are_several(ucid: &str, records: &[CallRecord]) -> bool {
    let Some(sent) = id(ucid) else {
        return false;
    };
    let is_of_call = |record: &&CallRecord| {
        names_call(record, sent) || record.ucid.as_deref().and_then(id) == Some(sent)
    };
    records.iter().filter(is_of_call).nth(1).is_some()
}
