//! The control endpoints, from the outside.

use cloudagent_simulator::{ScriptedReply, Simulator};
use serde_json::{Value, json};

use crate::client::{Client, Reply, get, post, simulator};
use crate::get_apis::{ENDED, LIVE};

const JSON: &str = "Content-Type: application/json";
const V2: &str = "/CAServices/Disposition/DispositionAPIV2.php";
const OK: &str = r#"{"ok":true}"#;

fn control(simulator: &Simulator, endpoint: &str, body: &Value) -> Reply {
    let url = &simulator.addresses().control_url;
    let target = format!("/_sim/{endpoint}");
    post(url, &target, JSON, &body.to_string())
}

fn told(simulator: &Simulator, endpoint: &str) -> Value {
    let url = &simulator.addresses().control_url;
    let reply = get(url, &format!("/_sim/{endpoint}"));
    assert_eq!(reply.status, 200);
    serde_json::from_str(&reply.body).expect("control speaks JSON")
}

#[test]
fn journal_tells_requests_as_they_were_received() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.send(b"POST /ca_apis/X?a=1%20+2 HTTP/1.1\r\nhOST: sim\r\nX-b:  2 \r\nx-A: 1\r\n");
    client.send(b"content-LENGTH: 2\r\n\r\n\xff\xfe");
    assert_eq!(client.reply().expect("a reply").status, 404);
    client.get("/x?a=1%20+2&b");
    client.reply().expect("the connection is kept");

    let journal = told(&simulator, "journal");
    let (first, second) = (&journal["requests"][0], &journal["requests"][1]);
    assert_eq!(first["target"], "/ca_apis/X?a=1%20+2");
    let headers = json!([
        ["hOST", "sim"],
        ["X-b", "2"],
        ["x-A", "1"],
        ["content-LENGTH", "2"]
    ]);
    assert_eq!(first["headers"], headers);
    assert_eq!(first["body_base64"], "//4=");
    assert_eq!(first.get("body"), None);
    let replied = json!({"status": 404, "fault": null, "scripted": false});
    assert_eq!(first["reply"], replied);
    assert_eq!(second["body"], "");
    assert_eq!(second["parameters"], json!({"a": "1  2", "b": ""}));
    assert_eq!(first["number"], 1);
    assert_eq!(second["number"], 2);
    assert_eq!(first["connection"], second["connection"]);
    assert_eq!(journal["trap_visits"], 0);
}

#[test]
fn chunked_body_and_the_next_request_on_its_connection_are_told_apart() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.send(
        b"POST /a HTTP/1.1\r\nHost: sim\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
    );
    client.reply().expect("a reply");
    client.get("/b");
    client.reply().expect("a reply");
    let journal = simulator.journal();
    assert_eq!(journal[0].body, b"abc");
    assert_eq!(journal[1].target, "/b");
    assert_eq!(journal[1].header("HOST"), Some("sim"));
}

#[test]
fn request_that_http_refuses_is_in_the_journal_too() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.send(b"GET /a b HTTP/1.1\r\nHost: sim\r\n\r\n");
    client.rest().expect("the server closes");
    let journal = simulator.journal();
    assert_eq!(journal[0].target, "/a b");
    assert_eq!(journal[0].reply.status, Some(400));
}

#[test]
fn tls_hello_is_no_request() {
    let simulator = simulator();
    // The head of a hello; by chance its random bytes look like a target.
    for hello in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 /a\r\n\r\n"[..],
        b" /a\r\n\r\n",
    ] {
        let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
        client.send(hello);
        client.rest().expect("the server closes");
        assert_eq!(simulator.journal().len(), 0, "{hello:?}");
    }
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

/// Endpoint, body, and what the error has to name.
const BAD_REQUESTS: &[(&str, &str, &str)] = &[
    ("end-call", "{}", "ucid"),
    ("dispose", r#"{"ucid":"1"}"#, "disposition"),
    ("callback", r#"{"ucid":"1"}"#, "url"),
    (
        "callback",
        r#"{"url":"http://192.0.2.1/","ucid":"1"}"#,
        "this machine",
    ),
    ("callback", r#"{"url":"x","ucid":"1","as":"xml"}"#, "xml"),
    ("scenario", r#"{"reports":{"per_hour":1}}"#, "per_hour"),
    ("end-call", r#"{"ucid":"1","x":1}"#, "`x`"),
    ("reset", r#"{"x":1}"#, "`x`"),
    ("script", r#"{"replies":[{"status":99}]}"#, "99"),
    ("script", r#"{"replies":[{"headers":{"a b":"c"}}]}"#, "a b"),
    (
        "script",
        r#"{"replies":[{"body":"","body_base64":""}]}"#,
        "not both",
    ),
    ("script", r#"{"replies":[{"bdy":""}]}"#, "`bdy`"),
    ("fault", "nonsense", "line 1"),
    ("fault", "{}", "`fault`"),
    ("fault", r#"{"fault":"dripp"}"#, "dripp"),
    ("fault", r#"{"fault":"drip","evry_ms":1}"#, "evry_ms"),
    ("fault", r#"{"fault":"silent","count":0}"#, "count"),
    ("fault", r#"{"fault":"refuse","count":1}"#, "count"),
    ("fault", r#"{"fault":"silent","applied":1}"#, "applied"),
    (
        "fault",
        r#"{"fault":"reset_after_applied","applied":false}"#,
        "applied",
    ),
    ("fault", r#"{"fault":"redirect","status":200}"#, "308"),
    (
        "fault",
        r#"{"fault":"silent","endpoint":"tokn"}"#,
        "endpoint",
    ),
    (
        "fault",
        r#"{"fault":"refuse","endpoint":"token"}"#,
        "endpoint",
    ),
    ("fault", r#"{"fault":"delay","every_ms":1}"#, "every_ms"),
    ("script", r#"{"replies":[],"endpoint":"tokn"}"#, "tokn"),
    ("clock", "{}", "move_seconds"),
    ("clock", r#"{"move_seconds":0.5}"#, "0.5"),
    ("scenario", r#"{"agnets":[]}"#, "agnets"),
    ("scenario", r#"{"agents":["a","a"]}"#, "twice"),
    ("scenario", r#"{"agents":[""]}"#, "empty"),
    (
        "scenario",
        r#"{"calls":[{"ucid":"1","did":"2","agent":"a","state":"live"}]}"#,
        "unknown agent",
    ),
];

#[test]
fn bad_control_requests_are_told_what_is_wrong_and_change_nothing() {
    let simulator = simulator();
    let before = simulator.state();
    for (endpoint, body, named) in BAD_REQUESTS {
        let url = &simulator.addresses().control_url;
        let reply = post(url, &format!("/_sim/{endpoint}"), JSON, body);
        let error: Value = serde_json::from_str(&reply.body).expect("control speaks JSON");
        let sentence = error["error"].as_str().expect("an error is a sentence");
        assert_eq!(reply.status, 400, "{endpoint} {body}");
        assert!(sentence.contains(named), "{endpoint} {body}: {sentence}");
    }
    assert_eq!(simulator.state(), before);
    // No fault was planned.
    assert_eq!(get(simulator.base_url(), "/").status, 404);
    let url = &simulator.addresses().control_url;
    assert_eq!(get(url, "/_sim/reset").status, 404);
}
