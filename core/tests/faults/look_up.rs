//! Looking up what call records say, over the built-in transport and over others.

use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use cloudagent_disposition::{
    Advice, Api, CallOptions, Client, Effect, ErrorClass, Finding, Kind, Lookup, Outcome,
    Settlement, record_day, settle_receipt,
};
use cloudagent_simulator::{Fault, JournalEntry, ScriptedReply, Simulator};

use crate::support::{COMMENTS, KEY, assert_failed, receipt, request, settings, simulator};

const UCID: &str = "81891700000000002";

/// The day of the account's clocks.
pub(crate) fn today() -> String {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    record_day(since_1970.as_secs().try_into().unwrap(), 330).unwrap()
}

pub(crate) fn client(simulator: &Simulator) -> Client {
    Client::new(settings(Api::GetV2, simulator.base_url())).unwrap()
}

pub(crate) fn look_up(client: &Client) -> Settlement {
    client.look_up(&request(), &today()).unwrap()
}

fn lookup(settlement: &Settlement) -> &Lookup {
    assert_eq!(settlement.finding, Finding::NoAnswer, "{settlement:?}");
    assert_eq!(settlement.effect, Effect::Unknown);
    settlement.lookup.as_ref().expect("what became of it")
}

/// A report that has this disposition for the call.
pub(crate) fn report(disposition: &str) -> ScriptedReply {
    let body = format!(
        r#"{{"details":[{{"UCID":{UCID},"AgentID":"ravi","Disposition":"{disposition}","Apikey":"{KEY}"}}],"status":"success"}}"#
    );
    ScriptedReply::new(200, body)
}

pub(crate) fn connections(simulator: &Simulator) -> Vec<u64> {
    simulator
        .journal()
        .iter()
        .map(|entry| entry.connection)
        .collect()
}

#[test]
fn what_nobody_knew_is_settled() {
    for (recorded, finding, effect) in [
        ("Sale", Finding::Stands, Effect::Applied),
        ("No+Answer", Finding::AnotherStands, Effect::NotApplied),
        ("None", Finding::NoneYet, Effect::Unknown),
    ] {
        let simulator = simulator();
        let client = client(&simulator);
        simulator.inject(Fault::ResetAfterApplied.once());
        let lost = client.set_disposition(&request());
        assert_failed(&lost, ErrorClass::Uncertain, Kind::Reset);
        assert!(receipt(&lost).sentence.contains("look_up"));

        simulator.script([report(recorded)]);
        let settlement = look_up(&client);
        assert_eq!((settlement.finding, settlement.effect), (finding, effect));
        assert_eq!((settlement.may_resend, &settlement.lookup), (false, &None));
        let settled = settle_receipt(receipt(&lost), &request(), &settlement).unwrap();
        assert_eq!(settled.effect, effect, "{recorded}");
        let printed = format!("{settlement:?} {}", settled.to_json());
        assert!(!printed.contains(KEY) && !printed.contains(COMMENTS));
    }
}

#[test]
fn it_is_one_get_with_a_body_over_a_connection_of_its_own() {
    let simulator = simulator();
    let client = client(&simulator);
    client.set_disposition(&request()).unwrap();
    simulator.script([report("Sale")]);
    look_up(&client);
    client.set_disposition(&request()).unwrap();
    let journal = simulator.journal();
    let connections = connections(&simulator);
    assert_eq!(connections.len(), 3);
    assert_eq!(connections[0], connections[2], "a set's is kept");
    assert_ne!(connections[0], connections[1], "a look-up has its own");

    let JournalEntry {
        method,
        target,
        body,
        ..
    } = &journal[1];
    assert_eq!(
        (&**method, &**target),
        ("GET", "/ca_reports/fetchCdrByUCID")
    );
    let day = today();
    let expected = format!(
        r#"{{"userName":"acme","fromDate":"{day} 00:00:00","toDate":"{day} 23:59:59","ucid":"{UCID}"}}"#
    );
    assert_eq!(String::from_utf8_lossy(body), expected);
    let length = expected.len().to_string();
    let header = |name: &str| {
        let mut headers = journal[1].headers.iter();
        headers
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    };
    for (name, value) in [
        ("content-length", Some(&*length)),
        ("content-type", Some("application/json")),
        ("accept-encoding", Some("gzip")),
        ("cache-control", Some("no-store")),
        ("apikey", Some(KEY)),
        ("authorization", None),
        ("transfer-encoding", None),
        ("connection", None),
    ] {
        assert_eq!(header(name), value, "{name}");
    }

    // Before anything was set, too: what comes first leaves no connection for what comes next.
    let client = self::client(&simulator);
    simulator.script([report("Sale")]);
    look_up(&client);
    client.set_disposition(&request()).unwrap();
    let connections = self::connections(&simulator);
    assert_ne!(connections[3], connections[4]);
}

