//! Proxies and other settings of the built-in transport.

use std::time::Duration;

use cloudagent_disposition::{
    Api, BaseUrl, CancelToken, Client, Connection, Effect, Error, ErrorClass, Field, Kind, Limits,
    Proxy, ValidationMode, build_request, built_in_transport,
};

use crate::support::{assert_failed, request, settings, simulator};

const DEADLINE: Duration = Duration::from_secs(15);

#[test]
fn a_proxy_is_never_used_for_loopback() {
    let simulator = simulator();
    let dead_proxy = Proxy::url(&simulator.addresses().refuse_url);
    let connection = Connection::new().proxy(dead_proxy);
    let settings = settings(Api::GetV2, simulator.base_url());
    let client = Client::with_connection(settings, connection).unwrap();
    let receipt = client.set_disposition(&request()).unwrap();
    assert_eq!(receipt.effect, Effect::Applied);
}

#[test]
fn a_transport_by_itself_decides_about_the_proxy_for_each_request() {
    let simulator = simulator();
    let dead_proxy = Proxy::url(&simulator.addresses().refuse_url);
    // Made for another host than the first request goes to.
    let settings = settings(Api::GetV2, "https://cloudagent.invalid");
    let connection = Connection::new().proxy(dead_proxy);
    let transport = built_in_transport(&settings, &connection).unwrap();
    let sent = |base_url: &str| {
        let base_url = BaseUrl::parse(base_url).unwrap();
        let built = build_request(&settings.account, &request(), Api::GetV2, &base_url).unwrap();
        let limits = Limits::new(DEADLINE, DEADLINE, 1_000);
        transport.send(&built, &limits, &CancelToken::new())
    };
    assert_eq!(sent(simulator.base_url()).unwrap().status, 200);
    assert_eq!(sent("https://cloudagent.invalid").unwrap_err(), Kind::Proxy);
    assert_eq!(sent(simulator.base_url()).unwrap().status, 200);
}

#[test]
fn a_proxy_that_refuses_is_told_as_such() {
    let simulator = simulator();
    // To the simulator a CONNECT is a request like any other, and it answers no 200.
    let connection = Connection::new().proxy(Proxy::url(simulator.base_url()));
    let settings = settings(Api::GetV2, "https://cloudagent.invalid");
    let client = Client::with_connection(settings, connection).unwrap();
    let result = client.set_disposition(&request());
    assert_failed(&result, ErrorClass::NotSent, Kind::Proxy);
}

/// What is wrong, of an error that says so.
fn fields(error: &Error) -> Vec<Field> {
    match error {
        Error::Invalid { violations, .. } => violations.iter().map(|one| one.field).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn configuration_that_cannot_be_used_is_invalid_when_the_client_is_made() {
    let made = |connection| {
        let settings = settings(Api::GetV2, "http://127.0.0.1:9");
        fields(&Client::with_connection(settings, connection).unwrap_err())[0]
    };
    for url in ["marker", "socks5://marker", "http://"] {
        let field = made(Connection::new().proxy(Proxy::url(url)));
        assert_eq!(field, Field::Proxy, "{url}");
    }
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for pem in ["marker", broken] {
        let field = made(Connection::new().extra_ca_pem(pem));
        assert_eq!(field, Field::ExtraCaPem, "{pem}");
    }
    let settings = settings(Api::GetV2, "http://127.0.0.1:9");
    let blank = Connection::new().extra_ca_pem(" ").proxy(Proxy::url(""));
    assert!(Client::with_connection(settings.clone(), blank).is_ok());
    let settings = settings.deadline(Duration::ZERO);
    let wrong = Connection::new().extra_ca_pem("x").proxy(Proxy::url("x"));
    let error = Client::with_connection(settings, wrong).unwrap_err();
    let all_at_once = [Field::ExtraCaPem, Field::Deadline, Field::Proxy];
    assert_eq!(fields(&error), all_at_once);
    let sentence = &error.receipt().sentence;
    assert!(sentence.contains("No client was made"), "{sentence}");
}

#[test]
fn a_url_that_nobody_carries_is_invalid_in_every_mode() {
    let settings = settings(Api::GetV2, "http://127.0.0.1:9").mode(ValidationMode::Advise);
    let client = Client::new(settings).unwrap();
    let result = client.set_disposition(&request().comments("x".repeat(65_600)));
    let all_at_once = [Field::Comments, Field::Url];
    assert_eq!(fields(&result.unwrap_err()), all_at_once);
}
