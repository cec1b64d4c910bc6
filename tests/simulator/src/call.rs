//! A call of the scenario.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One leg of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// The leg's unique id.
    pub ucid: String,
    /// The number it was dialled out from.
    pub did: String,
    /// The login id of the agent on this leg.
    pub agent: String,
    /// Whether the agent is still talking.
    pub state: CallPhase,
    /// The call that it is a leg of; without it the call has this one leg, and the same id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_id: Option<String>,
    /// How long before the simulator's start, or its last reset, the leg began. One that has ended
    /// ended then.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub began_seconds_ago: u64,
    /// Keys of its record in the reports with the values that they are to have. `Disposition` and
    /// `Comments` give way to a disposition that shows.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub record: Map<String, Value>,
}

fn is_zero(seconds: &u64) -> bool {
    *seconds == 0
}

impl Call {
    /// A call that the agent is still on.
    pub fn live(ucid: &str, did: &str, agent: &str) -> Self {
        Self {
            ucid: ucid.into(),
            did: did.into(),
            agent: agent.into(),
            state: CallPhase::Live,
            call_id: None,
            began_seconds_ago: 0,
            record: Map::new(),
        }
    }

    /// A call that has been disconnected.
    pub fn ended(ucid: &str, did: &str, agent: &str) -> Self {
        Self {
            state: CallPhase::Ended,
            ..Self::live(ucid, did, agent)
        }
    }

    /// The same as one leg of a call that has more.
    #[must_use]
    pub fn leg_of(self, call_id: &str) -> Self {
        Self {
            call_id: Some(call_id.into()),
            ..self
        }
    }

    /// The same, begun earlier.
    #[must_use]
    pub fn began_seconds_ago(self, seconds: u64) -> Self {
        Self {
            began_seconds_ago: seconds,
            ..self
        }
    }

    /// The same with a value that its record has, such as what the system puts into `Disposition`
    /// where the agent was too slow.
    #[must_use]
    pub fn recorded(mut self, key: &str, value: impl Into<Value>) -> Self {
        self.record.insert(key.into(), value.into());
        self
    }
}

/// Where a call is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallPhase {
    /// The agent is still on it: a disposition waits for its end.
    Live,
    /// It was disconnected: a disposition is in force at once.
    Ended,
}
