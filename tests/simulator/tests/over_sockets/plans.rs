//! Faults and scripted replies as a queue, for all requests or for those to one endpoint.

use cloudagent_simulator::{Endpoint, Fault, Injection, ScriptedReply, Simulator};

use crate::client::{get, post, simulator};
use crate::faults::{SET, sent};

#[test]
fn faults_with_a_count_come_one_after_the_other_and_then_honesty() {
    let (simulator, mut client) = sent(Fault::None.once());
    simulator.inject(Fault::Html502.times(2));
    simulator.inject(Fault::RateLimited { retry_after: None }.once());
    let mut statuses = vec![client.reply().expect("a reply").status];
    statuses.extend((0..4).map(|_| get(simulator.base_url(), SET).status));
    assert_eq!(statuses, [200, 502, 502, 429, 200]);
    let journal = simulator.journal();
    let names = journal
        .iter()
        .map(|entry| entry.reply.fault.as_ref().map(Fault::name));
    let (bad, limited) = (Some("html_502"), Some("rate_limited"));
    assert_eq!(names.collect::<Vec<_>>(), [None, bad, bad, limited, None]);
}

#[test]
fn fault_without_a_count_lasts_until_the_next_one() {
    let (simulator, mut client) = sent(Fault::Html502);
    assert_eq!(client.reply().expect("a reply").status, 502);
    assert_eq!(get(simulator.base_url(), SET).status, 502);
    simulator.inject(Fault::RateLimited { retry_after: None }.once());
    assert_eq!(get(simulator.base_url(), SET).status, 429);
    assert_eq!(get(simulator.base_url(), SET).status, 200);
}

#[test]
fn scripted_replies_and_faults_keep_the_order_in_which_they_were_planned() {
    let (simulator, mut client) = sent(Fault::Html502.once());
    simulator.script([ScriptedReply::new(404, "scripted")]);
    simulator.inject(Fault::RateLimited { retry_after: None });
    let mut statuses = vec![client.reply().expect("a reply").status];
    statuses.extend((0..3).map(|_| get(simulator.base_url(), SET).status));
    assert_eq!(statuses, [502, 404, 429, 429]);
}

#[test]
fn clearing_faults_leaves_scripted_replies() {
    let (simulator, mut client) = sent(Fault::Html502.times(9));
    client.reply().expect("a reply");
    simulator.script([ScriptedReply::new(404, "scripted")]);
    simulator.clear_faults();
    assert_eq!(get(simulator.base_url(), SET).status, 404);
    assert_eq!(get(simulator.base_url(), SET).status, 200);
}

/// The statuses of one request to each endpoint, with each way to list and each report.
fn statuses(simulator: &Simulator) -> [u16; 6] {
    let (url, header) = (simulator.base_url(), "Content-Type: application/json");
    let list = r#"{"userName":"acme","action":"GET"}"#;
    [
        get(url, SET),
        post(url, "/ca_apis/CAToken/generateToken", header, "{}"),
        get(url, "/CAServices/Disposition/DispositionAPI.php?action=get"),
        post(url, "/ca_apis/DispositionAPIV2", header, list),
        get(url, "/ca_reports/fetchCdrByUCID"),
        get(url, "/ca_reports/fetchCDRDetails"),
    ]
    .map(|reply| reply.status)
}

#[test]
fn what_names_an_endpoint_is_for_its_requests_only() {
    for (endpoint, expected) in [
        (Endpoint::Disposition, [502, 200, 200, 200, 200, 200]),
        (Endpoint::Token, [200, 502, 200, 200, 200, 200]),
        (Endpoint::List, [200, 200, 502, 502, 200, 200]),
        (Endpoint::Report, [200, 200, 200, 200, 502, 502]),
    ] {
        let simulator = simulator();
        simulator.inject(Fault::Html502.times(2).at(endpoint));
        assert_eq!(statuses(&simulator), expected, "{endpoint:?}");
        simulator.script_at(endpoint, [ScriptedReply::new(404, "")]);
        simulator.clear_faults();
        // The one reply goes to the first request.
        let first = expected.iter().position(|status| *status == 502);
        let statuses = statuses(&simulator);
        assert_eq!(statuses.iter().position(|status| *status == 404), first);
        assert_eq!(statuses.iter().filter(|status| **status == 404).count(), 1);
    }
}

#[test]
fn what_names_an_endpoint_goes_before_what_is_for_all() {
    let simulator = simulator();
    simulator.inject(Fault::Html502);
    simulator.inject(
        Fault::RateLimited { retry_after: None }
            .once()
            .at(Endpoint::Token),
    );
    assert_eq!(statuses(&simulator), [502, 429, 502, 502, 502, 502]);
    assert_eq!(statuses(&simulator), [502; 6]);

    // Faults of one endpoint are cleared apart.
    simulator.inject(Injection::from(Fault::Html502).at(Endpoint::Token));
    simulator.inject(Injection::from(Fault::None).at(Endpoint::List));
    assert_eq!(statuses(&simulator), [502; 6]);
    simulator.clear_faults();
    assert_eq!(statuses(&simulator), [200; 6]);
}
