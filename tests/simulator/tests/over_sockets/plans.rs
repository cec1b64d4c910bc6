//! Faults and scripted replies as one queue.

use cloudagent_simulator::{Fault, ScriptedReply};

use crate::client::get;
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