#[test]
fn a_thread_may_leave_it_and_come_back() {
    let simulator = simulator();
    let client = Arc::new(client(&simulator));
    simulator.inject(Fault::Delay { ms: 50 }.once());
    let (moment, options) = (Duration::from_millis(1), CallOptions::new());
    let mut call = client
        .begin_look_up(&request(), &today(), &options)
        .unwrap();
    let mut pieces = 1;
    let settlements = loop {
        if let Some(settlements) = call.wait(moment) {
            break settlements;
        }
        pieces += 1;
    };
    assert!(pieces > 3, "{pieces}");
    assert_eq!(settlements.len(), 1);
    assert_ne!(settlements[0].finding, Finding::Stands, "{settlements:?}");
    client.set_disposition(&request()).unwrap();
    let connections = connections(&simulator);
    assert_ne!(connections[0], connections[1]);

    let two = [request(), request()];
    let mut call = client
        .begin_look_up_all(&two, &today(), None, None, &options)
        .unwrap();
    let settlements = std::iter::repeat_with(|| call.wait(moment)).find_map(|end| end);
    assert_eq!(settlements.unwrap().len(), 2);
    assert_eq!(simulator.journal().len(), 2, "no second one goes out");
}

#[test]
fn several_are_one_request() {
    let simulator = simulator();
    let client = client(&simulator);
    simulator.script([report("Sale")]);
    let other = request().ucid("81891700000000003");
    let settlements = client
        .look_up_all(&[other, request()], &today(), Some("00:00:00"), None)
        .unwrap();
    let findings: Vec<_> = settlements.iter().map(|one| one.finding).collect();
    assert_eq!(findings, [Finding::NotFound, Finding::Stands]);
    let journal = simulator.journal();
    assert_eq!(journal.len(), 1);
    assert_eq!(journal[0].target, "/ca_reports/fetchCDRDetails");
}

#[test]
fn one_goes_out_in_31_seconds() {
    let simulator = simulator();
    let client = client(&simulator);
    simulator.script([report("Sale")]);
    assert_eq!(look_up(&client).finding, Finding::Stands);
    for _ in 0..2 {
        let settlement = look_up(&client);
        let told = lookup(&settlement);
        assert_eq!(told.outcome, Some(Outcome::RateLimited));
        assert_eq!(told.advice, Advice::RetryLater);
        assert_eq!(told.retry_after_seconds, settlement.look_again_seconds);
        assert!((1..=31).contains(&settlement.look_again_seconds.unwrap()));
        assert!(settlement.sentence.contains("two such requests a minute"));
    }
    assert_eq!(simulator.journal().len(), 1);
    // It holds up nothing else.
    assert!(client.set_disposition(&request()).is_ok());
}

/// `megabytes` of rows before that of the call.
pub(crate) fn long_report(megabytes: usize) -> Vec<u8> {
    let other = r#"{"UCID":8189,"Disposition":"Sale","Comments":"#;
    let mut body = br#"{"details":["#.to_vec();
    for _ in 0..megabytes {
        write!(body, r#"{other}"{}"}},"#, "x".repeat(1 << 20)).unwrap();
    }
    write!(
        body,
        r#"{{"UCID":{UCID},"Disposition":"Sale"}}],"status":"success"}}"#
    )
    .unwrap();
    body
}

#[test]
fn a_report_may_be_long() {
    for (megabytes, finding) in [(5, Finding::Stands), (9, Finding::NotFound)] {
        let simulator = simulator();
        simulator.script([ScriptedReply::new(200, long_report(megabytes))]);
        let settlement = look_up(&client(&simulator));
        assert_eq!(settlement.finding, finding, "{megabytes} MB");
        let is_cut = settlement.sentence.contains("cut at its limit");
        assert_eq!(is_cut, finding == Finding::NotFound, "{settlement:?}");
    }
    // A day's may be longer, and each may travel compressed.
    let simulator = simulator();
    let packed = Vec::new();
    let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    packed.write_all(&long_report(9)).unwrap();
    let packed = ScriptedReply::new(200, packed.finish().unwrap());
    simulator.script([packed.header("content-encoding", "gzip")]);
    let settlements = client(&simulator)
        .look_up_all(&[request()], &today(), None, None)
        .unwrap();
    assert_eq!(settlements[0].finding, Finding::Stands);
}
