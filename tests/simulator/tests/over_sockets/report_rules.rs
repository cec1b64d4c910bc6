//! Who may ask for a report, how often, and for which days.

use cloudagent_simulator::{Call, ReportSettings, Scenario, Simulator};
use serde_json::{Value, json};

use crate::client::{get, post, simulator};
use crate::get_apis::ENDED;
use crate::report_help::{BY_DAY, BY_UCID, DAY_SECONDS, KEY, body, day, listed, send, with_calls};

#[test]
fn days_are_kept_for_15_days_and_counted_in_india() {
    let simulator = with_calls(vec![Call::ended("7001", "914000000001", "ravi")]);
    let began = day(&simulator, 0);
    let ask = || {
        let body = body(&began, &json!({"ucid": "7001"}));
        send(&simulator, BY_UCID, KEY, &body)
    };
    simulator.move_clock(15 * DAY_SECONDS);
    assert_eq!(listed(&ask()).len(), 1);
    simulator.move_clock(DAY_SECONDS);
    assert_eq!(listed(&ask()).len(), 0, "older days are an empty list");
    simulator.move_clock(-17 * DAY_SECONDS);
    let future = ask();
    assert!(future.body.contains("should not be future dates"));
}

#[test]
fn an_account_has_two_requests_a_minute_for_both_reports() {
    let simulator = simulator();
    let ask = |target: &str, user: &str, header: &str| {
        let more = json!({"ucid": ENDED, "userName": user});
        let reply = send(
            &simulator,
            target,
            header,
            &body(&day(&simulator, 0), &more),
        );
        reply.status
    };
    let other = "apiKey: KKglobex9876543210";
    assert_eq!(
        ask(BY_UCID, "acme", "apiKey: wrong"),
        401,
        "counts for nobody"
    );
    assert_eq!(ask(BY_UCID, "acme", KEY), 200);
    simulator.move_clock(30);
    assert_eq!(ask(BY_DAY, "acme", KEY), 200);
    assert_eq!(ask(BY_UCID, "acme", KEY), 429);
    assert_eq!(ask(BY_DAY, "acme", KEY), 429);
    assert_eq!(ask(BY_DAY, "globex", other), 200, "another account");
    simulator.move_clock(30);
    assert_eq!(ask(BY_UCID, "acme", KEY), 200);
    assert_eq!(ask(BY_UCID, "acme", KEY), 429);
}

#[test]
fn tokens_may_ask_too_unless_only_the_key_may() {
    let bearer = "Authorization: Bearer globex-fixed-token";
    let expired = r#"{"status":"false","message":"Token Expired","data":null}"#;
    let missing = r#"{"status":"false","message":"Missing userName or apiKey"}"#;
    for (take_tokens, first, second) in [(true, "success", expired), (false, missing, missing)] {
        let reports = ReportSettings {
            take_tokens,
            ..ReportSettings::default()
        };
        let scenario = Scenario {
            reports,
            ..Scenario::example()
        };
        let simulator = Simulator::start(scenario).expect("the scenario is sound");
        let ask = |header: &str| {
            let more = json!({"ucid": ENDED, "userName": "globex"});
            send(
                &simulator,
                BY_UCID,
                header,
                &body(&day(&simulator, 0), &more),
            )
            .body
        };
        assert!(ask(bearer).contains(first));
        simulator.expire_tokens();
        assert_eq!(ask(bearer), second);
        assert!(ask("apiKey: KKglobex9876543210").contains("success"));
    }
}

#[test]
fn refusals() {
    let simulator = simulator();
    let today = day(&simulator, 0);
    let whole = |more: Value| body(&today, &more);
    let (missing, wrong) = (
        "Missing userName or apiKey",
        "userName or apiKey is Invalid",
    );
    let invalid_date = "Invalid fromDate format. Please pass the date in the format \
                        yyyy-MM-dd HH:mm:ss";
    for (header, body, status, first, words) in [
        (
            KEY,
            String::new(),
            200,
            "status",
            "Invalid Json Pass Valid Json",
        ),
        (
            KEY,
            "a=1".into(),
            200,
            "status",
            "Invalid Json Pass Valid Json",
        ),
        ("X: 1", whole(json!({})), 401, "status", missing),
        ("apiKey:", whole(json!({})), 401, "status", missing),
        (
            "Authorization: Bearer x",
            whole(json!({})),
            401,
            "status",
            missing,
        ),
        (KEY, whole(json!({"userName": ""})), 401, "status", missing),
        ("apiKey: wrong", whole(json!({})), 401, "status", wrong),
        (
            KEY,
            whole(json!({"userName": "nobody"})),
            401,
            "status",
            wrong,
        ),
        (
            KEY,
            r#"{"userName":"acme"}"#.into(),
            200,
            "message",
            "Missing fromDate and toDate",
        ),
        (
            KEY,
            whole(json!({"toDate": "30-11-2026"})),
            200,
            "message",
            invalid_date,
        ),
    ] {
        simulator.move_clock(60);
        let reply = send(&simulator, BY_UCID, header, &body);
        assert_eq!(reply.status, status, "{header} {body}");
        let said: Value = serde_json::from_str(&reply.body).expect("JSON");
        assert_eq!(said["message"], words, "{header} {body}");
        assert!(
            reply.body.starts_with(&format!("{{\"{first}\"")),
            "{}",
            reply.body
        );
    }
}

#[test]
fn the_parameters_are_not_taken_from_a_query_nor_from_a_post() {
    let simulator = simulator();
    let query = get(
        simulator.base_url(),
        &format!("{BY_UCID}?userName=acme&ucid={ENDED}"),
    );
    assert!(query.body.contains("Invalid Json Pass Valid Json"));
    let body = body(&day(&simulator, 0), &json!({"ucid": ENDED}));
    assert_eq!(post(simulator.base_url(), BY_UCID, KEY, &body).status, 405);
}
