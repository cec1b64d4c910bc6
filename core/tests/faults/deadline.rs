//! The deadline is never early, and soon after.

use std::time::{Duration, Instant};

use cloudagent_disposition::Error;
use cloudagent_disposition::{Api, Client, UncertainKind};
use cloudagent_simulator::Fault;

use crate::support::{request, settings, simulator};

const DEADLINE: Duration = Duration::from_millis(120);

/// How late each of twenty calls of a new client ended, the first among them. A busy machine is late
/// itself: so a plain sleep goes along with each call, and what it is late does not count.
fn lateness(fault: Fault) -> Vec<Duration> {
    let simulator = simulator();
    simulator.inject(fault);
    let settings = settings(Api::PostApiKey, simulator.base_url()).deadline(DEADLINE);
    let client = Client::new(settings).unwrap();
    let mut late: Vec<Duration> = (0..20)
        .map(|_| {
            let begun = Instant::now();
            let (result, took, slept) = std::thread::scope(|scope| {
                let sleeper = scope.spawn(move || {
                    std::thread::sleep(DEADLINE);
                    begun.elapsed()
                });
                let result = client.set_disposition(&request());
                let took = begun.elapsed();
                (result, took, sleeper.join().unwrap())
            });
            let Err(Error::Uncertain {
                kind: UncertainKind::Timeout,
                ..
            }) = result
            else {
                panic!("{result:?}")
            };
            assert!(took >= DEADLINE, "early: {took:?}");
            took.saturating_sub(slept)
        })
        .collect();
    late.sort();
    late
}

#[test]
fn it_holds_against_servers_that_are_silent_or_drip() {
    let faults = [
        Fault::Silent,
        Fault::NeverAccept,
        Fault::Drip {
            every_ms: 10,
            endless: true,
        },
        Fault::DripHeaders { every_ms: 10 },
    ];
    for fault in faults {
        let late = lateness(fault.clone());
        assert!(late[19] <= Duration::from_millis(50), "{fault:?}: {late:?}");
    }
}
