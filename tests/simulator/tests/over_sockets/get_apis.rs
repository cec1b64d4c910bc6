//! `get_v2`, `get_v3` and the list: the vendor's words for every case that its pages print.

use cloudagent_simulator::{AgentState, Disposition, Simulator};

use crate::client::{get, simulator};

pub(crate) const LIVE: &str = "81891700000000001";
pub(crate) const ENDED: &str = "81891700000000002";

const V2: &str = "action=Set&apiKey=KKacme0123456789&agentId=ravi&customer=acme&did=914000000001\
    &comments=call+back&ucid=81891700000000002&disposition=Sale&pauseReason=\
    &pauseAfterDispose=false";

const V3: &str = "apiKey=KKacme0123456789&customer=acme&did=914000000001&agentID=ravi\
    &disposition=Sale&ucid=81891700000000002&comments=&action=set&pauseAfterDispose=false";

/// The query with some values replaced.
fn query(parameters: &str, changes: &[(&str, &str)]) -> String {
    let pairs = parameters.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap();
        let change = changes.iter().find(|(changed, _)| *changed == name);
        format!("{name}={}", change.map_or(value, |(_, changed)| changed))
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The disposition in force on the ended call.
pub(crate) fn in_force(simulator: &Simulator) -> Disposition {
    let call = simulator.state().calls[ENDED].clone();
    call.disposition.expect("it was saved")
}

pub(crate) fn paused(reason: Option<&str>) -> AgentState {
    AgentState {
        paused: true,
        reason: reason.map(str::to_owned),
    }
}

fn api(simulator: &Simulator, name: &str, query: &str) -> String {
    let target = format!("/CAServices/Disposition/{name}.php?{query}");
    get(simulator.base_url(), &target).body
}

fn v2(simulator: &Simulator, changes: &[(&str, &str)]) -> String {
    api(simulator, "DispositionAPIV2", &query(V2, changes))
}

fn v3(simulator: &Simulator, changes: &[(&str, &str)]) -> String {
    api(simulator, "DispositionAPIV3", &query(V3, changes))
}

const SAVED: &str = r#"{"status":"Success","details":"Disposition saved successfully"}"#;
const QUEUED: &str = r#"{"status":"Success","details":"queued successfully"}"#;

#[test]
fn v2_saves_on_an_ended_call_and_decodes_plus_as_a_space() {
    let simulator = simulator();
    assert_eq!(v2(&simulator, &[]), SAVED);
    let set = in_force(&simulator);
    assert_eq!((&*set.disposition, &*set.comments), ("Sale", "call back"));
    assert!(!simulator.state().agents["ravi"].paused);
}

#[test]
fn v2_pauses_at_once_on_an_ended_call_also_without_the_flag_whose_default_that_is() {
    for flag in ["true", ""] {
        let simulator = simulator();
        let pausing = [("pauseAfterDispose", flag), ("pauseReason", "Lunch")];
        assert_eq!(v2(&simulator, &pausing), SAVED);
        assert_eq!(simulator.state().agents["ravi"], paused(Some("Lunch")));
    }
}

#[test]
fn v2_queues_on_a_live_call_and_the_pause_comes_with_its_end() {
    let simulator = simulator();
    let pausing = [
        ("ucid", LIVE),
        ("pauseAfterDispose", "true"),
        ("pauseReason", "Lunch"),
    ];
    assert_eq!(v2(&simulator, &pausing), QUEUED);
    let state = simulator.state();
    assert!(state.calls[LIVE].disposition.is_none() && state.calls[LIVE].queued.is_some());
    assert!(!state.agents["ravi"].paused);

    let ended = simulator.end_call(LIVE).expect("the call exists");
    assert!(ended.disposition.is_some() && ended.queued.is_none());
    assert!(simulator.state().agents["ravi"].paused);
}

#[test]
fn only_v2_takes_the_agent_under_the_other_pages_spelling() {
    let simulator = simulator();
    let on_v2 = query(V2, &[]).replace("agentId", "agentID");
    assert_eq!(api(&simulator, "DispositionAPIV2", &on_v2), SAVED);
    let on_v3 = query(V3, &[]).replace("agentID", "agentId");
    let refused = r#"{"status":"Fail","details":"Invalid agent"}"#;
    assert_eq!(api(&simulator, "DispositionAPIV3", &on_v3), refused);
}

#[test]
fn v2_set_twice_counts_twice() {
    let simulator = simulator();
    assert_eq!(v2(&simulator, &[]), SAVED);
    assert_eq!(v2(&simulator, &[("disposition", "No%20Answer")]), SAVED);
    assert_eq!(simulator.state().calls[ENDED].times_set, 2);
    assert_eq!(in_force(&simulator).disposition, "No Answer");
}

#[test]
fn v2_refusals_change_nothing() {
    let simulator = simulator();
    let before = simulator.state();
    let unknown_ucid = "Invalid ucid [8189] or did [914000000001]";
    let unknown_did = "Invalid ucid [81891700000000002] or did [+91]";
    let unable = "Unable to Dispose . Please retry after some time.";
    for (name, value, text) in [
        ("apiKey", "wrong", "Authentication fails"),
        ("customer", "nobody", "Authentication fails"),
        ("action", "Put", "Invalid action->Put"),
        ("action", "", "Invalid action->"),
        ("agentId", "nobody", "Invalid agent"),
        ("agentId", "meera", "Invalid agent"),
        ("ucid", "8189", unknown_ucid),
        ("did", "%2B91", unknown_did),
        ("ucid", "81891700000000000002", unable),
        ("disposition", "", "Empty disposition code"),
        ("pauseAfterDispose", "true", "Provide pause reason."),
    ] {
        let status = if text == unable { "Error" } else { "Fail" };
        let expected = format!(r#"{{"status":"{status}","details":"{text}"}}"#);
        assert_eq!(v2(&simulator, &[(name, value)]), expected, "{name}={value}");
    }
    assert_eq!(simulator.state(), before);
    assert!(simulator.journal().iter().all(|entry| !entry.applied));
}

#[test]
fn v3_saves_then_overwrites() {
    let simulator = simulator();
    let saved = r#"{"status":" Success","details":"Disposition saved successfully"}"#;
    let updated = r#"{"status":" Success","details":"Disposition Updated successfully"}"#;
    assert_eq!(v3(&simulator, &[]), saved);
    assert_eq!(v3(&simulator, &[("disposition", "No+Answer")]), updated);
    assert_eq!(v3(&simulator, &[("ucid", LIVE)]), QUEUED);
}

#[test]
fn v3_pauses_without_a_reason_and_keeps_the_callback() {
    let simulator = simulator();
    let callback = "callBackTime=12%2F31%2F2026%2010%3A00%3A00&callBackTimeZone=Asia%2FKolkata";
    let pausing = query(V3, &[("pauseAfterDispose", "true")]);
    api(
        &simulator,
        "DispositionAPIV3",
        &format!("{pausing}&{callback}"),
    );
    assert_eq!(simulator.state().agents["ravi"], paused(None));
    let set = in_force(&simulator);
    assert_eq!(set.callback_time.as_deref(), Some("12/31/2026 10:00:00"));
    assert_eq!(set.callback_time_zone.as_deref(), Some("Asia/Kolkata"));
}

#[test]
fn list_names_a_campaigns_dispositions_or_says_that_there_are_none() {
    let simulator = simulator();
    let key = "KKacme0123456789";
    let names = r#""Success","details":["Sale","No Answer","Call Back"]"#;
    let none = r#""Fail","message":"No disposition found for campaign ID: 9 and user: acme""#;
    let refused = r#""Fail","details":"Authentication fails""#;
    for (campaign, key, expected) in [
        ("1001", key, names),
        ("9", key, none),
        ("1001", "x", refused),
    ] {
        let query = format!("action=get&campaignID={campaign}&apiKey={key}&customer=acme");
        let said = api(&simulator, "DispositionAPI", &query);
        assert_eq!(said, format!(r#"{{"status":{expected}}}"#));
    }
}
