//! What is sent again and what never is, counted at the server.

use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use cloudagent_disposition::{
    Api, Client, Delivery, DispositionRequest, Error, ErrorClass, Kind, Receipt, RetryPolicy,
    Settings,
};
use cloudagent_simulator::{Fault, Injection};

use crate::support::{Own, assert_failed, ended, receipt, request, settings, simulator};

/// How a call ended after these faults, each for one request, and what the server knows of it.
struct Told {
    result: Result<Receipt, Error>,
    received: usize,
    applied: usize,
}

impl Told {
    fn deliveries(&self) -> Vec<Delivery> {
        let attempts = receipt(&self.result).attempts.iter();
        attempts.map(|attempt| attempt.delivery).collect()
    }
}

/// One call against these faults, each for one request. The server has received what the receipt
/// says, request by request.
#[track_caller]
fn call(api: Api, faults: &[Injection], policy: RetryPolicy, request: &DispositionRequest) -> Told {
    let simulator = simulator();
    for fault in faults {
        simulator.inject(fault.clone());
    }
    let client = client(settings(api, simulator.base_url()).retry(policy));
    let result = client.set_disposition(request);
    let journal = simulator.journal();
    let attempts = &receipt(&result).attempts;
    assert_eq!(attempts.len(), journal.len(), "{result:?}");
    for (attempt, entry) in attempts.iter().zip(&journal) {
        let replied = entry
            .reply
            .status
            .filter(|_| attempt.delivery == Delivery::Replied);
        assert_eq!(attempt.http_status, replied, "{result:?}");
        assert_ne!(attempt.delivery, Delivery::NotSent, "{result:?}");
    }
    assert_eq!(simulator.trap_visits(), 0);
    Told {
        result,
        received: journal.len(),
        applied: journal.iter().filter(|entry| entry.applied).count(),
    }
}

fn client(settings: Settings) -> Client {
    Client::new(settings).unwrap()
}

fn limited(wait: u32) -> Injection {
    let retry_after = Some(wait.to_string());
    Fault::RateLimited { retry_after }.once()
}

const BOTH: [Api; 2] = [Api::GetV2, Api::PostApiKey];

#[test]
fn what_was_refused_with_a_time_to_come_back_is_sent_again() {
    let policy = RetryPolicy::default();
    for api in BOTH {
        let told = call(api, &[limited(0), limited(0)], policy, &request());
        assert!(told.result.is_ok(), "{:?}", told.result);
        assert_eq!(told.deliveries(), [Delivery::Replied; 3]);
        assert_eq!(told.applied, 1);

        // Three attempts are all; and one is, where one is meant.
        let three = [limited(0), limited(0), limited(0)];
        let told = call(api, &three, policy, &request());
        assert_eq!(ended(&told.result), (Some(ErrorClass::Refused), None));
        assert_eq!((told.received, told.applied), (3, 0));
        let told = call(api, &three, RetryPolicy::none(), &request());
        assert_eq!((told.received, told.applied), (1, 0));
    }
}

#[test]
fn a_wait_that_ends_behind_the_deadline_is_not_begun() {
    let told = call(
        Api::GetV2,
        &[limited(30)],
        RetryPolicy::default(),
        &request(),
    );
    assert_eq!(ended(&told.result), (Some(ErrorClass::Refused), None));
    let receipt = receipt(&told.result);
    assert_eq!(
        (receipt.retry_after_seconds, receipt.may_resend),
        (Some(30), true)
    );
    assert_eq!(told.received, 1);
    // One without a time is nothing that seconds cure.
    let without = Fault::RateLimited { retry_after: None }.once();
    let told = call(Api::GetV2, &[without], RetryPolicy::default(), &request());
    assert_eq!(told.received, 1);
}

/// Everything after which nobody knows what happened.
fn unknown() -> Vec<Injection> {
    let (reset, close) = (Fault::ResetBeforeApplied, Fault::CloseBeforeApplied);
    let faults = [
        Fault::ResetAfterApplied,
        Fault::CloseAfterApplied,
        reset,
        close,
    ];
    let others = [Fault::HalfBody, Fault::Html502];
    let once = faults.into_iter().chain(others).map(Fault::once);
    once.chain([Fault::Html502.once().applied(true)]).collect()
}

