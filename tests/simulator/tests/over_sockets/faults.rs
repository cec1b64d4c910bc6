//! Every fault as a client sees it, and whether the request was applied.

use std::io::ErrorKind;
use std::net::Shutdown;
use std::time::{Duration, Instant};

use cloudagent_simulator::{Fault, Injection, RedirectStatus, Simulator};

use crate::client::{Client, get, simulator};
use crate::get_apis::ENDED;

pub(crate) const SET: &str = "/CAServices/Disposition/DispositionAPIV3.php?apiKey=KKacme0123456789\
    &customer=acme&did=914000000001&agentID=ravi&disposition=Sale\
    &ucid=81891700000000002&comments=&action=set";
pub(crate) const SAVED: &str =
    r#"{"status":" Success","details":"Disposition saved successfully"}"#;

/// A simulator with that fault, and a connection on which a disposition was sent.
pub(crate) fn sent(injection: impl Into<Injection>) -> (Simulator, Client) {
    let simulator = simulator();
    simulator.inject(injection);
    let mut client = Client::connect(simulator.base_url()).unwrap();
    client.get(SET);
    (simulator, client)
}

/// The journal and the state agree on what became of the one request.
#[track_caller]
fn assert_applied(simulator: &Simulator, expected: bool) {
    let journal = simulator.journal();
    assert_eq!((journal.len(), journal[0].applied), (1, expected));
    let disposition = &simulator.state().calls[ENDED].disposition;
    assert_eq!(disposition.is_some(), expected);
}

#[test]
fn silent_says_nothing_as_long_as_the_client_stays_and_can_be_applied_first() {
    for (injection, applied) in [
        (Injection::from(Fault::Silent), false),
        (Fault::Silent.once().applied(true), true),
    ] {
        let (simulator, mut client) = sent(injection);
        // The client's end is the only thing that ends it, so that no time has to pass to see that
        // nothing comes.
        client.stream.get_ref().shutdown(Shutdown::Write).unwrap();
        assert_eq!(client.rest().expect("closed after the client"), b"");
        assert_applied(&simulator, applied);
    }
}

#[test]
fn delay_gives_the_honest_reply_late_and_keeps_the_connection() {
    for (injection, applied) in [
        (Fault::Delay { ms: 100 }.once(), true),
        (Fault::Delay { ms: 100 }.once().applied(false), false),
    ] {
        let begun = Instant::now();
        let (simulator, mut client) = sent(injection);
        assert_eq!(client.reply().expect("a whole reply").body, SAVED);
        assert!(begun.elapsed() >= Duration::from_millis(100));
        assert_applied(&simulator, applied);
        assert_eq!(simulator.journal()[0].reply.status, Some(200));
        client.get(SET);
        assert_eq!(client.reply().expect("the connection is kept").status, 200);
    }
}

#[test]
fn drip_sends_the_head_at_once_and_then_never_ends() {
    let (simulator, mut client) = sent(Fault::Drip {
        every_ms: 1,
        endless: true,
    });
    let head = client.head().expect("the head comes whole");
    assert_eq!((head.status, head.header("content-length")), (200, None));
    let words = client.bytes(SAVED.len()).expect("the words");
    assert_eq!(words, SAVED.as_bytes());
    assert_eq!(client.bytes(20).expect("and more"), [b' '; 20]);
    assert_applied(&simulator, true);
}

#[test]
fn drip_with_an_end_is_a_slow_but_whole_reply() {
    let (_simulator, mut client) = sent(Fault::Drip {
        every_ms: 1,
        endless: false,
    });
    assert_eq!(client.reply().expect("a whole reply").body, SAVED);
    assert_eq!(client.rest().expect("then the end"), b"");
}

#[test]
fn drip_headers_never_comes_to_a_body() {
    let (simulator, mut client) = sent(Fault::DripHeaders { every_ms: 1 });
    let start = b"HTTP/1.1 200 OK\r\nx-drip: ..........";
    assert_eq!(client.bytes(start.len()).expect("bytes keep coming"), start);
    assert_applied(&simulator, true);
}

