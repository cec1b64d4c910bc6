//! Random bodies, and those of the vectors with changes, read twice.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudagent_disposition::{
    Account, Api, ApiKey, Asked, CallRecord, DispositionRequest, Effect, Finding, Records,
    RecordsReply, ReplyParts, read_callback, settle,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Map, Value};

use crate::coverage;
use crate::naive::{self, Found, Record};

const KEYS: &[&str] = &[
    "details",
    "message",
    "data",
    "status",
    "Status",
    "UCID",
    "Ucid",
    "CallID",
    "monitorUCID",
    "monitor_ucid",
    "Did",
    "AgentID",
    "Agent",
    "Disposition",
    "Comments",
    "Call Date",
    "StartTime",
    "End Time",
    "Type",
    "CampaignName",
    "Campaign",
    "Apikey",
    "x",
    "\\u0055CID",
    "DETAILS",
];
const TEXTS: &[&str] = &[
    "success",
    "Success",
    "fail",
    "false",
    "odd",
    "no record found",
    "No Data Found.",
    "Sale",
    "",
    " ",
    "None",
    "null",
    "0",
    "8189",
    "08189",
    "+8189",
    "9007199254740993",
    "2026-11-30",
    "2026-11-30 10:00:00",
    "2026-02-30 10:00:00",
    "10:00:00",
    "asha -> ravi",
    "\\ud83d",
    "\\ud83d\\ude00",
    "a\\nb",
    "\\\"",
    "é",
    "\u{200B}",
    "KKdeadbeefdeadbeefdeadbeef",
];
const OTHERS: &[&str] = &[
    "8189",
    "0",
    "-1",
    "1.5",
    "2e3",
    "9007199254740993",
    "true",
    "false",
    "null",
    "[]",
    "{}",
];

fn json() -> impl Strategy<Value = String> {
    let text = select(TEXTS).prop_map(|text| format!("\"{text}\""));
    let leaf = prop_oneof![3 => text, 1 => select(OTHERS).prop_map(str::to_owned)];
    leaf.prop_recursive(4, 24, 5, |inner| {
        let member = (select(KEYS), inner.clone()).prop_map(|(key, value)| format!("\"{key}\":{value}"));
        prop_oneof![
            1 => prop::collection::vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            3 => prop::collection::vec(member, 0..6)
                .prop_map(|members| format!("{{{}}}", members.join(" ,"))),
        ]
    })
}

/// The bodies of the vectors that are small.
fn known_bodies() -> Vec<Vec<u8>> {
    let cases = coverage::cases();
    let cases = cases.iter();
    let bodies = cases.filter_map(|case| match case["body"].as_str() {
        Some(body) => Some(body.as_bytes().to_vec()),
        None => Some(STANDARD.decode(case["body_base64"].as_str()?).unwrap()),
    });
    // What is compressed is not read here.
    bodies
        .filter(|body| body.len() < 1_000 && !body.starts_with(&[0x1F, 0x8B]))
        .collect()
}

