//! `POST /ca_apis/DispositionAPIV2` with a key or a token.

use cloudagent_simulator::{Scenario, Simulator};
use serde_json::{Value, json};

use crate::client::{post, simulator};
use crate::get_apis::{ENDED, LIVE, in_force, paused};

const KEY: &str = "apiKey: KKacme0123456789";
const TOKEN: &str = "Authorization: Bearer globex-fixed-token";
const NO_CREDENTIALS: &str = "Accept: application/json";

const SAVED: &str = r#"{"status":"Success","details":"Disposition saved successfully"}"#;

fn refusal(status: &str, message: &str) -> String {
    format!(r#"{{"status":"{status}","message":"{message}"}}"#)
}

/// The body with some values replaced; `null` takes a key out.
fn body(changes: &[(&str, Value)]) -> String {
    let mut body = json!({
        "userName": "acme", "action": "Set", "agentID": "ravi", "did": "914000000001",
        "ucid": ENDED, "disposition": "Sale", "pauseAfterDispose": "false",
    });
    for (name, value) in changes {
        body[*name] = value.clone();
    }
    body.to_string()
}

fn set(simulator: &Simulator, header: &str, body: &str) -> String {
    let (url, target) = (simulator.base_url(), "/ca_apis/DispositionAPIV2");
    let reply = post(url, target, header, body);
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("application/json"));
    reply.body
}

#[test]
fn key_saves_once_and_then_the_call_is_already_disposed() {
    let simulator = simulator();
    assert_eq!(set(&simulator, KEY, &body(&[])), SAVED);
    let other = body(&[("disposition", json!("No Answer"))]);
    let refused = refusal("Fail", "This call is already Disposed.");
    assert_eq!(set(&simulator, KEY, &other), refused);
    assert_eq!(simulator.state().calls[ENDED].times_set, 1);
    assert_eq!(in_force(&simulator).disposition, "Sale");
}

#[test]
fn live_call_is_queued_and_everything_is_kept() {
    let simulator = simulator();
    let sent = body(&[
        ("ucid", json!(LIVE)),
        ("comments", json!("zurück\n\"ok\"")),
        ("pauseAfterDispose", json!("true")),
        ("pauseReason", json!("Lunch")),
        ("autoRelease", json!("true")),
        ("callBackTime", json!("2026-12-31 10:00")),
    ]);
    let queued = r#"{"status":"Success","message":"Disposition Queued Successfully"}"#;
    assert_eq!(set(&simulator, KEY, &sent), queued);

    let ended = simulator.end_call(LIVE).expect("the call exists");
    let disposition = ended.disposition.expect("what was queued is in force");
    assert_eq!(disposition.comments, "zurück\n\"ok\"");
    assert!(disposition.auto_release);
    let callback = disposition.callback_time.as_deref();
    assert_eq!(callback, Some("2026-12-31 10:00"));
    assert_eq!(simulator.state().agents["ravi"], paused(Some("Lunch")));
}

#[test]
fn token_account_takes_the_token() {
    let simulator = simulator();
    let sent = body(&[("userName", json!("globex"))]);
    assert_eq!(set(&simulator, TOKEN, &sent), SAVED);
}

#[test]
fn refusals_of_credentials() {
    let simulator = simulator();
    let globex = || body(&[("userName", json!("globex"))]);
    let of_token = |message| refusal("false", message).replace('}', r#","data":null}"#);
    let key_missing = refusal("false", "Api Key Should Not be Null or Empty.");
    let wrong = refusal("false", "Invalid User Details");
    let token_missing = of_token("Token Should Not be Null or Empty.");
    let token_wrong = of_token("Invalid Token");
    let cases = [
        (NO_CREDENTIALS, body(&[]), &key_missing),
        (TOKEN, body(&[]), &key_missing),
        ("apiKey: wrong", body(&[]), &wrong),
        (KEY, body(&[("userName", json!("nobody"))]), &wrong),
        (NO_CREDENTIALS, globex(), &token_missing),
        ("apiKey: KKglobex9876543210", globex(), &token_missing),
        ("Authorization: Bearer ", globex(), &token_missing),
        ("Authorization: Bearer wrong", globex(), &token_wrong),
    ];
    for (header, body, expected) in cases {
        assert_eq!(set(&simulator, header, &body), *expected, "{header} {body}");
    }
}

#[test]
fn refusals_of_what_was_asked_change_nothing() {
    let simulator = simulator();
    let before = simulator.state();
    let agent = "Please Pass Valid AgentId";
    let unknown = "Invalid ucid [8189] or did [914000000001]";
    let unable = "Unable to Dispose . Please retry after some time.";
    let no_user = "Username Should Not be Null or Empty.";
    for (name, value, status, message) in [
        ("userName", Value::Null, "false", no_user),
        ("agentID", Value::Null, "Fail", agent),
        ("agentID", json!("nobody"), "Fail", agent),
        ("action", json!("Put"), "Fail", "Invalid action->Put"),
        ("ucid", json!("8189"), "Fail", unknown),
        ("ucid", json!("8".repeat(20)), "Error", unable),
        ("disposition", json!(" "), "Fail", "Empty disposition code"),
    ] {
        let said = set(&simulator, KEY, &body(&[(name, value)]));
        assert_eq!(said, refusal(status, message), "{name}");
    }
    assert_eq!(simulator.state(), before);
}

#[test]
fn body_that_is_not_a_json_object_is_refused() {
    let simulator = simulator();
    for body in ["", "{", "[]", "userName=acme"] {
        let expected = refusal("false", "Invalid Json Pass Valid Json");
        assert_eq!(set(&simulator, KEY, body), expected, "{body}");
    }
}

#[test]
fn pause_reason_outside_the_scenarios_list_is_invalid() {
    let scenario = Scenario {
        pause_reasons: vec!["Lunch".into()],
        ..Scenario::example()
    };
    let simulator = Simulator::start(scenario).expect("loopback has free ports");
    let pausing = |reason: &str| {
        body(&[
            ("pauseAfterDispose", json!("true")),
            ("pauseReason", json!(reason)),
        ])
    };
    let invalid = refusal("error", "pauseReason is Invalid");
    assert_eq!(set(&simulator, KEY, &pausing("Nap")), invalid);
    assert_eq!(set(&simulator, KEY, &pausing("Lunch")), SAVED);
}

#[test]
fn action_get_lists() {
    let simulator = simulator();
    let list = |campaign: Value| {
        let sent = json!({"userName": "acme", "action": "get", "campaignID": campaign});
        set(&simulator, KEY, &sent.to_string())
    };
    let names = r#"{"status":"Success","details":["Sale","No Answer","Call Back"]}"#;
    assert_eq!(list(json!("1001")), names);
    let all = r#"{"status":"Success","details":["Call Back","No Answer","Sale"]}"#;
    assert_eq!(list(Value::Null), all);
    let none = "No disposition found for campaign ID: 9 and user: acme";
    assert_eq!(list(json!("9")), refusal("Fail", none));
}