#[test]
fn odd_headers_stand_over_a_whole_reply() {
    let (simulator, mut client) = sent(Fault::OddHeaders);
    let reply = String::from_utf8(client.rest().expect("it ends")).unwrap();
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head");
    assert!(head.contains("\r\n  img-src") && head.contains("\r\nx odd: 1\r\n"));
    assert!(head.lines().count() > 150);
    assert_eq!(body, SAVED);
    assert_applied(&simulator, true);
}

#[test]
fn resets_and_closes_come_before_or_after_the_request_is_applied() {
    for (fault, applied, reset) in [
        (Fault::ResetBeforeApplied, false, true),
        (Fault::ResetAfterApplied, true, true),
        (Fault::CloseBeforeApplied, false, false),
        (Fault::CloseAfterApplied, true, false),
    ] {
        let (simulator, mut client) = sent(fault);
        let rest = client.rest().map_err(|error| error.kind());
        let expected = if reset {
            Err(ErrorKind::ConnectionReset)
        } else {
            Ok(Vec::new())
        };
        assert_eq!(rest, expected, "an end of stream is not a reset");
        assert_applied(&simulator, applied);
    }
}

#[test]
fn half_body_announces_more_than_it_sends() {
    let (simulator, mut client) = sent(Fault::HalfBody);
    let head = client.head().expect("the head is whole");
    let announced = head.header("content-length").map(str::parse);
    assert_eq!(announced, Some(Ok(SAVED.len())));
    let half = &SAVED.as_bytes()[..SAVED.len() / 2];
    assert_eq!(client.rest().expect("closed"), half);
    assert_applied(&simulator, true);
}

#[test]
fn replies_of_others_have_a_status_and_a_header_and_apply_nothing() {
    let limited = |wait: Option<&str>| Fault::RateLimited {
        retry_after: wait.map(str::to_owned),
    };
    let (kind, wait, length) = ("content-type", "retry-after", "content-length");
    let huge = Fault::HugeBody { bytes: 1_000_000 };
    for (fault, status, header, value, begins) in [
        (Fault::Html502, 502, kind, Some("text/html"), "<html>"),
        (limited(Some("30")), 429, wait, Some("30"), "Too Many"),
        (limited(None), 429, wait, None, "Too Many"),
        (huge, 200, length, Some("1000000"), "{\""),
    ] {
        let (simulator, mut client) = sent(fault);
        let reply = client.reply().unwrap();
        assert_eq!((reply.status, reply.header(header)), (status, value));
        assert!(reply.body.starts_with(begins));
        let is_json = serde_json::from_str::<serde_json::Value>(&reply.body).is_ok();
        assert_eq!(is_json, status == 200);
        assert_applied(&simulator, false);
    }
}

#[test]
fn redirects_lead_to_a_trap_that_counts_and_answers_a_success() {
    for status in RedirectStatus::ALL {
        let (simulator, mut client) = sent(Fault::Redirect { status });
        let reply = client.reply().unwrap();
        assert_eq!(reply.status, u16::from(status));
        let location = reply
            .header("location")
            .expect("a redirect says where")
            .to_owned();
        assert!(location.starts_with(&simulator.addresses().trap_url));
        assert_applied(&simulator, false);
        assert_eq!(simulator.trap_visits(), 0);

        let trapped = get(&location, "/trap?apiKey=leaked");
        assert!(trapped.body.contains("Disposition saved successfully"));
        assert_eq!(simulator.trap_visits(), 1);
        assert_eq!(simulator.trap_journal()[0].parameters["apiKey"], "leaked");
        // A visit is no request to CloudAgent.
        assert_eq!(simulator.journal().len(), 1);
    }
}

#[test]
fn every_fault_is_in_the_readme_and_reads_by_its_name() {
    let (_, section) = include_str!("../../README.md")
        .split_once("## Faults")
        .unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let cells = rows.map(|row| row.split([' ', '|']).next().unwrap().trim_end_matches('`'));
    let mut names: Vec<_> = cells.map(|cell| cell.trim_end_matches("`,")).collect();
    names.extend(["reset_after_applied", "close_after_applied"]); // beside another in its cell
    for name in &names {
        let json = serde_json::json!({"fault": name, "status": 302, "bytes": 1, "rows": 1});
        let fault: Fault = serde_json::from_value(json).unwrap();
        assert_eq!(fault.name(), *name);
    }
    assert_eq!(names.len(), 20, "each fault has a row");
}