#[test]
fn nothing_of_which_nobody_knows_what_happened_is_sent_twice() {
    for api in BOTH {
        for fault in unknown() {
            let told = call(
                api,
                slice::from_ref(&fault),
                RetryPolicy::default(),
                &request(),
            );
            let (class, _) = ended(&told.result);
            assert_eq!(class, Some(ErrorClass::Uncertain), "{fault:?}");
            assert_eq!(told.received, 1, "{fault:?}");

            // Nor where something else came before it.
            let faults = [limited(0), fault.clone()];
            let told = call(api, &faults, RetryPolicy::default(), &request());
            let (class, _) = ended(&told.result);
            assert_eq!(class, Some(ErrorClass::Uncertain), "{fault:?}");
            assert_eq!(told.received, 2, "{fault:?}");
        }
    }
}

#[test]
fn who_asks_for_it_gets_the_unknown_sent_again_but_never_a_pause_or_a_release() {
    let policy = RetryPolicy::default().resend_unknown(true);
    let pausing = request().pause_after_dispose(true).pause_reason("Lunch");
    for api in BOTH {
        for fault in unknown() {
            let told = call(api, slice::from_ref(&fault), policy, &request());
            assert_eq!(told.received, 2, "{fault:?}");
            let told = call(api, slice::from_ref(&fault), policy, &pausing);
            assert_eq!(told.received, 1, "{fault:?}");
        }
    }
    let releasing = request().auto_release(true);
    let told = call(Api::PostApiKey, &unknown()[..1], policy, &releasing);
    assert_eq!(told.received, 1);
}

/// Every send fails before it leaves, and is counted.
fn dead(sends: &Arc<AtomicUsize>) -> Client {
    let counter = Arc::clone(sends);
    let transport = Own(move |_: &_, _: &_, _: &_| {
        counter.fetch_add(1, Ordering::Relaxed);
        Err(Kind::Connect)
    });
    let settings = settings(Api::GetV2, "https://cloudagent.invalid");
    Client::with_transport(settings, Arc::new(transport)).unwrap()
}

#[test]
fn a_thousand_calls_against_a_dead_server_resend_ten_times() {
    let sends = Arc::new(AtomicUsize::new(0));
    let client = dead(&sends);
    let mut attempts = 0;
    for _ in 0..1_000 {
        let result = client.set_disposition(&request());
        assert_failed(&result, ErrorClass::NotSent, Kind::Connect);
        attempts += receipt(&result).attempts.len();
    }
    assert_eq!((attempts, sends.load(Ordering::Relaxed)), (1_010, 1_010));
}

#[test]
fn a_port_that_refuses_is_knocked_at_as_often_as_the_receipts_say() {
    let simulator = simulator();
    let dead = client(settings(Api::PostApiKey, &simulator.addresses().refuse_url));
    let call = |_| {
        let result = dead.set_disposition(&request());
        assert_failed(&result, ErrorClass::NotSent, Kind::Connect);
        receipt(&result).attempts.len()
    };
    assert_eq!((0..1_000).map(call).sum::<usize>(), 1_010);
}

#[test]
fn a_server_that_comes_back_gets_the_call_once() {
    let simulator = simulator();
    simulator.inject(Fault::Refuse);
    // Ten attempts take seconds, and the server is back at once.
    let policy = RetryPolicy::default().attempts(10);
    let client = client(settings(Api::PostApiKey, simulator.base_url()).retry(policy));
    std::thread::scope(|scope| {
        let call = scope.spawn(|| client.set_disposition(&request()));
        // The first attempt is refused, or was made after this: either way it is one call.
        simulator.clear_faults();
        let result = call.join().unwrap();
        assert!(result.is_ok(), "{result:?}");
    });
    let journal = simulator.journal();
    assert_eq!((journal.len(), journal[0].applied), (1, true));
}
