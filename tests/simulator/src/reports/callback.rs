//! The end-of-call callback: one for each logical call, with the account's key in it.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::Records;
use super::leg::Leg;
use super::row::Row;
use crate::civil::Civil;

/// One end-of-call callback, and where it goes.
///
/// Its JSON form is the body of `POST /_sim/callback`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Callback {
    /// Where it goes: `http://` and an address of this machine.
    pub url: String,
    /// A leg of the call, or the call's own id.
    pub ucid: String,
    /// Whether it has the disposition. The vendor sends it at once and without, or five minutes
    /// later and with it, by a setting of the campaign.
    #[serde(default = "default_true")]
    pub with_disposition: bool,
    /// How it is written.
    #[serde(default, rename = "as")]
    pub form: CallbackForm,
    /// Whose key it carries; the scenario's first account where none is named.
    #[serde(default)]
    pub customer: Option<String>,
}

/// How a callback is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallbackForm {
    /// A form whose field `data` has the JSON, as the vendor sends it.
    #[default]
    Form,
    /// The JSON alone, as some gateways in between make of it.
    Json,
    /// A form whose `data` is an array with the one object in it, which some have seen.
    FormArray,
}

impl Callback {
    /// With the disposition, as a form, with the key of the first account.
    pub fn new(url: impl Into<String>, ucid: impl Into<String>) -> Self {
        Self {
            url: url.into(),
            ucid: ucid.into(),
            with_disposition: true,
            form: CallbackForm::Form,
            customer: None,
        }
    }

    /// The same without the disposition, as it comes at once.
    #[must_use]
    pub fn without_disposition(self) -> Self {
        Self {
            with_disposition: false,
            ..self
        }
    }

    /// The same, written in another way.
    #[must_use]
    pub fn written_as(self, form: CallbackForm) -> Self {
        Self { form, ..self }
    }
}

impl CallbackForm {
    /// The content type and the body.
    pub(crate) fn write(self, payload: &Row) -> (&'static str, String) {
        // Texts only: this cannot fail, and an empty body would show if it did.
        let json = serde_json::to_string(payload).unwrap_or_default();
        let form = |data: &str| {
            let mut form = form_urlencoded::Serializer::new(String::new());
            form.append_pair("data", data).finish()
        };
        let form_type = "application/x-www-form-urlencoded";
        match self {
            Self::Form => (form_type, form(&json)),
            Self::FormArray => (form_type, form(&format!("[{json}]"))),
            Self::Json => ("application/json", json),
        }
    }
}

fn default_true() -> bool {
    true
}

impl Records {
    /// What the vendor would post of a call whose legs have all ended, or why there is nothing.
    ///
    /// Of a transfer it is the last leg's record, with the agents as a chain, and the last
    /// disposition that any leg has. Whose the vendor takes is not documented.
    pub(crate) fn callback(
        &self,
        id: &str,
        with_disposition: bool,
        (customer, api_key): (&str, &str),
    ) -> Result<Row, String> {
        let legs = self.legs_of_call(id);
        let (Some((_, first)), Some((_, last))) = (legs.first(), legs.last()) else {
            return Err(format!("the scenario has no call with the id {id:?}"));
        };
        if legs.iter().any(|(_, leg)| leg.ended_at.is_none()) {
            return Err(format!("the call {id:?} has not ended"));
        }
        let offset = self.settings.utc_offset_minutes;
        let ends = legs.iter().filter_map(|(_, leg)| leg.ended_at);
        let (began, ended) = (
            Civil::at(first.began_at, offset),
            Civil::at(ends.max().unwrap_or(first.began_at), offset),
        );
        let agents: Vec<&str> = legs.iter().map(|(_, leg)| leg.agent.as_str()).collect();
        let mut payload = payload(last, &agents.join(" -> "), began, ended);
        payload.set("UserName", json!(customer));
        payload.set("Apikey", json!(api_key));
        let in_force = legs.iter().filter_map(|(_, leg)| leg.filed.last());
        let shown = in_force.max_by_key(|(since, _)| *since);
        // A callback has keys of its own: of what a row is to have, only what both know.
        for (key, value) in &last.overrides {
            if payload.has(key) {
                payload.set(key, value.clone());
            }
        }
        payload.dispose(shown.map(|(_, disposition)| disposition));
        if !with_disposition {
            payload.set("Disposition", json!(""));
            payload.set("Comments", json!(""));
        }
        Ok(payload)
    }
}

/// The 35 keys of a callback, all texts.
fn payload(leg: &Leg, agents: &str, began: Civil, ended: Civil) -> Row {
    let talked = began.until(ended);
    let (began, ended) = (began.to_string(), ended.to_string());
    let pairs = [
        ("monitorUCID", leg.call_id.as_str()),
        ("UUI", ""),
        ("Did", &leg.did),
        ("CampaignName", ""),
        ("CampaignStatus", "ONLINE"),
        ("Location", ""),
        ("CallerID", "09000000000"),
        ("PhoneName", agents),
        ("Skill", ""),
        ("StartTime", &began),
        ("EndTime", &ended),
        ("TimeToAnswer", "00:00:00"),
        ("CallDuration", &talked),
        ("Duration", &talked),
        ("FallBackRule", "AgentDial"),
        ("DialedNumber", ""),
        ("Type", "inbound"),
        ("AgentID", agents),
        ("AgentPhoneNumber", ""),
        ("AgentUniqueID", "68000"),
        ("AgentName", agents),
        ("Disposition", ""),
        ("HangupBy", "UserHangup"),
        ("Status", "Answered"),
        ("AudioFile", ""),
        ("TransferType", "No Transfers"),
        ("TransferredTo", ""),
        ("Comments", ""),
        ("DialStatus", "answered"),
        ("Apikey", ""),
        ("AgentStatus", "answered"),
        ("CustomerStatus", "answered"),
        ("UserName", ""),
        ("CallerConfAudioFile", ""),
        ("ConfDuration", "00:00:00"),
    ];
    let owned = pairs.map(|(key, value)| (key.to_owned(), json!(value)));
    Row(owned.into())
}
