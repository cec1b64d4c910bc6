//! Every fault as a client sees it, and whether the request was applied.

use std::io::{ErrorKind, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;

use cloudagent_simulator::{Fault, Injection, RedirectStatus, Scenario, Simulator};

use crate::client::{Client, address, get};
use crate::get_apis::ENDED;

pub(crate) const SET: &str = "/CAServices/Disposition/DispositionAPIV3.php?apiKey=KKacme0123456789\
    &customer=acme&did=914000000001&agentID=ravi&disposition=Sale\
    &ucid=81891700000000002&comments=&action=set";
const SAVED: &str = r#"{"status":" Success","details":"Disposition saved successfully"}"#;

/// A simulator with that fault, and a connection on which a disposition was sent.
pub(crate) fn sent(injection: impl Into<Injection>) -> (Simulator, Client) {
    let simulator = Simulator::start(Scenario::example()).expect("loopback has free ports");
    simulator.inject(injection);
    let mut client =
        Client::connect(simulator.base_url()).expect("this fault lets clients connect");
    client.get(SET);
    (simulator, client)
}

/// The journal and the state agree on what became of the one request.
#[track_caller]
fn assert_applied(simulator: &Simulator, expected: bool) {
    let journal = simulator.journal();
    assert_eq!(journal.len(), 1);
    assert_eq!(journal[0].applied, expected);
    assert_eq!(
        simulator.state().calls[ENDED].disposition.is_some(),
        expected
    );
}

#[test]
fn refuse_refuses_and_drops_kept_connections_until_it_is_cleared() {
    let simulator = Simulator::start(Scenario::example()).expect("loopback has free ports");
    let mut kept = Client::connect(simulator.base_url()).expect("nothing is wrong yet");
    kept.get("/");
    kept.reply().expect("the connection works");

    simulator.inject(Fault::Refuse);
    let refused = TcpStream::connect(address(simulator.base_url())).map(drop);
    assert_eq!(
        refused.map_err(|error| error.kind()),
        Err(ErrorKind::ConnectionRefused)
    );
    assert_eq!(kept.rest().expect("it was closed, not reset"), b"");

    simulator.clear_faults();
    assert_eq!(get(simulator.base_url(), SET).body, SAVED);
}

#[test]
fn never_accept_lets_connect_and_reads_nothing() {
    let (simulator, mut client) = sent(Fault::NeverAccept);
    simulator.clear_faults();
    let ended = client.rest();
    assert!(ended.is_err() || ended.is_ok_and(|bytes| bytes.is_empty()));
    assert!(simulator.journal().is_empty());
    assert_eq!(get(simulator.base_url(), SET).body, SAVED);
}

#[test]
fn reset_while_reading_breaks_off_what_is_being_written() {
    let simulator = Simulator::start(Scenario::example()).expect("loopback has free ports");
    simulator.inject(Fault::ResetWhileReading);
    let mut stream = TcpStream::connect(address(simulator.base_url())).expect("it listens");
    // However much the system buffers on the way: the end comes before the last of this.
    let chunk = [b'x'; 60_000];
    let broken = std::iter::repeat_with(|| stream.write_all(&chunk))
        .take(1_000)
        .find_map(Result::err)
        .expect("nobody reads 60 MB here");
    assert!(
        matches!(
            broken.kind(),
            ErrorKind::BrokenPipe | ErrorKind::ConnectionReset
        ),
        "{broken:?}"
    );
    assert!(simulator.journal().is_empty());
    simulator.clear_faults();
    assert_eq!(get(simulator.base_url(), SET).body, SAVED);
}

#[test]
fn silent_says_nothing_as_long_as_the_client_stays() {
    let (simulator, mut client) = sent(Fault::Silent);
    // The client's end is the only thing that ends it, so that no time has to pass to see that
    // nothing comes.
    client
        .stream
        .get_ref()
        .shutdown(Shutdown::Write)
        .expect("the connection is open");
    assert_eq!(client.rest().expect("closed after the client"), b"");
    assert_applied(&simulator, false);
}

#[test]
fn silent_can_be_applied_first() {
    let (simulator, mut client) = sent(Fault::Silent.once().applied(true));
    client
        .stream
        .get_ref()
        .shutdown(Shutdown::Write)
        .expect("the connection is open");
    client.rest().expect("closed after the client");
    assert_applied(&simulator, true);
}

#[test]
fn drip_sends_the_head_at_once_and_then_never_ends() {
    let (simulator, mut client) = sent(Fault::Drip {
        every_ms: 1,
        endless: true,
    });
    let head = client.head().expect("the head comes whole");
    assert_eq!((head.status, head.header("content-length")), (200, None));
    assert_eq!(
        client.bytes(SAVED.len()).expect("the words"),
        SAVED.as_bytes()
    );
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
    let reply = String::from_utf8(client.rest().expect("it ends")).expect("it is text");
    let (head, body) = reply.split_once("\r\n\r\n").expect("a head");
    assert!(head.contains("\r\n  img-src") && head.contains("\r\nx odd: 1\r\n"));
    assert!(head.lines().count() > 150);
    assert_eq!(body, SAVED);
    assert_applied(&simulator, true);
}

#[test]
fn reset_is_a_reset_before_or_after_the_request_is_applied() {
    for (fault, applied) in [
        (Fault::ResetBeforeApplied, false),
        (Fault::ResetAfterApplied, true),
    ] {
        let (simulator, mut client) = sent(fault);
        let error = client.rest().expect_err("an end of stream is not a reset");
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
        assert_applied(&simulator, applied);
    }
}

#[test]
fn close_is_an_end_without_a_byte_before_or_after_the_request_is_applied() {
    for (fault, applied) in [
        (Fault::CloseBeforeApplied, false),
        (Fault::CloseAfterApplied, true),
    ] {
        let (simulator, mut client) = sent(fault);
        assert_eq!(client.rest().expect("closed, not reset"), b"");
        assert_applied(&simulator, applied);
    }
}

#[test]
fn half_body_announces_more_than_it_sends() {
    let (simulator, mut client) = sent(Fault::HalfBody);
    let head = client.head().expect("the head is whole");
    assert_eq!(
        head.header("content-length"),
        Some(SAVED.len().to_string().as_str())
    );
    assert_eq!(
        client.rest().expect("closed"),
        &SAVED.as_bytes()[..SAVED.len() / 2]
    );
    assert_applied(&simulator, true);
}

#[test]
fn html_502_is_a_page_without_words() {
    let (simulator, mut client) = sent(Fault::Html502);
    let reply = client.reply().expect("a reply");
    assert_eq!(
        (reply.status, reply.header("content-type")),
        (502, Some("text/html"))
    );
    assert!(reply.body.starts_with("<html>"));
    assert_applied(&simulator, false);
}

#[test]
fn rate_limit_carries_the_retry_after_that_it_was_given() {
    for given in [Some("30"), None] {
        let retry_after = given.map(str::to_owned);
        let (simulator, mut client) = sent(Fault::RateLimited { retry_after });
        let reply = client.reply().expect("a reply");
        assert_eq!((reply.status, reply.header("retry-after")), (429, given));
        assert_applied(&simulator, false);
    }
}

#[test]
fn redirects_lead_to_a_trap_that_counts_and_answers_a_success() {
    for status in RedirectStatus::ALL {
        let (simulator, mut client) = sent(Fault::Redirect { status });
        let reply = client.reply().expect("a reply");
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
        assert_eq!(
            simulator.journal().len(),
            1,
            "a visit is no request to CloudAgent"
        );
    }
}

#[test]
fn huge_body_is_as_long_as_asked() {
    let (simulator, mut client) = sent(Fault::HugeBody { bytes: 1_000_000 });
    let body = client.reply().expect("a reply").body;
    assert_eq!(body.len(), 1_000_000);
    assert!(serde_json::from_str::<serde_json::Value>(&body).is_ok());
    assert_applied(&simulator, false);
}

#[test]
fn names_are_those_of_the_json_form() {
    let faults = [
        Fault::None,
        Fault::Refuse,
        Fault::NeverAccept,
        Fault::Silent,
        Fault::Drip {
            every_ms: 1,
            endless: true,
        },
        Fault::DripHeaders { every_ms: 1 },
        Fault::ResetBeforeApplied,
        Fault::ResetAfterApplied,
        Fault::CloseBeforeApplied,
        Fault::CloseAfterApplied,
        Fault::HalfBody,
        Fault::Html502,
        Fault::RateLimited { retry_after: None },
        Fault::Redirect {
            status: RedirectStatus::Found,
        },
        Fault::HugeBody { bytes: 1 },
    ];
    let readme = include_str!("../../README.md");
    for fault in faults {
        let json = serde_json::to_value(&fault).expect("a fault has a JSON form");
        assert_eq!(json["fault"], fault.name());
        assert!(
            readme.contains(&format!("`{}`", fault.name())),
            "{} in the README",
            fault.name()
        );
    }
}

#[test]
fn two_more_addresses_never_let_anyone_in() {
    let simulator = Simulator::start(Scenario::example()).expect("loopback has free ports");
    let addresses = simulator.addresses();
    let refused = TcpStream::connect(address(&addresses.refuse_url)).map(drop);
    assert_eq!(
        refused.map_err(|error| error.kind()),
        Err(ErrorKind::ConnectionRefused)
    );
    if cfg!(target_os = "linux") {
        let wait = Duration::from_millis(100);
        let unmade =
            TcpStream::connect_timeout(&address(&addresses.unreachable_url), wait).map(drop);
        assert_eq!(
            unmade.map_err(|error| error.kind()),
            Err(ErrorKind::TimedOut)
        );
    }
}