#[derive(Debug, Clone)]
enum Change {
    Insert(Index, &'static str),
    Byte(Index, u8),
    Delete(Index, usize),
    Repeat(Index, usize),
}

impl Change {
    fn apply(self, body: &mut Vec<u8>) {
        let place = |at: Index| at.index(body.len() + 1);
        match self {
            Self::Insert(at, piece) => {
                let at = place(at);
                body.splice(at..at, piece.bytes());
            }
            Self::Byte(at, byte) => body.insert(place(at), byte),
            Self::Delete(at, count) => {
                let at = place(at);
                body.drain(at..(at + count).min(body.len()));
            }
            Self::Repeat(at, count) => {
                let at = place(at);
                let again = body[at..(at + count).min(body.len())].to_vec();
                body.splice(at..at, again);
            }
        }
    }
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = &[
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\ud83d", " ", "null", "7", "KK", "\u{FEFF}",
    ];
    prop_oneof![
        3 => (any::<Index>(), select(&pieces[..])).prop_map(|(at, piece)| Change::Insert(at, piece)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        2 => (any::<Index>(), 1..4_usize).prop_map(|(at, count)| Change::Delete(at, count)),
        1 => (any::<Index>(), 1..60_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
    ]
}

fn body() -> impl Strategy<Value = Vec<u8>> {
    let whole = prop_oneof![
        2 => json().prop_map(String::into_bytes),
        1 => select(known_bodies()),
    ];
    let changes = prop_oneof![Just(0), 0..4_usize];
    let changes = changes.prop_flat_map(|count| prop::collection::vec(change(), count));
    (whole, changes).prop_map(|(mut body, changes)| {
        changes
            .into_iter()
            .for_each(|change| change.apply(&mut body));
        body
    })
}

fn fields(record: &CallRecord) -> Map<String, Value> {
    let fields: Map<String, Value> = serde_json::from_str(&record.to_json(true)).unwrap();
    fields
        .into_iter()
        .filter(|(_, text)| !text.is_null())
        .collect()
}

fn expected(record: &Record) -> Map<String, Value> {
    let texts = record.iter();
    texts
        .map(|(field, text)| ((*field).to_owned(), text.as_str().into()))
        .collect()
}

fn compare(status: u16, body: &[u8]) {
    let read = ReplyParts::new(status, body).classify_records(Asked::OneCall);
    match (naive::read(status, body), read) {
        (Found::List { records, in_words }, RecordsReply::Records(list)) => {
            let (records, list_): (Vec<_>, Vec<_>) = (
                records.iter().map(expected).collect(),
                list.records.iter().map(fields).collect(),
            );
            assert_eq!(list_, records);
            assert_eq!((list.in_words, list.truncated), (in_words, false));
        }
        (Found::None, RecordsReply::NoRecords(_))
        | (Found::NotJson, RecordsReply::NoRecords(_)) => {}
        // Words can be read where no JSON can, and JSON behind PHP's own words.
        (Found::NotJson, RecordsReply::Records(list)) => {
            let text = String::from_utf8_lossy(body);
            assert!(
                list.records.is_empty() || text.contains("Warning"),
                "{text}"
            );
        }
        (naive, read) => panic!("{naive:?}, but {read:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_naive_reader_finds_the_same(
        status in select(&[200, 200, 200, 201, 401, 404, 500][..]),
        body in body(),
    ) {
        compare(status, &body);
    }

    #[test]
    fn a_callback_of_anything_is_read_or_refused(body in body()) {
        for body in [body.clone(), [b"data=", &body[..]].concat()] {
            std::hint::black_box(read_callback(&body).is_ok());
        }
    }

    #[test]
    fn a_callbacks_key_is_compared_and_never_shown(json in json()) {
        let body = format!(r#"{{"Apikey":"marker-of-ours","x":{json}}}"#);
        let callback = read_callback(body.as_bytes()).unwrap();
        let printed = format!("{callback:?} {callback:#?} {}", callback.record.to_json(true));
        prop_assert!(!printed.contains("marker"));
        let account = |key: &str| Account::with_api_key("acme", ApiKey::new(key));
        prop_assert!(callback.authentic(&account("marker-of-ours")));
        prop_assert!(!callback.authentic(&account("marker-of-theirs")));
    }

    #[test]
    fn only_the_text_that_was_sent_is_applied(
        disposition in select(TEXTS),
        recorded in select(TEXTS),
        ucid in select(&["8189", "8190", "0", "x"][..]),
    ) {
        let request = DispositionRequest::new().ucid("8189").disposition(disposition);
        let record = CallRecord::new().ucid(ucid).disposition(recorded);
        let list = Records::from(vec![record.clone()]);
        let Ok(settlement) = settle(&request, Api::GetV2, &list) else {
            let is_blank = ["", " ", "\u{200B}"].contains(&disposition);
            prop_assert!(is_blank);
            return Ok(());
        };
        prop_assert_eq!(&settle(&request, Api::GetV2, &record).unwrap(), &settlement);
        prop_assert!(!settlement.may_resend);
        prop_assert_eq!(settlement.finding == Finding::NotFound, ucid != "8189");
        if settlement.effect == Effect::Applied {
            let spelt = |text: &str| text.replace('+', " ").trim().to_lowercase();
            prop_assert_eq!(spelt(disposition), spelt(recorded));
        }
    }
}
