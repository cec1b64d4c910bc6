//! Processes whose clients share an account's token through one file.

use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Account, Api, ApiKey, BaseUrl, Client, DispositionRequest, FileTokenStore, Settings,
};
use cloudagent_simulator::{Call, Endpoint, Fault, Scenario, Simulator};
use nix::sys::signal::Signal;

use crate::folder::Folder;
use crate::processes::{Other, file, told};

const DID: &str = "914000000001";

fn ucid(number: usize) -> String {
    format!("81891700000{number:06}")
}

/// A CloudAgent with so many calls that have ended, on which nobody has a token yet.
fn simulator(calls: usize) -> Simulator {
    let mut scenario = Scenario::example();
    scenario.accounts[1].token = None;
    scenario.calls = (0..calls)
        .map(|number| Call::ended(&ucid(number), DID, "ravi"))
        .collect();
    Simulator::start(scenario).unwrap()
}

/// How many tokens were made.
fn made(simulator: &Simulator) -> usize {
    let journal = simulator.journal();
    let made = journal
        .iter()
        .filter(|entry| entry.applied && entry.target.ends_with("generateToken"));
    made.count()
}

/// A process that makes these calls.
fn caller(folder: &Folder, simulator: &Simulator, calls: &Range<usize>) -> Other {
    Other::with("calls::other_calls", folder, |command| {
        command
            .env("BASE_URL", simulator.base_url())
            .env("FIRST_CALL", calls.start.to_string())
            .env("CALLS", calls.len().to_string());
    })
}

fn number(name: &str) -> usize {
    std::env::var(name).unwrap().parse().unwrap()
}

/// Says of each call how it ended and how long it took.
#[test]
#[ignore = "run by another test, in a process of its own"]
fn other_calls() {
    let account = Account::with_api_key("globex", ApiKey::new("KKglobex9876543210"));
    let base_url = BaseUrl::parse(&std::env::var("BASE_URL").unwrap()).unwrap();
    // A machine that builds beside this is slow, and what this counts is not time.
    let settings = Settings::new(account, Api::PostToken)
        .base_url(base_url)
        .deadline(Duration::from_secs(60));
    let store = Arc::new(FileTokenStore::new(file()));
    let client = Client::new(settings).unwrap().token_store(store);
    let first = number("FIRST_CALL");
    println!("said: ready");
    told();
    for call in first..first + number("CALLS") {
        let request = DispositionRequest::new()
            .ucid(ucid(call))
            .did(DID)
            .agent_id("ravi")
            .disposition("Sale");
        let begun = Instant::now();
        let result = client.set_disposition(&request);
        let took = begun.elapsed().as_millis();
        match result {
            Ok(receipt) => println!("said: {} {took}", receipt.effect),
            Err(error) => println!("said: {error} {took}"),
        }
    }
}

#[test]
fn eight_processes_make_one_token_and_one_more_each_time_that_it_expires() {
    const CALLS: usize = 200;
    let (folder, simulator) = (Folder::new(), simulator(8 * CALLS));
    let start = |number: usize| {
        let mut other = caller(&folder, &simulator, &(number * CALLS..(number + 1) * CALLS));
        assert_eq!(other.said(), "ready");
        other
    };
    let mut others: Vec<Other> = (0..8).map(start).collect();
    others.iter_mut().for_each(|other| other.tell("go on"));
    let done = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for other in &mut others {
            scope.spawn(|| {
                for _ in 0..CALLS {
                    let said = other.said();
                    assert!(said.starts_with("applied "), "{said}");
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    if done == 8 * CALLS / 3 || done == 16 * CALLS / 3 {
                        simulator.expire_tokens();
                    }
                }
            });
        }
    });
    assert_eq!(made(&simulator), 3);
    let calls = simulator.state().calls;
    assert!(calls.values().all(|call| call.times_set == 1));
    assert_eq!(folder.names(), ["token"]);
}

#[test]
fn who_is_killed_while_fetching_holds_the_others_up_for_no_longer_than_its_lease() {
    let (folder, simulator) = (Folder::new(), simulator(4));
    simulator.inject(Fault::Silent.once().at(Endpoint::Token));
    let mut others: Vec<Other> = (0..4)
        .map(|number| caller(&folder, &simulator, &(number..number + 1)))
        .collect();
    assert!(others.iter_mut().all(|other| other.said() == "ready"));
    let mut leader = others.remove(0);
    leader.tell("go on");
    while simulator.journal().is_empty() {
        std::thread::yield_now();
    }
    others.iter_mut().for_each(|other| other.tell("go on"));
    leader.signal(Signal::SIGKILL);
    for other in &mut others {
        let said = other.said();
        let (effect, took) = said.rsplit_once(' ').unwrap();
        assert_eq!(effect, "applied");
        assert!(took.parse::<u32>().unwrap() < 12_000, "after {took} ms");
    }
    assert_eq!(made(&simulator), 1);
}
