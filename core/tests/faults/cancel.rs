//! What a call that its caller cancelled says of itself. How soon it ends: `tests/punctual`.

use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::{Api, CallOptions, CancelToken, Client, ErrorClass, HttpReply, Kind};

use crate::support::{Own, assert_failed, ended, receipt, request, settings, simulator};

#[test]
fn nothing_is_begun_where_the_token_is_cancelled_already() {
    let simulator = simulator();
    let token = CancelToken::new();
    token.cancel();
    let options = CallOptions::new().cancel(token);
    let client = Client::new(settings(Api::GetV2, simulator.base_url())).unwrap();
    let result = client.set_disposition_with(&request(), &options);
    assert_failed(&result, ErrorClass::NotSent, Kind::Cancelled);
    assert!(receipt(&result).attempts.is_empty());
    assert!(simulator.journal().is_empty());

    // What is wrong with the request is told first, then that the client is closed.
    let invalid = client.set_disposition_with(&request().ucid(""), &options);
    assert_eq!(invalid.unwrap_err().class(), ErrorClass::Invalid);
    client.close();
    let closed = client.set_disposition_with(&request(), &options.deadline(Duration::ZERO));
    assert_eq!(closed.unwrap_err().kind(), Some(Kind::Closed));
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
        // Cancelled while the send is out.
        let transport = Own(move |_: &_, _: &_, cancel: &CancelToken| {
            cancel.cancel();
            answer()
        });
        let client = Client::with_transport(settings, Arc::new(transport)).unwrap();
        let options = CallOptions::new().cancel(CancelToken::new());
        ended(&client.set_disposition_with(&request(), &options))
    };
    assert_eq!(told(saved), (None, None));
    let not_sent = (Some(ErrorClass::NotSent), Some(Kind::Cancelled));
    assert_eq!(told(|| Err(Kind::ConnectTimeout)), not_sent);
    let uncertain = (Some(ErrorClass::Uncertain), Some(Kind::Cancelled));
    assert_eq!(told(|| Err(Kind::Cancelled)), uncertain);
    assert_eq!(told(|| Err(Kind::Reset)), uncertain);
    assert_eq!(told(|| panic!("a transport's own trouble")), uncertain);
}
