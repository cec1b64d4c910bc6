//! When the built-in transport makes a connection, keeps it, and gives it up.

use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Api, BaseUrl, CallOptions, CancelToken, Client, Connection, ErrorClass, Kind, Limits,
    build_request, built_in_transport,
};
use cloudagent_simulator::Fault;

use crate::support::{assert_failed, client, request, settings, simulator};

const DEADLINE: Duration = Duration::from_secs(15);

#[test]
fn connections_are_kept_and_a_dead_one_is_not_a_second_send() {
    let simulator = simulator();
    let client = client(Api::GetV2, simulator.base_url(), DEADLINE);
    client.set_disposition(&request()).unwrap();
    client.set_disposition(&request()).unwrap();
    let journal = simulator.journal();
    assert_eq!(journal[0].connection, journal[1].connection);

    simulator.inject(Fault::CloseAfterApplied.once());
    let result = client.set_disposition(&request());
    assert_failed(&result, ErrorClass::Uncertain, Kind::Reset);
    assert_eq!(simulator.journal().len(), 3);
}

#[test]
fn a_kept_connection_that_the_server_has_closed_is_not_used() {
    let simulator = simulator();
    let addresses = simulator.addresses();
    for url in [&addresses.base_url, &addresses.tls_url] {
        let connection = Connection::new().extra_ca_pem(&addresses.tls_certificate);
        let client = Client::with_connection(settings(Api::GetV2, url), connection).unwrap();
        for _ in 0..5 {
            client.set_disposition(&request()).unwrap();
            // The simulator closes what its clients have kept.
            simulator.inject(Fault::Refuse);
            simulator.clear_faults();
        }
    }
    assert_eq!(simulator.journal().len(), 10);
}

#[test]
fn what_was_not_sent_is_told_each_time_anew() {
    let simulator = simulator();
    let unreachable = &simulator.addresses().unreachable_url;
    let client = client(Api::GetV2, unreachable, Duration::from_millis(100));
    let not_sent = |result| assert_failed(&result, ErrorClass::NotSent, Kind::ConnectTimeout);
    for _ in 0..3 {
        not_sent(client.set_disposition(&request()));
    }
    std::thread::scope(|scope| {
        let calls: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| client.set_disposition(&request())))
            .collect();
        for call in calls {
            not_sent(call.join().unwrap());
        }
    });
}

#[test]
fn a_connection_that_is_being_made_anew_has_sent_nothing() {
    let simulator = simulator();
    let addresses = simulator.addresses();
    let connection = Connection::new().extra_ca_pem(&addresses.tls_certificate);
    let settings = settings(Api::GetV2, &addresses.tls_url);
    let client = Client::with_connection(settings, connection).unwrap();
    let options = CallOptions::new().deadline(Duration::from_millis(300));
    for _ in 0..3 {
        client.set_disposition(&request()).unwrap();
        // What the client has kept is closed, and the next handshake never ends.
        simulator.inject(Fault::NeverAccept);
        let result = client.set_disposition_with(&request(), &options);
        assert_failed(&result, ErrorClass::NotSent, Kind::ConnectTimeout);
        simulator.clear_faults();
    }
    // The request is out on a connection that stands, so nobody knows.
    client.set_disposition(&request()).unwrap();
    simulator.inject(Fault::Silent.once());
    let result = client.set_disposition_with(&request(), &options);
    assert_failed(&result, ErrorClass::Uncertain, Kind::Timeout);
    assert_eq!(simulator.journal().len(), 5);
}

#[test]
fn a_sends_own_limit_for_the_connection_holds() {
    let simulator = simulator();
    let base_url = BaseUrl::parse(&simulator.addresses().unreachable_url).unwrap();
    let settings = settings(Api::GetV2, "http://127.0.0.1:9").connect_timeout(DEADLINE);
    let transport = built_in_transport(&settings, &Connection::new()).unwrap();
    let built = build_request(&settings.account, &request(), Api::GetV2, &base_url).unwrap();
    let limits = Limits::new(Duration::from_millis(100), DEADLINE, 1_000);
    let begun = Instant::now();
    let sent = transport.send(&built, &limits, &CancelToken::new());
    assert_eq!(sent.unwrap_err(), Kind::ConnectTimeout);
    assert!(begun.elapsed() < DEADLINE / 2);
}
