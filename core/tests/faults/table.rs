//! Every case of the table, on a GET and on a POST API.

use std::time::{Duration, Instant};

use cloudagent_disposition::{
    Advice, Api, Client, Delivery, Effect, Error, ErrorClass, Kind, Outcome, Receipt,
};
use cloudagent_simulator::{Injection, Simulator};
use serde::Deserialize;

use crate::leaks::assert_no_leak;
use crate::support::{ended, receipt, request, settings, simulator};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    address: Option<String>,
    fault: Option<Injection>,
    deadline_ms: Option<u64>,
    connect_timeout_ms: Option<u64>,
    expect: Expect,
}

#[derive(Deserialize, Debug, PartialEq)]
#[serde(deny_unknown_fields)]
struct Expect {
    class: Option<ErrorClass>,
    kind: Option<Kind>,
    effect: Effect,
    advice: Advice,
    may_resend: bool,
    outcome: Option<Outcome>,
    http_status: Option<u16>,
    retry_after_seconds: Option<u32>,
    deliveries: Vec<Delivery>,
    received: usize,
    applied: bool,
}

#[test]
fn every_fault_is_told_as_the_table_says() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/faults/faults.json");
    let file: File = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(file.format, 1);
    for case in &file.cases {
        for api in [Api::GetV2, Api::PostApiKey] {
            run(case, api);
        }
    }
}

fn run(case: &Case, api: Api) {
    let simulator = simulator();
    if let Some(fault) = &case.fault {
        simulator.inject(fault.clone());
    }
    let mut settings = settings(api, &address(case, &simulator));
    if let Some(limit) = case.deadline_ms {
        settings = settings.deadline(Duration::from_millis(limit));
    }
    if let Some(limit) = case.connect_timeout_ms {
        settings = settings.connect_timeout(Duration::from_millis(limit));
    }
    let client = Client::new(settings).unwrap();

    let begun = Instant::now();
    let result = client.set_disposition(&request());
    let took = begun.elapsed();

    let place = format!("{} on {api}", case.id);
    let told = told(&result, &simulator);
    assert_eq!(told, case.expect, "{place}: {result:?}");
    assert_eq!(simulator.trap_visits(), 0, "{place}: a redirect");
    if let (Some(limit), Some(_)) = (case.deadline_ms, case.expect.class) {
        let early = took < Duration::from_millis(limit);
        assert!(!early, "{place}: after {took:?}");
    }
    assert_no_leak(&place, &client, &result);
}

fn address(case: &Case, simulator: &Simulator) -> String {
    let addresses = simulator.addresses();
    match case.address.as_deref() {
        None => addresses.base_url.clone(),
        Some("refuse_url") => addresses.refuse_url.clone(),
        Some("unreachable_url") => addresses.unreachable_url.clone(),
        Some("https") => addresses.base_url.replace("http:", "https:"),
        Some(url) => url.to_owned(),
    }
}

/// What the caller was told, and what the server knows.
fn told(result: &Result<Receipt, Error>, simulator: &Simulator) -> Expect {
    let receipt = receipt(result);
    let deliveries = receipt.attempts.iter().map(|attempt| attempt.delivery);
    let journal = simulator.journal();
    let (class, kind) = ended(result);
    Expect {
        class,
        kind,
        effect: receipt.effect,
        advice: receipt.advice,
        may_resend: receipt.may_resend,
        outcome: receipt.outcome,
        http_status: receipt.http_status,
        retry_after_seconds: receipt.retry_after_seconds,
        deliveries: deliveries.collect(),
        received: journal.len(),
        applied: journal.iter().any(|entry| entry.applied),
    }
}
