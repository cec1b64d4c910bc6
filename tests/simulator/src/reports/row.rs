//! A row of the reports: the keys and their order as they were seen in production.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value, json};

use super::leg::Leg;
use crate::civil::Civil;
use crate::disposition::Disposition;

/// Keys and values in the order in which they are printed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row(pub(crate) Vec<(String, Value)>);

impl Serialize for Row {
    fn serialize<S: Serializer>(&self, target: S) -> Result<S::Ok, S::Error> {
        let mut map = target.serialize_map(Some(self.0.len()))?;
        for (key, value) in &self.0 {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl Row {
    /// Puts a value in the place of another, or behind all.
    pub(crate) fn set(&mut self, key: &str, value: Value) {
        match self.0.iter_mut().find(|(known, _)| known == key) {
            Some((_, old)) => *old = value,
            None => self.0.push((key.to_owned(), value)),
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(known, _)| known == key)
    }

    /// What was set takes the place of what the system, or the scenario, had put there.
    pub(super) fn dispose(&mut self, shown: Option<&Disposition>) {
        if let Some(shown) = shown {
            self.set("Disposition", json!(shown.disposition));
            self.set("Comments", json!(shown.comments));
        }
    }
}

/// The row of one leg, with the disposition that shows.
pub(super) fn of(
    ucid: &str,
    leg: &Leg,
    shown: Option<&Disposition>,
    utc_offset_minutes: i32,
    api_key: &str,
) -> Row {
    let civil = |unix_seconds: u64| Civil::at(unix_seconds, utc_offset_minutes);
    let (began, ended) = (
        civil(leg.began_at),
        civil(leg.ended_at.unwrap_or(leg.began_at)),
    );
    let (agent, did) = (leg.agent.as_str(), leg.did.as_str());
    let talked = began.until(ended);
    let mut row = Row(Vec::with_capacity(48));
    for (key, value) in [
        ("CallID", bare(&leg.call_id)),
        ("CallDate", json!(began.day())),
        ("StartTime", json!(began.time())),
        ("EndTime", json!(ended.time())),
        ("Duration", json!(talked)),
        ("TalkTime", json!(talked)),
        ("HandlingTime", json!(talked)),
        ("CallerID", json!("09000000000")),
        ("DialedNumber", json!("")),
        ("E164", json!("")),
        ("DID", json!(did)),
        ("Location", json!("")),
        ("AgentID", json!(agent)),
        ("AgentName", json!(agent)),
        ("Skill", json!("")),
        ("CampaignName", json!("")),
        ("CallFlow", json!("Agent+Dial")),
        ("Type", json!("Inbound")),
        ("Status", json!("Answered")),
        ("DialStatus", json!("answered")),
        ("AgentDialStatus", json!("answered")),
        ("CustomerDialStatus", json!("Call+Answered")),
        ("Disposition", json!("")),
        ("Comments", json!("")),
        ("HangupBy", json!("UserHangup")),
        ("QueueTime", json!("00:00:00")),
        ("HoldDuration", Value::Null),
        ("WrapupDuration", json!("00:00:00")),
        ("TimeToAnswer", json!("00:00:00")),
        ("DialCount", json!("1")),
        ("UCID", bare(ucid)),
        ("UUI", json!("")),
        ("CallAudio", json!("")),
        ("CallerConfAudioFile", json!("")),
        ("ConferenceDuration", json!("00:00:00")),
        ("CustomerRingTime", json!("00:00:00")),
        ("DialOutName", json!("")),
        ("DynamicDID", json!("")),
        ("Event", json!("Agent+Dial")),
        ("PickupTime", json!(began.time())),
        ("Rating", json!("")),
        ("RatingComments", json!("")),
        ("TransferType", json!("No Transfers")),
        ("TransferredTo", json!("")),
        ("VideoRecordingURL", json!("")),
        ("WrapUpEndTime", Value::Null),
        ("WrapUpStartTime", Value::Null),
        ("Apikey", json!(api_key)),
    ] {
        row.0.push((key.to_owned(), value));
    }
    for (key, value) in &leg.overrides {
        row.set(key, value.clone());
    }
    row.dispose(shown);
    row
}

/// An id as the reports print it: a number, beyond what a double holds.
fn bare(id: &str) -> Value {
    match id.parse::<u64>() {
        Ok(number) if number.to_string() == id => Value::Number(Number::from(number)),
        _ => json!(id),
    }
}
