//! Control requests that can't be used.

use serde_json::Value;

use crate::client::{get, post, simulator};
use crate::control::JSON;

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
