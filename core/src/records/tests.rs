//! Sentences, look-ups that failed, and what the vectors can't ask.

use super::*;
use crate::codes::{Advice, Api, Effect, Finding, Outcome};
use crate::kind::Kind;
use crate::reply::ReplyParts;
use crate::request::DispositionRequest;

fn request() -> DispositionRequest {
    DispositionRequest::new()
        .ucid("8189")
        .agent_id("ravi")
        .disposition("Sale")
}

fn none(status: u16, body: &str) -> NoRecords {
    let parts = ReplyParts::new(status, body.as_bytes()).retry_after(Some("31"));
    match parts.classify_records(Asked::OneCall) {
        RecordsReply::NoRecords(none) => none,
        RecordsReply::Records(list) => panic!("{list:?}"),
    }
}

fn sentence(request: &DispositionRequest, api: Api, records: &[CallRecord]) -> String {
    let list = Records::from(records.to_vec());
    settle(request, api, &list).unwrap().sentence
}

#[test]
fn a_failed_look_up_leaves_it_unknown_and_is_never_a_reason_to_send() {
    for (status, body, outcome, advice) in [
        (429, "", Outcome::RateLimited, Advice::RetryLater),
        (
            401,
            "",
            Outcome::AuthenticationFailed,
            Advice::FixCredentials,
        ),
        (503, "", Outcome::Unavailable, Advice::RetryLater),
        (200, "<html>", Outcome::Unrecognised, Advice::DoNotRetry),
        (302, "", Outcome::Redirected, Advice::FixConfiguration),
    ] {
        let settlement = settle_without(&request(), Api::GetV2, &none(status, body)).unwrap();
        assert_eq!(settlement.finding, Finding::NoAnswer);
        assert_eq!(settlement.effect, Effect::Unknown);
        assert_eq!(settlement.advice, Advice::CheckFirst);
        assert!(!settlement.may_resend);
        let lookup = settlement.lookup.unwrap();
        assert_eq!((lookup.outcome, lookup.advice), (Some(outcome), advice));
        let carries_wait = status == 429 || status == 503;
        let again = if carries_wait { 31 } else { 300 };
        assert_eq!(settlement.look_again_seconds, Some(again), "{status}");
    }
    for kind in Kind::ALL {
        let settlement = settle_failed(&request(), Api::PostToken, *kind).unwrap();
        let said = (settlement.finding, settlement.effect, settlement.may_resend);
        assert_eq!(said, (Finding::NoAnswer, Effect::Unknown, false));
        let lookup = settlement.lookup.unwrap();
        assert_eq!(lookup.kind, Some(*kind));
        assert_ne!(lookup.advice, Advice::CheckFirst);
        let sentence = settlement.sentence;
        assert!(
            !sentence.contains("..") && !sentence.contains(" ."),
            "{sentence}"
        );
    }
}

#[test]
fn a_reply_that_something_on_the_way_made_is_told_as_such() {
    let lost = r#"{"status":"false","message":"Invalid Json Pass Valid Json"}"#;
    for (status, body) in [
        (400, ""),
        (403, "<html>"),
        (405, ""),
        (411, ""),
        (413, ""),
        (200, lost),
    ] {
        let hint = none(status, body).hint;
        assert!(
            hint.contains("proxy") && hint.contains("GET"),
            "{status}: {hint}"
        );
    }
    let refused = r#"{"status":"false","message":"Missing userName or apiKey"}"#;
    for (status, body) in [(404, ""), (429, ""), (200, ""), (403, refused)] {
        let hint = none(status, body).hint;
        assert!(!hint.contains("a proxy or a firewall"), "{status}: {hint}");
    }
    assert!(none(401, "").hint.contains("api key, also where"));
}

#[test]
fn a_sentence_says_what_no_record_shows() {
    let record = CallRecord::new().ucid("8189").disposition("Sale");
    let full = request()
        .pause("Lunch")
        .callback_time("2026-11-22 09:30")
        .auto_release(true)
        .comments("said later");
    let said = sentence(&full, Api::GetV2, std::slice::from_ref(&record));
    for part in [
        "the pause and the callback time and the auto-release",
        "shows no comment",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let other = record.clone().comments("x");
    let said = sentence(&full, Api::GetV2, &[other]);
    assert!(said.contains("comment is another one"), "{said}");
    let same = record.clone().comments("Said+LATER");
    let said = sentence(&full, Api::GetV2, &[same]);
    assert!(!said.contains("comment"), "{said}");
    let said = sentence(&request(), Api::GetV2, &[record]);
    assert!(!said.contains("No record shows"), "{said}");
}

#[test]
fn a_sentence_says_what_sending_again_does() {
    let busy = CallRecord::new().ucid("8189").disposition("Busy");
    for (api, part) in [
        (Api::GetV2, "not documented"),
        (Api::GetV3, "writes this disposition over"),
        (Api::PostApiKey, "already_disposed"),
        (Api::PostToken, "already_disposed"),
    ] {
        for records in [&[busy.clone()][..], &[]] {
            let said = sentence(&request(), api, records);
            assert!(said.contains(part), "{said}");
        }
    }
    let said = sentence(&request(), Api::GetV2, std::slice::from_ref(&busy));
    assert!(
        said.contains("not in force") && said.contains("written over"),
        "{said}"
    );
}

#[test]
fn a_call_that_is_not_found_is_told_with_what_may_be_wrong() {
    let legs: Vec<_> = ["81891", "81892", "81892", "81893", "81894"]
        .map(|leg| CallRecord::new().ucid(leg).call_id("8189"))
        .to_vec();
    let said = sentence(&request(), Api::GetV2, &legs[..4]);
    assert!(
        said.contains("81891, 81892, 81893.") && said.contains("whole call"),
        "{said}"
    );
    let said = sentence(&request(), Api::GetV2, &legs);
    assert!(said.contains("81891, 81892, 81893 and more."), "{said}");
    let said = sentence(&request().ucid("x"), Api::GetV2, &legs);
    assert!(
        said.contains("is no call id") && !said.contains("81891"),
        "{said}"
    );
    let list = Records {
        truncated: true,
        in_words: true,
        ..Records::default()
    };
    let said = settle(&request(), Api::GetV2, &list).unwrap().sentence;
    for part in [
        "cut at its limit",
        "wrong key",
        "day before",
        "five minutes",
    ] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn why_nothing_is_known_yet_is_told() {
    let row = || CallRecord::new().ucid("8189");
    let whole = CallRecord::new().call_id("8189").agent_id("a -> b");
    for (sent, record, part) in [
        ("Sale", row(), "no disposition yet"),
        (
            "Sale",
            row().disposition("Call_autoDrop"),
            "puts there by itself",
        ),
        (
            "रुचि है",
            row().disposition("???? ??"),
            "characters were lost",
        ),
        ("Sale", whole.disposition("Busy"), "several legs or agents"),
    ] {
        let said = sentence(&request().disposition(sent), Api::GetV2, &[record]);
        assert!(
            said.contains(part) && said.contains("as unknown as before"),
            "{said}"
        );
    }
}
