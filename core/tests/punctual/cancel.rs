//! A call that its caller cancels says what is known of it. How soon it ends is asked in `everywhere`.

use std::cell::{Cell, RefCell};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use cloudagent_disposition::{
    Api, CallOptions, CancelToken, Client, Connection, Delivery, ErrorClass, Kind,
};
use cloudagent_simulator::Fault;

use crate::alone;
use crate::support::{assert_failed, receipt, request, settings, simulator};

const LONG: Duration = Duration::from_secs(60);

/// A call that is cancelled once `is_out` has returned ends so, ten times over.
fn check_ends(client: &Client, class: ErrorClass, is_out: impl Fn()) {
    for _ in 0..10 {
        let token = CancelToken::new();
        let options = CallOptions::new().cancel(token.clone());
        let result = thread::scope(|scope| {
            let call = scope.spawn(|| client.set_disposition_with(&request(), &options));
            is_out();
            token.cancel();
            call.join().unwrap()
        });
        assert_failed(&result, class, Kind::Cancelled);
        let attempts = receipt(&result).attempts.iter();
        let deliveries: Vec<_> = attempts.map(|attempt| attempt.delivery).collect();
        let delivery = match class {
            ErrorClass::NotSent => Delivery::NotSent,
            _ => Delivery::NoReply,
        };
        assert_eq!(deliveries, [delivery]);
    }
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
        check_ends(&client, ErrorClass::Uncertain, || {
            while simulator.journal().len() == heard.get() {
                thread::yield_now();
            }
            heard.set(heard.get() + 1);
        });
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
    check_ends(&client, ErrorClass::NotSent, || {
        connections.borrow_mut().push(deaf.accept().unwrap());
    });
}
