//! A call whose thread leaves it in the middle and comes back: it ends as one that was waited for.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use cloudagent_disposition::{Api, CallOptions, CancelToken, ErrorClass, Kind, PendingDisposition};
use cloudagent_disposition::{Error, Receipt};
use cloudagent_simulator::Fault;

use super::support::{assert_failed, client, request, simulator};

const DEADLINE: Duration = Duration::from_secs(20);

fn in_pieces(mut call: PendingDisposition) -> (u32, Result<Receipt, Error>) {
    let mut pieces = 0;
    loop {
        pieces += 1;
        if let Some(result) = call.wait(Duration::from_millis(1)) {
            return (pieces, result);
        }
    }
}

#[test]
fn it_is_sent_once_and_answered() {
    let simulator = simulator();
    simulator.inject(Fault::Delay { ms: 50 }.once());
    let client = Arc::new(client(Api::GetV2, simulator.base_url(), DEADLINE));
    let call = client.begin_disposition(&request(), &CallOptions::new());
    assert_eq!(
        simulator.journal().len(),
        0,
        "nothing is sent before somebody waits"
    );
    let (pieces, result) = in_pieces(call);
    assert!(pieces > 3, "{pieces}");
    assert_eq!(result.unwrap().attempts.len(), 1);
    let mut list = client
        .begin_list(Some("7"), &CallOptions::new())
        .expect("it can be asked");
    while list.wait(Duration::from_millis(1)).is_none() {}
    let journal = simulator.journal();
    assert_eq!(journal.len(), 2);
    assert_eq!(
        journal[0].connection, journal[1].connection,
        "the connection is kept"
    );
}

#[test]
fn it_waits_for_its_next_try_in_pieces_and_by_another_thread() {
    let simulator = simulator();
    simulator.inject(
        Fault::RateLimited {
            retry_after: Some("0".into()),
        }
        .once(),
    );
    let client = Arc::new(client(Api::PostApiKey, simulator.base_url(), DEADLINE));
    let mut call = client.begin_disposition(&request(), &CallOptions::new());
    let first = call.wait(Duration::ZERO);
    let (_, result) = match first {
        Some(result) => (1, result),
        None => thread::spawn(move || in_pieces(call)).join().unwrap(),
    };
    assert_eq!(result.unwrap().attempts.len(), 2);
    assert_eq!(simulator.journal().len(), 2);
}

#[test]
fn it_ends_when_it_is_cancelled_while_nobody_waits() {
    let simulator = simulator();
    simulator.inject(Fault::Silent.once());
    let client = Arc::new(client(Api::GetV2, simulator.base_url(), DEADLINE));
    let cancel = CancelToken::new();
    let options = CallOptions::new().cancel(cancel.clone());
    let mut call = client.begin_disposition(&request(), &options);
    while simulator.journal().is_empty() {
        assert!(call.wait(Duration::from_millis(1)).is_none());
    }
    cancel.cancel();
    let result = call.wait(DEADLINE).expect("it is over");
    assert_failed(&result, ErrorClass::Uncertain, Kind::Cancelled);
}

#[test]
fn one_that_is_dropped_is_broken_off() {
    let simulator = simulator();
    simulator.inject(Fault::Silent.once());
    let client = Arc::new(client(Api::GetV2, simulator.base_url(), DEADLINE));
    let mut call = client.begin_disposition(&request(), &CallOptions::new());
    while simulator.journal().is_empty() {
        assert!(call.wait(Duration::from_millis(1)).is_none());
    }
    drop(call);
    assert!(client.set_disposition(&request()).is_ok());
    let journal = simulator.journal();
    assert_ne!(journal[0].connection, journal[1].connection);
}
