//! A call that its caller cancels ends at once, and says what is known of it.

use std::cell::{Cell, RefCell};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Api, CallOptions, CancelToken, Client, Connection, Delivery, Error, ErrorClass, HttpReply,
    HttpRequest, Kind, Limits, Transport,
};
use cloudagent_simulator::Fault;

use crate::support::{receipt, request, settings, simulator};

const LONG: Duration = Duration::from_secs(60);

/// How soon after its moment the built-in transport ends a call.
const SOON: Duration = Duration::from_millis(50);

/// How long a call went on after it had been cancelled, once `is_out` had returned: the shortest of
/// three, since a busy machine is late itself.
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
        let error = result.unwrap_err();
        let found = (error.class(), error.kind());
        assert_eq!(found, (class, Some(Kind::Cancelled)));
        let deliveries: Vec<_> = error
            .receipt()
            .attempts
            .iter()
            .map(|a| a.delivery)
            .collect();
        let delivery = match class {
            ErrorClass::NotSent => Delivery::NotSent,
            _ => Delivery::NoReply,
        };
        assert_eq!(deliveries, [delivery]);
        took
    };
    (0..3).map(once).min().unwrap()
}

#[test]
fn it_ends_whatever_the_server_does() {
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

#[test]
fn nothing_is_begun_where_the_token_is_cancelled_already() {
    let simulator = simulator();
    let token = CancelToken::new();
    token.cancel();
    let options = CallOptions::new().cancel(token);
    let client = Client::new(settings(Api::GetV2, simulator.base_url())).unwrap();
    let result = client.set_disposition_with(&request(), &options);
    let error = result.as_ref().unwrap_err();
    assert_eq!(error.class(), ErrorClass::NotSent);
    assert_eq!(error.kind(), Some(Kind::Cancelled));
    assert!(receipt(&result).attempts.is_empty());
    assert!(simulator.journal().is_empty());

    // What is wrong with the request is told first, then that the client is closed.
    let invalid = client.set_disposition_with(&request().ucid(""), &options);
    assert_eq!(invalid.unwrap_err().class(), ErrorClass::Invalid);
    client.close();
    let closed = client.set_disposition_with(&request(), &options.deadline(Duration::ZERO));
    assert_eq!(closed.unwrap_err().kind(), Some(Kind::Closed));
}

/// A transport whose send is cancelled while it is out, and that ends as told.
struct Cancelling(fn() -> Result<HttpReply, Kind>);

impl Transport for Cancelling {
    fn send(
        &self,
        _request: &HttpRequest,
        _limits: &Limits,
        cancel: &CancelToken,
    ) -> Result<HttpReply, Kind> {
        cancel.cancel();
        (self.0)()
    }
}

#[test]
fn what_a_transport_knows_of_a_cancelled_send_counts() {
    let saved = || {
        let body = br#"{"details": "Disposition saved successfully", "status": "Success"}"#;
        Ok(HttpReply {
            status: 200,
            body: body.to_vec(),
            ..HttpReply::default()
        })
    };
    let told = |answer: fn() -> Result<HttpReply, Kind>| {
        let settings = settings(Api::GetV2, "https://cloudagent.invalid");
        let transport = Arc::new(Cancelling(answer));
        let client = Client::with_transport(settings, transport).unwrap();
        let options = CallOptions::new().cancel(CancelToken::new());
        let result = client.set_disposition_with(&request(), &options);
        (
            result.as_ref().err().map(Error::class),
            result.err().and_then(|error| error.kind()),
        )
    };
    assert_eq!(told(saved), (None, None));
    let not_sent = (Some(ErrorClass::NotSent), Some(Kind::Cancelled));
    assert_eq!(told(|| Err(Kind::ConnectTimeout)), not_sent);
    let uncertain = (Some(ErrorClass::Uncertain), Some(Kind::Cancelled));
    assert_eq!(told(|| Err(Kind::Cancelled)), uncertain);
    assert_eq!(told(|| Err(Kind::Reset)), uncertain);
    assert_eq!(told(|| panic!("a transport's own trouble")), uncertain);
}
