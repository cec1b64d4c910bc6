//! What the built-in transport and the client around it promise besides.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Api, BaseUrl, CallOptions, CancelToken, Client, Connection, Effect, Error, ErrorClass, Field,
    HttpReply, HttpRequest, Kind, Limits, Proxy, ValidationMode, build_request, built_in_transport,
};
use cloudagent_simulator::Fault;

use crate::support::{Own, assert_failed, client, receipt, request, settings, simulator};

const DEADLINE: Duration = Duration::from_secs(15);

#[test]
fn a_request_arrives_as_it_was_built() {
    let simulator = simulator();
    for api in [Api::GetV2, Api::GetV3, Api::PostApiKey] {
        simulator.reset();
        let client = client(api, simulator.base_url(), DEADLINE);
        let built = client.build_request(&request()).unwrap();
        client.set_disposition(&request()).unwrap();
        let journal = simulator.journal();
        let [entry] = journal.as_slice() else {
            panic!("{api}: {journal:?}")
        };
        assert_eq!(entry.method, built.method().as_str());
        assert_eq!(entry.target, built.target());
        assert_eq!(entry.body, built.body().unwrap_or_default().as_bytes());
        for (name, value) in built.headers() {
            assert_eq!(entry.header(name), Some(value), "{api}: {name}");
        }
        let known = "accept accept-encoding apikey content-length content-type host user-agent";
        for (name, _) in &entry.headers {
            let mut known = known.split(' ');
            let is_known = known.any(|known| name.eq_ignore_ascii_case(known));
            assert!(is_known, "{api}: {name} was added");
        }
    }
}

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
fn many_threads_share_one_client() {
    let simulator = simulator();
    let client = client(Api::GetV2, simulator.base_url(), DEADLINE);
    let together = Barrier::new(64);
    std::thread::scope(|scope| {
        for _ in 0..64 {
            scope.spawn(|| {
                together.wait();
                for _ in 0..4 {
                    let receipt = client.set_disposition(&request()).unwrap();
                    assert_eq!(receipt.effect, Effect::Applied);
                }
            });
        }
    });
    assert_eq!(simulator.journal().len(), 256);
}

#[test]
fn a_call_waits_for_no_other() {
    let simulator = simulator();
    simulator.inject(Fault::Silent);
    let client = client(Api::GetV2, simulator.base_url(), DEADLINE);
    let cancel = CancelToken::new();
    let options = CallOptions::new().cancel(cancel.clone());
    std::thread::scope(|scope| {
        let silent: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| client.set_disposition_with(&request(), &options)))
            .collect();
        while simulator.journal().len() < silent.len() {
            std::thread::yield_now();
        }
        simulator.clear_faults();
        for _ in 0..100 {
            client.set_disposition(&request()).unwrap();
        }
        assert!(silent.iter().all(|call| !call.is_finished()));
        cancel.cancel();
        for call in silent {
            assert_failed(
                &call.join().unwrap(),
                ErrorClass::Uncertain,
                Kind::Cancelled,
            );
        }
    });
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

#[test]
fn a_closed_client_sends_nothing_and_says_so() {
    let simulator = simulator();
    let client = client(Api::GetV2, simulator.base_url(), DEADLINE);
    client.close();
    client.close();
    let result = client.set_disposition(&request());
    assert_failed(&result, ErrorClass::NotSent, Kind::Closed);
    let receipt = receipt(&result);
    assert!(!receipt.may_resend && receipt.attempts.is_empty());
    assert!(simulator.journal().is_empty());
}

#[test]
fn closing_waits_for_no_call_in_flight() {
    let simulator = simulator();
    simulator.inject(Fault::Silent);
    let client = client(Api::GetV2, simulator.base_url(), Duration::from_secs(2));
    std::thread::scope(|scope| {
        let call = scope.spawn(|| client.set_disposition(&request()));
        while simulator.journal().is_empty() {
            std::thread::yield_now();
        }
        client.close();
        assert!(!call.is_finished(), "the call is still out");
        let result = call.join().unwrap();
        assert!(matches!(result, Err(Error::Uncertain { .. })), "{result:?}");
    });
}

#[test]
fn a_call_may_have_its_own_deadline() {
    let simulator = simulator();
    simulator.inject(Fault::Silent);
    let client = client(Api::GetV2, simulator.base_url(), DEADLINE);
    let options = CallOptions::new().deadline(Duration::from_millis(100));
    let result = client.set_disposition_with(&request(), &options);
    assert_failed(&result, ErrorClass::Uncertain, Kind::Timeout);
}

#[test]
fn it_works_inside_an_async_runtime() {
    let simulator = simulator();
    let client = client(Api::GetV2, simulator.base_url(), DEADLINE);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    let result = runtime.block_on(async { client.set_disposition(&request()) });
    assert_eq!(result.unwrap().effect, Effect::Applied);
    runtime.block_on(async { drop(client) });
}

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

#[test]
fn an_own_transport_that_panics_or_fails_leaves_an_honest_result() {
    type Answer = fn() -> Result<HttpReply, Kind>;
    let panics: Answer = || panic!("a transport's own trouble");
    let answers: [(Answer, Kind); 4] = [
        (panics, Kind::TransportFailed),
        (|| Err(Kind::Connect), Kind::Connect),
        // That the client is closed is not for a transport to say.
        (|| Err(Kind::Closed), Kind::TransportFailed),
        (|| Ok(HttpReply::default()), Kind::Reply),
    ];
    for (answer, kind) in answers {
        let sends = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&sends);
        let own = Own(move |request: &HttpRequest, limits: &Limits, _: &_| {
            counter.fetch_add(1, Ordering::SeqCst);
            assert!(!request.url().is_empty() && limits.connect <= limits.total);
            answer()
        });
        let settings = settings(Api::GetV2, "http://127.0.0.1:9");
        let client = Client::with_transport(settings, Arc::new(own)).unwrap();
        let error = client.set_disposition(&request()).unwrap_err();
        assert_eq!(error.kind(), Some(kind));
        assert_eq!(sends.load(Ordering::SeqCst), 1);
    }
}
