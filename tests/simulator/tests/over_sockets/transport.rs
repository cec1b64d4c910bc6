//! HTTP itself, and where a simulator may listen.

use std::io::ErrorKind;
use std::net::SocketAddr;

use cloudagent_simulator::{Call, Scenario, Simulator};

use crate::client::{Client, get, post, simulator};

#[test]
fn only_loopback_is_bound() {
    let everywhere: SocketAddr = "0.0.0.0:0".parse().expect("an address");
    let error = Simulator::start_at(Scenario::example(), everywhere).expect_err("not loopback");
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[test]
fn contradictory_scenario_does_not_start() {
    let calls = vec![Call::live("1", "2", "nobody")];
    let scenario = Scenario {
        calls,
        ..Scenario::example()
    };
    let error = Simulator::start(scenario).expect_err("no such agent");
    assert!(error.to_string().contains("nobody"), "{error}");
}

#[test]
fn connection_is_kept_for_many_requests() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    for _ in 0..3 {
        client.get("/");
        assert_eq!(client.reply().expect("a reply").status, 404);
    }
    let journal = simulator.journal();
    let mut numbers = journal.iter().map(|entry| entry.connection);
    assert!(numbers.all(|number| number == journal[0].connection));
}

#[test]
fn wrong_method_gets_the_vendors_bare_text() {
    let simulator = simulator();
    let url = simulator.base_url();
    let v2 = "/CAServices/Disposition/DispositionAPIV2.php";
    for reply in [
        get(url, "/ca_apis/DispositionAPIV2"),
        get(url, "/ca_apis/CAToken/generateToken"),
        post(url, v2, "A: b", ""),
    ] {
        assert_eq!(reply.status, 405);
        assert_eq!(reply.body, "405 Method Not Allowed");
    }
}

#[test]
fn dropping_ends_every_connection() {
    let simulator = simulator();
    let mut client = Client::connect(simulator.base_url()).expect("the server accepts");
    client.get("/");
    client.reply().expect("a reply");
    drop(simulator);
    assert_eq!(client.rest().expect("closed, not reset"), b"");
}
