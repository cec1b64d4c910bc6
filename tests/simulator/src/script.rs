//! Scripted replies, and the queues of what comes before honest answers.

use std::collections::{BTreeMap, VecDeque};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hyper::StatusCode;
use hyper::header::{HeaderName, HeaderValue};
use serde::Deserialize;

use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::injection::Injection;
use crate::vendor::Reply;

/// One reply, told in advance. The request that gets it is not applied.
///
/// In JSON: `{"status": 200, "headers": {"name": "value"}, "body": "…"}`, or `body_base64` for
/// bytes that are no text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "Form")]
pub struct ScriptedReply(pub(crate) Reply);

impl ScriptedReply {
    /// A reply without headers of its own.
    ///
    /// # Panics
    ///
    /// When `status` is not a final one, 200 to 999.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        let (headers, body) = (Vec::new(), body.into());
        let reply = Reply {
            status,
            headers,
            body,
        };
        Self(reply)
            .checked()
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same reply with one more header.
    ///
    /// # Panics
    ///
    /// When HTTP cannot carry the name or the value.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.0.headers.push((name.to_owned(), value.to_owned()));
        self.checked().unwrap_or_else(|error| panic!("{error}"))
    }

    fn checked(self) -> Result<Self, String> {
        let status = self.0.status;
        if status < 200 || StatusCode::from_u16(status).is_err() {
            return Err(format!("status: {status} is not a final HTTP status"));
        }
        for (name, value) in &self.0.headers {
            if HeaderName::try_from(name).is_err() || HeaderValue::try_from(value).is_err() {
                return Err(format!("headers: HTTP cannot carry {name:?}: {value:?}"));
            }
        }
        Ok(self)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    #[serde(default = "default_status")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    body: Option<String>,
    body_base64: Option<String>,
}

fn default_status() -> u16 {
    200
}

impl TryFrom<Form> for ScriptedReply {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        let body = match (form.body, form.body_base64) {
            (Some(_), Some(_)) => return Err("give body or body_base64, not both".into()),
            (Some(text), None) => text.into_bytes(),
            (None, Some(text)) => STANDARD
                .decode(text)
                .map_err(|error| format!("body_base64: {error}"))?,
            (None, None) => Vec::new(),
        };
        Self(Reply {
            status: form.status,
            headers: form.headers.into_iter().collect(),
            body,
        })
        .checked()
    }
}

/// What one request gets instead of an honest answer.
#[derive(Clone, Debug)]
pub(crate) enum Plan {
    Scripted(ScriptedReply),
    Faulty(Injection),
}

/// Plans in the order in which they were made: a queue for each endpoint, and one for all requests.
/// One without a count stays until another follows it in its queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plans(BTreeMap<Option<Endpoint>, VecDeque<Plan>>);

impl Plans {
    pub(crate) fn push(&mut self, endpoint: Option<Endpoint>, plan: Plan) {
        let queue = self.0.entry(endpoint).or_default();
        if queue.back().is_some_and(lasts) {
            queue.pop_back();
        }
        queue.push_back(plan);
    }

    /// The plan for a request to this endpoint: one that names it goes before one for all.
    pub(crate) fn next(&mut self, endpoint: Option<Endpoint>) -> Option<Plan> {
        let own = endpoint.and_then(|_| self.take(endpoint));
        own.or_else(|| self.take(None))
    }

    fn take(&mut self, endpoint: Option<Endpoint>) -> Option<Plan> {
        let queue = self.0.get_mut(&endpoint)?;
        let plan = queue.front()?.clone();
        match queue.front_mut() {
            Some(Plan::Faulty(Injection { count: None, .. })) => {}
            Some(Plan::Faulty(Injection {
                count: Some(left), ..
            })) if *left > 1 => *left -= 1,
            _ => drop(queue.pop_front()),
        }
        Some(plan)
    }

    /// Takes back the faults of one endpoint, or all of them.
    pub(crate) fn clear_faults(&mut self, endpoint: Option<Endpoint>) {
        for (of, queue) in &mut self.0 {
            if endpoint.is_none() || *of == endpoint {
                queue.retain(|plan| matches!(plan, Plan::Scripted(_)));
            }
        }
    }
}

fn lasts(plan: &Plan) -> bool {
    matches!(plan, Plan::Faulty(Injection { count: None, .. }))
}

/// Whether an injection only means that faults are over.
pub(crate) fn clears(injection: &Injection) -> bool {
    injection.fault == Fault::None && injection.count.is_none()
}
