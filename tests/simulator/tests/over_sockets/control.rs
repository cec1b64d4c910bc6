//! The control endpoints, from the outside.

use cloudagent_simulator::{ScriptedReply, Simulator};
use serde_json::{Value, json};

use crate::client::{Client, Reply, get, post, simulator};
use crate::get_apis::{ENDED, LIVE};

pub(crate) const JSON: &str = "Content-Type: application/json";
pub(crate) const V2: &str = "/CAServices/Disposition/DispositionAPIV2.php";
pub(crate) const OK: &str = r#"{"ok":true}"#;

pub(crate) fn control(simulator: &Simulator, endpoint: &str, body: &Value) -> Reply {
    let url = &simulator.addresses().control_url;
    let target = format!("/_sim/{endpoint}");
    post(url, &target, JSON, &body.to_string())
}

pub(crate) fn told(simulator: &Simulator, endpoint: &str) -> Value {
    let url = &simulator.addresses().control_url;
    let reply = get(url, &format!("/_sim/{endpoint}"));
    assert_eq!(reply.status, 200);
    serde_json::from_str(&reply.body).expect("control speaks JSON")
}

#[test]
fn script_answers_the_next_requests_in_order_and_applies_nothing() {
    let simulator = simulator();
    let replies = json!({"replies": [
        {"status": 500, "headers": {"Retry-After": "7"}, "body": "first"},
        {"body_base64": "c2Vjb25k"},
    ]});
    assert_eq!(control(&simulator, "script", &replies).body, OK);
    simulator.script([ScriptedReply::new(599, "third").header("x-note", "from Rust")]);

    let mut seen = Vec::new();
    for (header, value) in [
        ("retry-after", Some("7")),
        ("x-note", None),
        ("x-note", Some("from Rust")),
    ] {
        let reply = get(simulator.base_url(), "/");
        assert_eq!(reply.header(header), value);
        seen.push((reply.status, reply.body));
    }
    let seen = seen.iter().map(|(status, body)| (*status, body.as_str()));
    let expected = [(500, "first"), (200, "second"), (599, "third")];
    assert!(seen.eq(expected));
    assert_eq!(get(simulator.base_url(), "/d").status, 404);
    let journal = simulator.journal();
    let scripted: Vec<bool> = journal.iter().map(|entry| entry.reply.scripted).collect();
    assert_eq!(scripted, [true, true, true, false]);
}

#[test]
fn faults_and_replies_can_name_an_endpoint() {
    let simulator = simulator();
    let at_token = json!({"fault": "html_502", "endpoint": "token", "count": 1});
    assert_eq!(control(&simulator, "fault", &at_token).body, OK);
    let replies = json!({"replies": [{"status": 404}], "endpoint": "token"});
    assert_eq!(control(&simulator, "script", &replies).body, OK);
    let token = || {
        let target = "/ca_apis/CAToken/generateToken";
        post(simulator.base_url(), target, JSON, "{}").status
    };
    assert_eq!(get(simulator.base_url(), V2).status, 200);
    assert_eq!([token(), token(), token()], [502, 404, 200]);
}

#[test]
fn clock_is_moved_and_tells_the_time() {
    let simulator = simulator();
    let moved = |seconds: i64| -> i64 {
        let reply = control(&simulator, "clock", &json!({"move_seconds": seconds}));
        let reply: Value = serde_json::from_str(&reply.body).expect("control speaks JSON");
        reply["now"].as_i64().expect("seconds since 1970")
    };
    let (now, later) = (moved(0), moved(7_200));
    assert!((7_200..7_260).contains(&(later - now)));
    assert!((0..60).contains(&(moved(-7_200) - now)));
}

#[test]
fn end_call_answers_what_the_call_became() {
    let simulator = simulator();
    let reply = control(&simulator, "end-call", &json!({"ucid": LIVE}));
    let call: Value = serde_json::from_str(&reply.body).expect("control speaks JSON");
    assert_eq!((reply.status, &call["state"]), (200, &json!("ended")));
    assert_eq!(told(&simulator, "state")["calls"][LIVE]["state"], "ended");
    let unknown = control(&simulator, "end-call", &json!({"ucid": "1"}));
    assert_eq!(unknown.status, 404);
}

#[test]
fn dispose_is_the_agents_own_hand() {
    let simulator = simulator();
    let by_hand = |ucid: &str| {
        let body = json!({"ucid": ucid, "disposition": "No Answer", "comments": "c"});
        control(&simulator, "dispose", &body)
    };
    let call: Value = serde_json::from_str(&by_hand(ENDED).body).expect("control speaks JSON");
    assert_eq!(call["disposition"]["disposition"], "No Answer");
    assert_eq!(call["times_set"], 0);
    by_hand(LIVE);
    let waiting = &told(&simulator, "state")["calls"][LIVE];
    assert_eq!(waiting["queued"]["disposition"], "No Answer");
    assert_eq!(by_hand("1").status, 404);
}

#[test]
fn reset_brings_back_the_scenario_and_an_open_gate() {
    let simulator = simulator();
    control(&simulator, "fault", &json!({"fault": "html_502"}));
    get(simulator.base_url(), "/");
    control(&simulator, "end-call", &json!({"ucid": LIVE}));
    control(&simulator, "fault", &json!({"fault": "refuse"}));
    assert!(Client::connect(simulator.base_url()).is_err());

    assert_eq!(control(&simulator, "reset", &json!({})).body, OK);
    assert!(simulator.journal().is_empty());
    assert_eq!(told(&simulator, "state")["calls"][LIVE]["state"], "live");
    assert_eq!(get(simulator.base_url(), "/").status, 404);
}

#[test]
fn scenario_replaces_the_world() {
    let simulator = simulator();
    let scenario = json!({
        "accounts": [{"customer": "c", "api_key": "k"}],
        "agents": ["a"],
        "calls": [{"ucid": "1", "did": "2", "agent": "a", "state": "ended"}],
    });
    assert_eq!(control(&simulator, "scenario", &scenario).status, 200);
    let state = told(&simulator, "state");
    let agents = json!({"a": {"paused": false, "reason": null}});
    assert_eq!(state["agents"], agents);
    assert!(state["calls"].get(ENDED).is_none());
    // A reset keeps the scenario loaded last.
    simulator.reset();
    assert!(simulator.state().calls.contains_key("1"));
}

#[test]
fn data_address_has_the_control_endpoints_too_and_they_are_not_journalled() {
    let simulator = simulator();
    assert_eq!(get(simulator.base_url(), "/_sim/state").status, 200);
    assert!(simulator.journal().is_empty());
}
