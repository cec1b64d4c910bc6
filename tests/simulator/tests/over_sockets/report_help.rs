//! How a client asks for reports.

use cloudagent_simulator::{Call, Scenario, Simulator};
use serde_json::{Value, json};

use crate::client::{Client, Reply, post};

pub(crate) const BY_UCID: &str = "/ca_reports/fetchCdrByUCID";
pub(crate) const BY_DAY: &str = "/ca_reports/fetchCDRDetails";
pub(crate) const KEY: &str = "apiKey: KKacme0123456789";
pub(crate) const DAY_SECONDS: i64 = 86_400;

pub(crate) fn send(simulator: &Simulator, target: &str, header: &str, body: &str) -> Reply {
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    let length = body.len();
    client.send(
        format!(
            "GET {target} HTTP/1.1\r\nHost: sim\r\n{header}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .as_bytes(),
    );
    client.reply().expect("a reply")
}

/// The day in India, so many days from the simulator's today.
pub(crate) fn day(simulator: &Simulator, days: i64) -> String {
    let url = &simulator.addresses().control_url;
    let reply = post(url, "/_sim/clock", "X: 1", r#"{"move_seconds":0}"#).body;
    let reply: Value = serde_json::from_str(&reply).expect("control speaks JSON");
    let now = reply["now"].as_i64().expect("seconds since 1970");
    let days = (now + 330 * 60).div_euclid(DAY_SECONDS) + days;
    // A walk over the years is slow and plain.
    let (mut year, mut left) = (1970, days);
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    while left >= 365 + i64::from(leap(year)) {
        left -= 365 + i64::from(leap(year));
        year += 1;
    }
    let february = 28 + i64::from(leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] {
        if left < length {
            break;
        }
        left -= length;
        month += 1;
    }
    format!("{year}-{month:02}-{:02}", left + 1)
}

pub(crate) fn body(day: &str, more: &Value) -> String {
    let mut body = json!({
        "userName": "acme",
        "fromDate": format!("{day} 00:00:00"),
        "toDate": format!("{day} 23:59:59"),
    });
    for (key, value) in more.as_object().expect("an object") {
        body[key] = value.clone();
    }
    body.to_string()
}

/// The rows of today's report of one call.
pub(crate) fn rows(simulator: &Simulator, ucid: &str) -> Vec<Value> {
    let body = body(&day(simulator, 0), &json!({"ucid": ucid}));
    listed(&send(simulator, BY_UCID, KEY, &body))
}

pub(crate) fn listed(reply: &Reply) -> Vec<Value> {
    assert_eq!(reply.status, 200, "{}", reply.body);
    let mut reply: Value = serde_json::from_str(&reply.body).expect("the report is JSON");
    assert_eq!(reply["message"], "success");
    assert_eq!(reply["status"], "success");
    let details = reply["details"].take();
    serde_json::from_value(details).expect("a list")
}

pub(crate) fn with_calls(calls: Vec<Call>) -> Simulator {
    let scenario = Scenario {
        calls,
        ..Scenario::example()
    };
    Simulator::start(scenario).expect("the scenario is sound")
}
