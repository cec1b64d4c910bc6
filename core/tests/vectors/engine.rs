//! `engine.json`: traces of calls, each a list of `[now, event, expected step]`.

use std::collections::HashMap;
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, HttpReply, Kind, Token, ValidationMode, status_number,
};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    settings: CaseSettings,
    seed: String,
    trace: Vec<(u64, CaseEvent, CaseStep)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSettings {
    api: Api,
    customer: String,
    api_key: Option<String>,
    token: Option<String>,
    base_url: Option<String>,
    mode: Option<ValidationMode>,
    deadline_ms: Option<u64>,
    connect_timeout_ms: Option<u64>,
}

#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
enum CaseEvent {
    Start {
        #[serde(default)]
        call: String,
        request: Value,
        deadline_ms: Option<u64>,
    },
    Timer {
        #[serde(default)]
        call: String,
    },
    Reply {
        #[serde(default)]
        call: String,
        seq: u32,
        status: i64,
        retry_after: Option<String>,
        date: Option<String>,
        body: String,
    },
    Failed {
        #[serde(default)]
        call: String,
        seq: u32,
        kind: Kind,
    },
    Cancelled {
        #[serde(default)]
        call: String,
    },
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(tag = "step", rename_all = "snake_case", deny_unknown_fields)]
enum CaseStep {
    Send {
        seq: u32,
        connect_by: u64,
        until: u64,
    },
    Wait {
        until: u64,
    },
    Done {
        class: Option<String>,
        kind: Option<String>,
        receipt: Value,
    },
    Misuse,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let engine = Engine::new(settings(&case.settings)).unwrap();
    let seed = Seed(u128::from_str_radix(&case.seed, 16).unwrap());
    let mut calls: HashMap<String, Call> = HashMap::new();
    for (place, (now, event, expected)) in case.trace.into_iter().enumerate() {
        let actual = take(&engine, &mut calls, seed, event, Millis(now));
        let place = format!("{}, event {place}", case.id);
        compare(&place, actual, expected);
    }
}

fn settings(case: &CaseSettings) -> Settings {
    let account = match (&case.api_key, &case.token) {
        (Some(key), None) => Account::with_api_key(&case.customer, ApiKey::new(key)),
        (None, Some(token)) => Account::with_token(&case.customer, Token::new(token)),
        (None, None) => Account::without_credential(&case.customer),
        (Some(_), Some(_)) => panic!("an account has one credential"),
    };
    let mut settings = Settings::new(account, case.api);
    if let Some(base_url) = &case.base_url {
        settings = settings.base_url(base_url);
    }
    if let Some(mode) = case.mode {
        settings = settings.mode(mode);
    }
    if let Some(deadline) = case.deadline_ms {
        settings = settings.deadline(Duration::from_millis(deadline));
    }
    if let Some(timeout) = case.connect_timeout_ms {
        settings = settings.connect_timeout(Duration::from_millis(timeout));
    }
    settings
}

/// The step that an event leads to; `None` is a misuse.
fn take(
    engine: &Engine,
    calls: &mut HashMap<String, Call>,
    seed: Seed,
    event: CaseEvent,
    now: Millis,
) -> Option<Step> {
    let (call, event) = match event {
        CaseEvent::Start {
            call,
            request,
            deadline_ms,
        } => {
            let request = DispositionRequest::from_json(&request.to_string()).unwrap();
            let options = deadline_ms.map_or(CallOptions::new(), |deadline| {
                CallOptions::new().deadline(Duration::from_millis(deadline))
            });
            let (begun, output) = engine.start(&request, &options, seed, now);
            assert!(
                calls.insert(call, begun).is_none(),
                "a call is started once"
            );
            return Some(output.step);
        }
        CaseEvent::Timer { call } => (call, Event::Timer),
        CaseEvent::Cancelled { call } => (call, Event::Cancelled),
        CaseEvent::Failed { call, seq, kind } => (call, Event::Failed { seq, kind }),
        CaseEvent::Reply {
            call,
            seq,
            status,
            retry_after,
            date,
            body,
        } => {
            let reply = HttpReply {
                status: status_number(status),
                retry_after,
                date,
                body: body.into_bytes(),
            };
            (call, Event::Reply { seq, reply })
        }
    };
    let output: Option<Output> = calls[&call].step(event, now).ok();
    output.map(|output| output.step)
}

fn compare(place: &str, actual: Option<Step>, expected: CaseStep) {
    match (actual, expected) {
        (None, CaseStep::Misuse) => {}
        (
            Some(Step::Send {
                seq,
                connect_by,
                until,
                ..
            }),
            CaseStep::Send {
                seq: seq_expected,
                connect_by: connect_expected,
                until: expected,
            },
        ) => assert_eq!(
            (seq, connect_by.0, until.0),
            (seq_expected, connect_expected, expected),
            "{place}"
        ),
        (Some(Step::Wait { until }), CaseStep::Wait { until: expected }) => {
            assert_eq!(until.0, expected, "{place}");
        }
        (
            Some(Step::Done { result }),
            CaseStep::Done {
                class,
                kind,
                receipt,
            },
        ) => {
            let (class_is, kind_is) = match &*result {
                Ok(_) => (None, None),
                Err(error) => (
                    Some(error.class().as_str()),
                    error.kind().map(|kind| kind.as_str()),
                ),
            };
            assert_eq!(class_is, class.as_deref(), "{place}: class of {result:?}");
            assert_eq!(kind_is, kind.as_deref(), "{place}: kind");
            let actual = match &*result {
                Ok(receipt) => receipt,
                Err(error) => error.receipt(),
            };
            assert!(!actual.sentence.is_empty(), "{place}: a sentence");
            let actual: Value = serde_json::from_str(&actual.to_json()).unwrap();
            includes(place, &actual, &receipt);
        }
        (actual, expected) => panic!("{place}: {actual:?} where {expected:?} is expected"),
    }
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
