//! A fault that is asked for: for how many requests, and which.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::endpoint::Endpoint;
use crate::fault::Fault;

/// A fault, and for how long.
///
/// Its JSON form is the fault's own object with three more keys, `count`, `applied` and `endpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Injection {
    pub(crate) fault: Fault,
    /// The number of requests; `None` means until another fault is injected, or faults are cleared.
    pub(crate) count: Option<u32>,
    /// Whether the request is applied, where the fault's own answer does not fit.
    pub(crate) applied: Option<bool>,
    /// The requests that it is for; `None` means all.
    pub(crate) endpoint: Option<Endpoint>,
}

impl Injection {
    /// Says whether the request is applied first. Without effect on a fault whose name says it.
    #[must_use]
    pub fn applied(self, applied: bool) -> Self {
        let applied = Some(applied).filter(|_| !self.fault.fixes_applied());
        Self { applied, ..self }
    }

    /// For requests to this endpoint only. `Refuse`, `NeverAccept` and `ResetWhileReading` receive no
    /// request to look at: they are for all.
    #[must_use]
    pub fn at(self, endpoint: Endpoint) -> Self {
        let endpoint = Some(endpoint).filter(|_| !self.fault.is_of_the_listener());
        Self { endpoint, ..self }
    }

    pub(crate) fn applies(&self) -> bool {
        self.applied.unwrap_or_else(|| self.fault.applies())
    }
}

impl From<Fault> for Injection {
    /// Until another fault is injected, or faults are cleared.
    fn from(fault: Fault) -> Self {
        Self {
            fault,
            count: None,
            applied: None,
            endpoint: None,
        }
    }
}

impl TryFrom<Map<String, Value>> for Injection {
    type Error = String;

    fn try_from(mut object: Map<String, Value>) -> Result<Self, String> {
        let count = take(&mut object, "count", "a number of requests, 1 or more")?;
        let applied = take(&mut object, "applied", "true or false")?;
        let endpoint = take(
            &mut object,
            "endpoint",
            "disposition, token, list or report",
        )?;
        let fault: Fault = serde_json::from_value(Value::Object(object.clone()))
            .map_err(|error| error.to_string())?;
        // serde does not refuse unknown keys beside a tag, so they are compared with those that
        // were understood.
        let understood = serde_json::to_value(&fault).map_err(|error| error.to_string())?;
        if let Some(key) = object
            .keys()
            .find(|key| understood.get(key.as_str()).is_none())
        {
            return Err(format!("the fault {:?} has no key {key:?}", fault.name()));
        }
        if count == Some(0) {
            return Err("count: a number of requests, 1 or more".into());
        }
        if fault.is_of_the_listener() && count.is_some() {
            return Err(format!(
                "{:?} has no count: no request arrives to be counted",
                fault.name()
            ));
        }
        if fault.is_of_the_listener() && endpoint.is_some() {
            return Err(format!(
                "{:?} has no endpoint: no request arrives to be looked at",
                fault.name()
            ));
        }
        if fault.fixes_applied() && applied.is_some() {
            return Err(format!(
                "the name {:?} says already what is applied",
                fault.name()
            ));
        }
        Ok(Self {
            fault,
            count,
            applied,
            endpoint,
        })
    }
}

fn take<T: serde::de::DeserializeOwned>(
    object: &mut Map<String, Value>,
    key: &str,
    expected: &str,
) -> Result<Option<T>, String> {
    let Some(value) = object.remove(key) else {
        return Ok(None);
    };
    serde_json::from_value(value).map_err(|_| format!("{key}: {expected}"))
}
