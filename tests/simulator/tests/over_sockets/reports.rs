//! Both reports, as a client sees them: a GET with a body.

use cloudagent_simulator::{
    Call, CallState, Endpoint, Fault, ReportSettings, Scenario, ScriptedReply, Simulator,
};
use serde_json::{Value, json};

use crate::client::{Client, get, simulator};
use crate::get_apis::{ENDED, LIVE};
use crate::report_help::{BY_DAY, BY_UCID, KEY, body, day, listed, rows, send, with_calls};

fn set(simulator: &Simulator, ucid: &str, disposition: &str) {
    let target = format!(
        "/CAServices/Disposition/DispositionAPIV3.php?apiKey=KKacme0123456789&customer=acme\
         &did=914000000001&agentID=ravi&disposition={disposition}&ucid={ucid}&comments=fine\
         &action=set"
    );
    let reply = get(simulator.base_url(), &target).body;
    assert!(reply.contains("successfully"), "{reply}");
}

#[test]
fn a_row_is_printed_as_it_was_seen_in_production() {
    let simulator = simulator();
    set(&simulator, ENDED, "Sale");
    let today = day(&simulator, 0);
    let reply = send(
        &simulator,
        BY_UCID,
        KEY,
        &body(&today, &json!({"ucid": ENDED})),
    );
    assert_eq!(reply.header("content-type"), Some("application/json"));
    let begin = format!(r#"{{"details":[{{"CallID":{ENDED},"CallDate":"{today}","StartTime":""#);
    assert!(reply.body.starts_with(&begin), "{}", reply.body);
    let end = r#""Apikey":"KKacme0123456789"}],"message":"success","status":"success"}"#;
    assert!(reply.body.ends_with(end), "{}", reply.body);
    let rows = listed(&reply);
    assert_eq!(rows[0].as_object().expect("an object").len(), 48);
    assert!(rows[0]["UCID"].is_number());
    for (key, value) in [
        ("DID", "914000000001"),
        ("AgentID", "ravi"),
        ("Disposition", "Sale"),
        ("Comments", "fine"),
        ("Status", "Answered"),
    ] {
        assert_eq!(rows[0][key], value);
    }
    let journal = simulator.journal();
    assert_eq!(journal[1].parameters["ucid"], ENDED);
    assert!(!journal[1].applied, "asking changes nothing");
}

#[test]
fn a_disposition_shows_when_the_call_has_ended_and_the_delay_is_over() {
    let reports = ReportSettings {
        shows_after_seconds: 300,
        per_minute: 100,
        ..ReportSettings::default()
    };
    let scenario = Scenario {
        reports,
        ..Scenario::example()
    };
    let simulator = Simulator::start(scenario).expect("the scenario is sound");
    set(&simulator, LIVE, "Sale");
    assert_eq!(rows(&simulator, LIVE), [] as [Value; 0], "it is up");
    simulator.end_call(LIVE);
    assert_eq!(rows(&simulator, LIVE)[0]["Disposition"], "");
    simulator.move_clock(290);
    assert_eq!(rows(&simulator, LIVE)[0]["Disposition"], "");
    simulator.move_clock(10);
    assert_eq!(rows(&simulator, LIVE)[0]["Disposition"], "Sale");
    // One that is written over shows until the other does.
    set(&simulator, LIVE, "Dead");
    assert_eq!(rows(&simulator, LIVE)[0]["Disposition"], "Sale");
    simulator.move_clock(300);
    assert_eq!(rows(&simulator, LIVE)[0]["Disposition"], "Dead");
}

#[test]
fn a_request_that_was_lost_before_it_was_applied_shows_nowhere() {
    let simulator = simulator();
    simulator.inject(Fault::ResetBeforeApplied.once());
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.get(crate::faults::SET);
    assert!(client.rest().is_err());
    assert_eq!(rows(&simulator, ENDED)[0]["Disposition"], "");
}

#[test]
fn the_agent_can_dispose_otherwise() {
    let simulator = simulator();
    set(&simulator, ENDED, "Sale");
    let call: Option<CallState> = simulator.dispose(ENDED, "No Answer", "by hand");
    assert_eq!(
        call.map(|call| call.times_set),
        Some(1),
        "no request did it"
    );
    let rows = rows(&simulator, ENDED);
    assert_eq!(rows[0]["Disposition"], "No Answer");
    assert_eq!(rows[0]["Comments"], "by hand");
    assert_eq!(simulator.dispose("1", "Sale", ""), None);
}

#[test]
fn a_call_that_was_transferred_has_a_row_for_each_leg() {
    let leg = |ucid: &str, agent: &str| Call::ended(ucid, "914000000001", agent).leg_of("7000");
    let simulator = with_calls(vec![
        leg("7002", "meera"),
        leg("7001", "ravi").recorded("UCID", ""),
        Call::ended("7000", "914000000001", "ravi").leg_of("6000"),
    ]);
    set(&simulator, "7001", "Sale");
    let legs = rows(&simulator, "7000");
    let told: Vec<(&Value, &Value, &Value)> = legs
        .iter()
        .map(|row| (&row["UCID"], &row["CallID"], &row["Disposition"]))
        .collect();
    let (none, sale) = (json!(""), json!("Sale"));
    assert_eq!(
        told,
        [
            (&json!(7000), &json!(6000), &none),
            (&none, &json!(7000), &sale),
            (&json!(7002), &json!(7000), &none),
        ]
    );
    assert_eq!(
        rows(&simulator, "7002").len(),
        1,
        "a leg is named by its own id"
    );
}

#[test]
fn what_the_system_puts_there_gives_way_to_a_disposition() {
    let call = |ucid: &str| Call::ended(ucid, "914000000001", "ravi");
    let simulator = with_calls(vec![
        call("7001").recorded("Disposition", "Wrap up time exceeded :120"),
        call("7002").recorded("Disposition", "call_autodrop"),
    ]);
    set(&simulator, "7002", "Sale");
    assert_eq!(
        rows(&simulator, "7001")[0]["Disposition"],
        "Wrap up time exceeded :120"
    );
    assert_eq!(rows(&simulator, "7002")[0]["Disposition"], "Sale");
}

#[test]
fn a_days_report_goes_by_when_calls_began() {
    let simulator = with_calls(vec![
        Call::ended("7001", "914000000001", "ravi"),
        Call::ended("7002", "914000000001", "ravi").began_seconds_ago(86_400),
        Call::live("7003", "914000000001", "ravi"),
    ]);
    for (days, expected) in [(0, 7001), (-1, 7002)] {
        let body = body(&day(&simulator, days), &json!({}));
        let rows = listed(&send(&simulator, BY_DAY, KEY, &body));
        let ids: Vec<&Value> = rows.iter().map(|row| &row["UCID"]).collect();
        assert_eq!(ids, [&json!(expected)]);
    }
    simulator.move_clock(60);
    // Both ends count, and a call that began outside of them does not.
    let today = day(&simulator, 0);
    let began = rows(&simulator, "7001")[0]["StartTime"].clone();
    let second = format!("{today} {}", began.as_str().expect("a time"));
    let narrow = body(&today, &json!({"fromDate": second, "toDate": second}));
    assert_eq!(listed(&send(&simulator, BY_DAY, KEY, &narrow)).len(), 1);
}

#[test]
fn a_report_can_be_long_or_damaged() {
    let simulator = simulator();
    simulator.dispose(ENDED, "Sale", "\u{939}\u{93e}\u{901} x");
    simulator.inject(Fault::ManyRows { rows: 3 }.times(2).at(Endpoint::Report));
    let rows_of_own = rows(&simulator, ENDED);
    assert_eq!(rows_of_own.len(), 4);
    assert_eq!(rows_of_own[3]["Disposition"], "Sale");
    assert_eq!(rows(&simulator, "1").len(), 3, "beside none of its own");

    simulator.move_clock(60);
    simulator.inject(Fault::DamagedText.once().at(Endpoint::Report));
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    let body = body(&day(&simulator, 0), &json!({"ucid": ENDED}));
    let length = body.len();
    client.send(
        format!(
            "GET {BY_UCID} HTTP/1.1\r\nHost: sim\r\n{KEY}\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .as_bytes(),
    );
    let length = client.head().expect("a head");
    let length = length.header("content-length").expect("a length").parse();
    let bytes = client.bytes(length.expect("a number")).expect("a body");
    let comment = b"\"Comments\":\"\xe0\xa4\xe0\xa4\xe0\xa4 x\"";
    assert!(bytes.windows(comment.len()).any(|window| window == comment));
}

#[test]
fn faults_and_replies_can_be_for_reports_only() {
    let simulator = simulator();
    simulator.inject(Fault::Html502.once().at(Endpoint::Report));
    simulator.script_at(Endpoint::Report, [ScriptedReply::new(200, "\u{fffd}{")]);
    set(&simulator, ENDED, "Sale");
    let ask = || {
        let body = body(&day(&simulator, 0), &json!({"ucid": ENDED}));
        send(&simulator, BY_UCID, KEY, &body)
    };
    assert_eq!(ask().status, 502);
    assert_eq!(ask().body, "\u{fffd}{");
    assert!(ask().body.contains(r#""Disposition":"Sale""#));
}
