//! `engine.json`: traces of calls, each a list of `[now, event, expected step]`.

use std::collections::HashMap;
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    DispositionRequest, HttpReply, HttpRequest, Kind, RetryPolicy, status_number,
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::given::{account, api, base_url};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    settings: Value,
    seed: String,
    /// An event may name its call, where there is more than one.
    trace: Vec<(u64, Map<String, Value>, Value)>,
}

#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
enum CaseEvent {
    Start {
        request: Value,
        deadline_ms: Option<u64>,
    },
    Timer,
    Reply {
        seq: u32,
        status: i64,
        retry_after: Option<String>,
        date: Option<String>,
        body: String,
        #[serde(default)]
        wall: u64,
    },
    Failed {
        seq: u32,
        kind: Kind,
        #[serde(default = "may_have_left")]
        sent: bool,
    },
    Cancelled,
}

fn may_have_left() -> bool {
    true
}

/// The calls of a case, each by its name if it has one.
type Calls = HashMap<Option<String>, Call>;

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let engine = Engine::new(settings(&case.settings)).unwrap();
    let seed = Seed(u128::from_str_radix(&case.seed, 16).unwrap());
    let mut calls = Calls::new();
    for (place, (now, mut event, expected)) in case.trace.into_iter().enumerate() {
        let call = event.remove("call").map(|call| call.to_string());
        let event = serde_json::from_value(event.into()).unwrap();
        let actual = take(&engine, &mut calls, call, seed, event, Millis(now));
        let place = format!("{}, event {place}", case.id);
        compare(&place, actual.as_ref(), expected);
    }
}

fn settings(case: &Value) -> Settings {
    let mut settings = Settings::new(account(case), api(case)).base_url(base_url(case));
    let millis = |key: &str| case[key].as_u64().map(Duration::from_millis);
    let mut retry = RetryPolicy::new();
    if let Some(attempts) = case["attempts"].as_u64() {
        retry = retry.attempts(attempts.try_into().unwrap());
    }
    retry.resend_unknown = case["resend_unknown"].as_bool().unwrap_or_default();
    settings = settings.retry(retry);
    if let Some(mode) = case["mode"].as_str() {
        settings = settings.mode(mode.parse().unwrap());
    }
    if let Some(deadline) = millis("deadline_ms") {
        settings = settings.deadline(deadline);
    }
    if let Some(timeout) = millis("connect_timeout_ms") {
        settings = settings.connect_timeout(timeout);
    }
    settings
}

/// The step that an event leads to; `None` is a misuse.
fn take(
    engine: &Engine,
    calls: &mut Calls,
    call: Option<String>,
    seed: Seed,
    event: CaseEvent,
    now: Millis,
) -> Option<Step> {
    let event = match event {
        CaseEvent::Start {
            request,
            deadline_ms,
        } => {
            let request = DispositionRequest::from_json(&request.to_string()).unwrap();
            let options = deadline_ms.map_or(CallOptions::new(), |deadline| {
                CallOptions::new().deadline(Duration::from_millis(deadline))
            });
            let (begun, output) = engine.start(&request, &options, seed, now);
            let other = calls.insert(call, begun);
            assert!(other.is_none(), "a call is started once");
            return Some(output.step);
        }
        CaseEvent::Timer => Event::Timer,
        CaseEvent::Cancelled => Event::Cancelled,
        CaseEvent::Failed { seq, kind, sent } => Event::Failed { seq, kind, sent },
        CaseEvent::Reply {
            seq,
            status,
            retry_after,
            date,
            body,
            wall,
        } => {
            let reply = HttpReply {
                status: status_number(status),
                retry_after,
                date,
                body: body.into_bytes(),
            };
            Event::Reply {
                seq,
                reply,
                wall: WallMillis(wall),
            }
        }
    };
    let output = calls[&call].step(event, now).ok();
    output.map(|output| output.step)
}

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let mut headers = request.headers();
    headers
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

fn compare(place: &str, actual: Option<&Step>, mut expected: Value) {
    let actual = match actual {
        None => json!({"step": "misuse"}),
        Some(Step::Send {
            seq,
            request,
            connect_by,
            until,
            ..
        }) => {
            let mut step =
                json!({"step": "send", "seq": seq, "connect_by": connect_by.0, "until": until.0});
            if let Some(token) = header(request, "Authorization") {
                step["token"] = token.strip_prefix("Bearer ").unwrap().into();
            } else if request.url().ends_with("/generateToken") {
                step["fetches"] = true.into();
            }
            // A token that stands in the settings is not told again.
            if expected.get("token").is_none() && expected.get("fetches").is_none() {
                for key in ["token", "fetches"] {
                    step.as_object_mut().unwrap().remove(key);
                }
            }
            step
        }
        Some(Step::Abort { seq, until }) => {
            json!({"step": "abort", "seq": seq, "until": until.0})
        }
        Some(Step::Wait { until }) => json!({"step": "wait", "until": until.0}),
        Some(Step::Done { result }) => {
            let result = (**result).as_ref();
            let error = result.err();
            let receipt = result.unwrap_or_else(|error| error.receipt());
            assert!(!receipt.sentence.is_empty(), "{place}: a sentence");
            // A success has neither.
            for key in ["class", "kind"] {
                expected[key] = expected[key].take();
            }
            json!({
                "step": "done",
                "class": error.map(|error| error.class().as_str()),
                "kind": error.and_then(|error| error.kind()).map(|kind| kind.as_str()),
                "receipt": serde_json::from_str::<Value>(&receipt.to_json()).unwrap(),
            })
        }
        Some(other) => panic!("{place}: {other:?}"),
    };
    includes(place, &actual, &expected);
    let size = |step: &Value| step.as_object().unwrap().len();
    assert_eq!(size(&actual), size(&expected), "{place}: told whole");
}

/// Every key that is expected, with its value; in lists, element by element.
pub(crate) fn includes(place: &str, actual: &Value, expected: &Value) {
    match (actual, expected) {
        (Value::Object(actual), Value::Object(expected)) => {
            for (key, value) in expected {
                let found = actual
                    .get(key)
                    .unwrap_or_else(|| panic!("{place}: no {key}"));
                includes(&format!("{place}: {key}"), found, value);
            }
        }
        (Value::Array(actual), Value::Array(expected)) => {
            assert_eq!(actual.len(), expected.len(), "{place}: {actual:?}");
            for (actual, expected) in actual.iter().zip(expected) {
                includes(place, actual, expected);
            }
        }
        (actual, expected) => assert_eq!(actual, expected, "{place}"),
    }
}
