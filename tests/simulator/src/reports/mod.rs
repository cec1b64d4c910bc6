//! What the call records say, and to whom: rows of the reports, the end-of-call callback, and the
//! limit on asking.

pub(crate) mod callback;
mod leg;
mod pace;
mod row;
mod settings;

use std::collections::BTreeMap;

use crate::civil::Civil;
use crate::disposition::Disposition;
use crate::scenario::Scenario;

pub(crate) use leg::Leg;
pub(crate) use pace::Pace;
pub(crate) use row::Row;
pub use settings::ReportSettings;

/// What records are made of, beside the state of calls.
#[derive(Clone, Debug)]
pub(crate) struct Records {
    pub(crate) settings: ReportSettings,
    /// By `ucid`.
    legs: BTreeMap<String, Leg>,
}

/// Which records a request asks for.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    /// The first and the last second in which a call may have begun.
    pub(crate) from: Civil,
    pub(crate) to: Civil,
    /// Of one leg, or of all legs of one call.
    pub(crate) id: Option<&'a str>,
}

impl Records {
    /// Every call of the scenario is one leg.
    pub(crate) fn new(scenario: &Scenario, now: u64) -> Self {
        let calls = scenario.calls.iter();
        Self {
            settings: scenario.reports.clone(),
            legs: calls
                .map(|call| (call.ucid.clone(), Leg::new(call, now)))
                .collect(),
        }
    }

    /// A disposition is in force from now on.
    pub(crate) fn filed(&mut self, ucid: &str, disposition: &Disposition, now: u64) {
        if let Some(leg) = self.legs.get_mut(ucid) {
            leg.filed.push((now, disposition.clone()));
        }
    }

    pub(crate) fn ended(&mut self, ucid: &str, now: u64) {
        if let Some(leg) = self.legs.get_mut(ucid) {
            leg.ended_at.get_or_insert(now);
        }
    }

    /// The rows that match, in the order in which their calls began. A call that is still up has
    /// none.
    pub(crate) fn rows(&self, asked: &Asked<'_>, api_key: &str, now: u64) -> Vec<Row> {
        let offset = self.settings.utc_offset_minutes;
        let mut matching: Vec<(Civil, &String, &Leg)> = self
            .legs
            .iter()
            .map(|(ucid, leg)| (Civil::at(leg.began_at, offset), ucid, leg))
            .filter(|(began, ucid, leg)| {
                let is_asked = asked.id.is_none_or(|id| leg.is_of(ucid, id));
                is_asked && leg.ended_at.is_some() && (asked.from..=asked.to).contains(began)
            })
            .collect();
        matching.sort_by_key(|(began, ucid, _)| (*began, *ucid));
        let rows = matching.iter().map(|(_, ucid, leg)| {
            let shown = leg.shown(now, self.settings.shows_after_seconds);
            row::of(ucid, leg, shown, offset, api_key)
        });
        rows.collect()
    }

    /// All legs of the call that `id` names, or that has the leg which it names, as they began.
    pub(crate) fn legs_of_call(&self, id: &str) -> Vec<(&str, &Leg)> {
        let call_id = self.legs.get(id).map_or(id, |leg| leg.call_id.as_str());
        let mut legs: Vec<(&str, &Leg)> = self
            .legs
            .iter()
            .filter(|(_, leg)| leg.call_id == call_id)
            .map(|(ucid, leg)| (ucid.as_str(), leg))
            .collect();
        legs.sort_by_key(|(ucid, leg)| (leg.began_at, *ucid));
        legs
    }
}
