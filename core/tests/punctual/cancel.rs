//! A call that its caller cancels ends at once, and says what is known of it.

use std::cell::{Cell, RefCell};
use std::net::TcpListener;
use std::thread;
use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Api, CallOptions, CancelToken, Client, Connection, Delivery, ErrorClass, Kind,
};
use cloudagent_simulator::Fault;

use crate::alone;
use crate::support::{assert_failed, receipt, request, settings, simulator};

const LONG: Duration = Duration::from_secs(60);

/// How soon after its moment the built-in transport ends a call.
const SOON: Duration = Duration::from_millis(50);

/// How long a call went on after it had been cancelled, once `is_out` had returned. The shortest of
/// ten counts, since a busy machine is late itself.
fn ended_after(client: &Client, class: ErrorClass, is_out: impl Fn()) -> Duration {
    let once = |_| {
        let token = CancelToken::new();
        let options = CallOptions::new().cancel(token.clone());
        let (result, took) = thread::scope(|scope| {
            let call = scope.spawn(|| {
                let result = client.set_disposition_with(&request(), &options);
                (result, Instant::now())
            });
            is_out();
            let cancelled = Instant::now();
            token.cancel();
            let (result, ended) = call.join().unwrap();
            (result, ended.saturating_duration_since(cancelled))
        });
        assert_failed(&result, class, Kind::Cancelled);
        let attempts = receipt(&result).attempts.iter();
        let deliveries: Vec<_> = attempts.map(|attempt| attempt.delivery).collect();
        let delivery = match class {
            ErrorClass::NotSent => Delivery::NotSent,
            _ => Delivery::NoReply,
        };
        assert_eq!(deliveries, [delivery]);
        took
    };
    (0..10).map(once).min().unwrap()
}

#[test]
fn it_ends_whatever_the_server_does() {
    let _alone = alone();
    let simulator = simulator();
    let addresses = simulator.addresses();
    let drip = Fault::Drip {
        every_ms: 10,
        endless: true,
    };
    for (fault, url) in [
        (Fault::Silent, &addresses.base_url),
        (Fault::Silent, &addresses.tls_url),
        (drip, &addresses.base_url),
        (Fault::DripHeaders { every_ms: 10 }, &addresses.base_url),
    ] {
        simulator.inject(fault.clone());
        let connection = Connection::new().extra_ca_pem(&addresses.tls_certificate);
        let settings = settings(Api::PostApiKey, url).deadline(LONG);
        let client = Client::with_connection(settings, connection).unwrap();
        let heard = Cell::new(simulator.journal().len());
        let took = ended_after(&client, ErrorClass::Uncertain, || {
            while simulator.journal().len() == heard.get() {
                thread::yield_now();
            }
            heard.set(heard.get() + 1);
        });
        assert!(took <= SOON, "{fault:?}: {took:?}");
    }
}

#[test]
fn nothing_was_sent_where_no_connection_stood() {
    let _alone = alone();
    // It takes connections, and never answers what TLS begins with.
    let deaf = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", deaf.local_addr().unwrap());
    let client = Client::new(settings(Api::PostApiKey, &url).deadline(LONG)).unwrap();
    let connections = RefCell::new(Vec::new());
    let took = ended_after(&client, ErrorClass::NotSent, || {
        connections.borrow_mut().push(deaf.accept().unwrap());
    });
    assert!(took <= SOON, "{took:?}");
}
