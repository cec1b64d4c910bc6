//! A crowd on one client, with a server that misbehaves now and then: each reply belongs to its call,
//! nothing is lost, and nothing grows. `CAD_MANY_SECONDS` says for how long.

use std::fs;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cloudagent_disposition::{Api, Client, Delivery, Outcome, RetryPolicy};
use cloudagent_simulator::Fault;

use crate::child::{child, given, told};
use crate::support::{receipt, request, settings, simulator};

const THREADS: usize = 64;

/// What a client may keep of a crowd: memory that the next one uses again.
const KEPT: usize = 4 << 20;

const FAULTS: [Fault; 5] = [
    Fault::ResetBeforeApplied,
    Fault::ResetAfterApplied,
    Fault::CloseAfterApplied,
    Fault::HalfBody,
    Fault::Html502,
];

/// What came of a crowd's calls.
#[derive(Default)]
struct Crowd {
    calls: AtomicUsize,
    received: AtomicUsize,
    replied: AtomicUsize,
}

impl Crowd {
    /// Has every thread call for so long.
    fn call(&self, client: &Client, time: Duration) {
        let end = Instant::now() + time;
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    while Instant::now() < end {
                        self.one(client);
                    }
                });
            }
        });
    }

    /// A call that the server does not know: it repeats the ucid, which shows whose reply it is.
    fn one(&self, client: &Client) {
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        let ucid = format!("8189{number}");
        let result = client.set_disposition(&request().ucid(&ucid));
        let told = receipt(&result);
        let [attempt] = told.attempts.as_slice() else {
            panic!("{told:?}")
        };
        if attempt.delivery != Delivery::NotSent {
            self.received.fetch_add(1, Ordering::Relaxed);
        }
        match told.outcome {
            Some(Outcome::UnknownCall) => {
                assert_eq!(told.ucid.as_ref(), Some(&ucid), "another call's reply");
                self.replied.fetch_add(1, Ordering::Relaxed);
            }
            None | Some(Outcome::Unavailable) => {}
            Some(_) => panic!("{told:?}"),
        }
    }
}

/// How much of a kind this process holds.
fn entries(folder: &str) -> usize {
    fs::read_dir(folder).unwrap().count()
}

fn memory() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<usize>().unwrap() << 10
}

#[test]
#[ignore = "a child of the test below"]
fn calls_of_a_crowd() {
    let time = Duration::from_secs_f64(given("CAD_MANY_SECONDS").parse().unwrap());
    let crowd = Crowd::default();
    let client = || {
        let settings = settings(Api::GetV2, &given("URL")).retry(RetryPolicy::none());
        Client::new(settings).unwrap()
    };
    let threads = entries("/proc/self/task");
    let held = || {
        // A thread that was waited for may be listed a moment longer.
        let end = Instant::now() + Duration::from_secs(10);
        while entries("/proc/self/task") > threads && Instant::now() < end {
            thread::yield_now();
        }
        (entries("/proc/self/fd"), entries("/proc/self/task"))
    };
    // What the process has from its first client on.
    crowd.call(&client(), time / 4);
    let before = held();
    let client = client();
    crowd.call(&client, time / 4);
    let memory_before = memory();
    crowd.call(&client, time);
    let memory_after = memory();
    drop(client);
    assert_eq!(held(), before, "descriptors and threads");
    assert!(
        memory_after < memory_before + KEPT,
        "{memory_before} bytes, then {memory_after}"
    );
    let [calls, received, replied] =
        [crowd.calls, crowd.received, crowd.replied].map(AtomicUsize::into_inner);
    println!("told: {calls} {received} {replied} {memory_before} {memory_after}");
}

#[test]
fn a_crowd_of_threads_shares_one_client() {
    let simulator = simulator();
    for round in 0..4_000 {
        let honest = u32::try_from(round * 7 % 40).unwrap();
        simulator.inject(FAULTS[round % FAULTS.len()].clone().once());
        simulator.inject(Fault::None.times(1 + honest));
    }
    let seconds = std::env::var("CAD_MANY_SECONDS").unwrap_or_else(|_| "1".to_owned());
    let mut child = child("crowd::calls_of_a_crowd");
    child.env("URL", simulator.base_url());
    let told = told(child.env("CAD_MANY_SECONDS", seconds));
    println!("calls, received, replied, bytes of memory before and after: {told:?}");
    let numbers = told[0].split(' ').map(|number| number.parse().unwrap());
    let [calls, received, replied, ..]: [usize; 5] =
        numbers.collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(received, simulator.journal().len());
    assert!(calls > THREADS && replied > calls / 2, "{told:?}");
}
