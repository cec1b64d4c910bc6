//! What the built-in transport and the client around it promise besides.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::Duration;

use cloudagent_disposition::{
    Api, CallOptions, CancelToken, Client, Effect, Error, ErrorClass, HttpReply, HttpRequest, Kind,
    Limits,
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
fn an_own_transport_that_panics_or_fails_leaves_an_honest_result() {
    type Answer = fn() -> Result<HttpReply, Kind>;
    let panics: Answer = || panic!("a transport's own trouble");
    let answers: [(Answer, Kind, usize); 4] = [
        (panics, Kind::TransportFailed, 1),
        // What did not leave is sent again.
        (|| Err(Kind::Connect), Kind::Connect, 3),
        // That the client is closed is not for a transport to say.
        (|| Err(Kind::Closed), Kind::TransportFailed, 1),
        (|| Ok(HttpReply::default()), Kind::Reply, 1),
    ];
    for (answer, kind, count) in answers {
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
        assert_eq!(sends.load(Ordering::SeqCst), count);
    }
}
