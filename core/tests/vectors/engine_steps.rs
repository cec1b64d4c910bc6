//! How the steps of `engine.json` are spelled, and what of them is compared.

use cloudagent_disposition::engine::Step;
use cloudagent_disposition::{DispositionList, HttpRequest, Invalid, Settlement, StoreOperation};
use serde_json::{Value, json};

fn header<'a>(request: &'a HttpRequest, name: &str) -> Option<&'a str> {
    let mut headers = request.headers();
    headers
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value)
}

pub(crate) fn compare(place: &str, actual: Option<&Step>, mut expected: Value) {
    let actual = match actual {
        None => json!({"step": "misuse"}),
        Some(Step::Send {
            seq,
            request,
            connect_by,
            until,
            limits,
        }) => {
            let mut step =
                json!({"step": "send", "seq": seq, "connect_by": connect_by.0, "until": until.0});
            if let Some(token) = header(request, "Authorization") {
                step["token"] = token.strip_prefix("Bearer ").unwrap().into();
            } else if request.url().ends_with("/generateToken") {
                step["fetches"] = true.into();
            }
            if request.body_with_get() {
                step["looks_up"] = request.path().into();
                assert!(request.own_connection() && limits.body == request.reply_limit());
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
        Some(Step::Store {
            seq,
            operation,
            until,
        }) => {
            let mut step = json!({"step": "store", "seq": seq, "until": until.0});
            let more = step.as_object_mut().unwrap();
            match operation {
                StoreOperation::PutIf { version, bytes, .. } => {
                    let record = serde_json::from_slice(bytes.expose()).unwrap();
                    more.insert("puts".to_owned(), record);
                    more.insert("replaces".to_owned(), version.is_some().into());
                }
                _ => {
                    more.insert("gets".to_owned(), true.into());
                }
            }
            step
        }
        Some(Step::Token { seq, renew, until }) => {
            json!({"step": "token", "seq": seq, "renew": renew, "until": until.0})
        }
        Some(Step::Listed { list }) => {
            assert!(!list.sentence.is_empty(), "{place}: a sentence");
            json!({"step": "listed", "list": listed(list)})
        }
        Some(Step::Settled { settlements }) => {
            let settled: Vec<_> = settlements.iter().map(settled).collect();
            json!({"step": "settled", "settlements": settled})
        }
        Some(other) => panic!("{place}: {other:?}"),
    };
    includes(place, &actual, &expected);
    let size = |step: &Value| step.as_object().unwrap().len();
    assert_eq!(size(&actual), size(&expected), "{place}: told whole");
}

/// A list as the vectors spell it.
fn listed(list: &DispositionList) -> Value {
    json!({
        "dispositions": list.dispositions,
        "outcome": list.outcome.map(|outcome| outcome.as_str()),
        "kind": list.kind.map(|kind| kind.as_str()),
        "advice": list.advice.as_str(),
        "http_status": list.http_status,
        "retry_after_seconds": list.retry_after_seconds,
    })
}

/// A settlement as the vectors spell it.
fn settled(settlement: &Settlement) -> Value {
    assert!(!settlement.sentence.is_empty() && !settlement.may_resend);
    let lookup = settlement.lookup.as_ref().map(|lookup| {
        json!({
            "outcome": lookup.outcome.map(|outcome| outcome.as_str()),
            "kind": lookup.kind.map(|kind| kind.as_str()),
            "advice": lookup.advice.as_str(),
            "retry_after_seconds": lookup.retry_after_seconds,
        })
    });
    json!({
        "ucid": settlement.ucid,
        "finding": settlement.finding.as_str(),
        "effect": settlement.effect.as_str(),
        "advice": settlement.advice.as_str(),
        "look_again_seconds": settlement.look_again_seconds,
        "lookup": lookup,
    })
}

/// A look-up that can't be asked so.
pub(crate) fn compare_invalid(place: &str, actual: &Invalid, expected: &Value) {
    let violations = actual.violations().iter();
    let violations: Vec<_> = violations
        .map(|found| json!([found.field.as_str(), found.problem.as_str()]))
        .collect();
    let actual = json!({"step": "invalid", "violations": violations});
    assert_eq!(&actual, expected, "{place}");
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
