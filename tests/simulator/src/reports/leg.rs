//! One leg of a call, as its records know it.

use serde_json::{Map, Value};

use crate::call::{Call, CallPhase};
use crate::disposition::Disposition;

#[derive(Clone, Debug)]
pub(crate) struct Leg {
    /// The logical call, which legs of a transfer share.
    pub(crate) call_id: String,
    pub(crate) did: String,
    pub(crate) agent: String,
    /// Seconds since 1970.
    pub(crate) began_at: u64,
    pub(crate) ended_at: Option<u64>,
    /// What the scenario wants a row to have.
    pub(crate) overrides: Map<String, Value>,
    /// Dispositions, each with the second from which it was in force.
    pub(crate) filed: Vec<(u64, Disposition)>,
}

impl Leg {
    pub(crate) fn new(call: &Call, now: u64) -> Self {
        let began_at = now.saturating_sub(call.began_seconds_ago);
        Self {
            call_id: call.call_id.clone().unwrap_or_else(|| call.ucid.clone()),
            did: call.did.clone(),
            agent: call.agent.clone(),
            began_at,
            ended_at: (call.state == CallPhase::Ended).then_some(now),
            overrides: call.record.clone(),
            filed: Vec::new(),
        }
    }

    /// Whether an id names this leg, or the call that it is of. Whether the vendor takes the latter
    /// is not printed.
    pub(crate) fn is_of(&self, ucid: &str, id: &str) -> bool {
        ucid == id || self.call_id == id
    }

    /// The last disposition that has been in force for long enough.
    pub(crate) fn shown(&self, now: u64, after_seconds: u64) -> Option<&Disposition> {
        let shows = |since: &u64| since.saturating_add(after_seconds) <= now;
        let mut latest = self.filed.iter().rev();
        let found = latest.find(|(since, _)| shows(since));
        found.map(|(_, disposition)| disposition)
    }
}
