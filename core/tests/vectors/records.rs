//! `records.json`: call records and callbacks read, what they settle, and the requests for them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudagent_disposition::{
    Account, Asked, CallRecord, Receipt, Records, RecordsReply, ReplyParts, build_day_request,
    build_record_request, read_callback, record_day, settle, settle_receipt, status_number,
};
use serde_json::{Map, Value, json};

use crate::engine_steps::includes;
use crate::given::{account, api, base_url, request, spelled};
use crate::wire::compare;

/// The keys that a case of each kind may have, besides those of every case.
const KEYS: &[(&str, &[&str])] = &[
    (
        "records",
        &[
            "http_status",
            "body",
            "body_base64",
            "retry_after",
            "date",
            "asked",
        ],
    ),
    ("callback", &["body", "body_base64", "account"]),
    (
        "settle",
        &[
            "api",
            "request",
            "records",
            "truncated",
            "in_words",
            "receipt",
            "receipt_request",
        ],
    ),
    (
        "request",
        &[
            "account",
            "ucid",
            "day",
            "from",
            "to",
            "now",
            "utc_offset_minutes",
            "base_url",
        ],
    ),
    ("day", &["unix_seconds", "utc_offset_minutes"]),
];

pub(crate) fn run(mut case: Value) {
    let kind = case["kind"].as_str().expect("a kind").to_owned();
    let known = KEYS.iter().find(|(of, _)| *of == kind);
    let (_, known) = known.unwrap_or_else(|| panic!("what is {kind}?"));
    for key in case.as_object().unwrap().keys() {
        let everywhere = ["id", "source", "kind", "expect"].contains(&key.as_str());
        assert!(
            everywhere || known.contains(&key.as_str()),
            "what is {key}?"
        );
    }
    let expect = case["expect"].take();
    match kind.as_str() {
        "records" => records(&case, &expect),
        "callback" => callback(&case, &expect),
        "settle" => settled(&case, &expect),
        "request" => built(&case, expect),
        _ => {
            let offset = case["utc_offset_minutes"].as_i64().unwrap().try_into();
            let day = record_day(case["unix_seconds"].as_i64().unwrap(), offset.unwrap());
            assert_eq!(json!({ "day": day }), expect);
        }
    }
}

fn body(case: &Value) -> Vec<u8> {
    match (case["body"].as_str(), case["body_base64"].as_str()) {
        (Some(text), None) => text.as_bytes().to_vec(),
        (None, Some(text)) => STANDARD.decode(text).unwrap(),
        _ => panic!("either body or body_base64"),
    }
}

/// The fields that a record has.
fn fields(record: &CallRecord) -> Value {
    let fields: Map<String, Value> = serde_json::from_str(&record.to_json(true)).unwrap();
    fields
        .into_iter()
        .filter(|(_, text)| !text.is_null())
        .collect()
}

/// The same from a vector.
fn record(given: &Value) -> CallRecord {
    let mut record = CallRecord::new();
    for (key, text) in given.as_object().unwrap() {
        let slot = match key.as_str() {
            "ucid" => &mut record.ucid,
            "call_id" => &mut record.call_id,
            "did" => &mut record.did,
            "agent_id" => &mut record.agent_id,
            "disposition" => &mut record.disposition,
            "comments" => &mut record.comments,
            "call_date" => &mut record.call_date,
            "start_time" => &mut record.start_time,
            "end_time" => &mut record.end_time,
            "status" => &mut record.status,
            "type" => &mut record.r#type,
            "campaign" => &mut record.campaign,
            key => panic!("what is {key}?"),
        };
        *slot = text.as_str().map(str::to_owned);
    }
    record
}

fn records(case: &Value, expect: &Value) {
    let body = body(case);
    let asked = case["asked"]
        .as_str()
        .unwrap_or("one_call")
        .parse::<Asked>()
        .unwrap();
    let reply = ReplyParts::new(status_number(case["http_status"].as_i64().unwrap()), &body)
        .retry_after(case["retry_after"].as_str())
        .date(case["date"].as_str())
        .classify_records(asked);
    let printed = format!("{reply:?}");
    assert!(!printed.contains("deadbeef"), "{printed}");
    let actual = match &reply {
        RecordsReply::Records(list) => json!({
            "records": list.records.iter().map(fields).collect::<Vec<_>>(),
            "count": list.records.len(),
            "last": list.records.last().map(fields),
            "truncated": list.truncated,
            "in_words": list.in_words,
        }),
        RecordsReply::NoRecords(none) => {
            assert!(none.hint.ends_with('.'), "{}", none.hint);
            assert!(!none.hint.contains("may or may not"), "{}", none.hint);
            json!({"no_records": {
                "outcome": none.outcome.as_str(),
                "advice": none.advice.as_str(),
                "retry_after_seconds": none.retry_after_seconds,
                "status": none.status,
                "details": none.details,
                "recognised": none.recognised,
            }})
        }
    };
    includes("records", &actual, expect);
    // What it has of a record, it has exactly.
    if let Some(Value::Array(wanted)) = expect.get("records") {
        assert_eq!(&actual["records"], &Value::Array(wanted.clone()));
    }
    assert!(!actual.to_string().contains("deadbeef"), "{actual}");
}

fn callback(case: &Value, expect: &Value) {
    let read = match read_callback(&body(case)) {
        Ok(read) => read,
        Err(invalid) => {
            let [violation] = invalid.violations() else {
                panic!("one violation: {invalid}");
            };
            assert_eq!(violation.field.as_str(), "callback");
            assert_eq!(json!({"invalid": violation.problem.as_str()}), *expect);
            return;
        }
    };
    let account = match case.get("account") {
        Some(given) => account(given),
        None => Account::without_credential("acme"),
    };
    let printed = format!("{read:?} {}", read.record.to_json(true));
    assert!(!printed.contains("deadbeef"), "{printed}");
    let actual = json!({
        "record": fields(&read.record),
        "customer": read.customer,
        "authentic": read.authentic(&account),
    });
    includes("callback", &actual, expect);
    if let Some(wanted) = expect.get("record") {
        assert_eq!(&actual["record"], wanted);
    }
}

fn settled(case: &Value, expect: &Value) {
    let (api, request_) = (api(case), request(&case["request"]));
    let given = case["records"].as_array().unwrap();
    let mut list = Records::from(given.iter().map(record).collect::<Vec<_>>());
    list.truncated = case["truncated"].as_bool().unwrap_or_default();
    list.in_words = case["in_words"].as_bool().unwrap_or_default();
    let settlement = match settle(&request_, api, &list) {
        Ok(settlement) => settlement,
        Err(invalid) => {
            let spelled: Vec<String> = invalid
                .violations()
                .iter()
                .map(|violation| format!("{}.{}", violation.field, violation.problem))
                .collect();
            assert_eq!(json!({"invalid": spelled}), *expect);
            return;
        }
    };
    if let ([one], false, false) = (&*list.records, list.truncated, list.in_words) {
        assert_eq!(settle(&request_, api, one), Ok(settlement.clone()));
    }
    let sentence = &settlement.sentence;
    assert!(
        sentence.ends_with('.') && !sentence.contains("  "),
        "{sentence}"
    );
    let index = settlement.record.as_ref().map(|found| {
        let place = list.records.iter().position(|record| record == found);
        place.expect("it is one of them")
    });
    let receipt = case.get("receipt").map(|given| {
        let receipt = Receipt::from_json(&given.to_string()).unwrap();
        let of = case
            .get("receipt_request")
            .map_or(request_.clone(), request);
        match settle_receipt(&receipt, &of, &settlement) {
            Ok(receipt) => {
                let told: Value = serde_json::from_str(&receipt.to_json()).unwrap();
                if receipt.settled.is_some() {
                    assert_eq!(&receipt.sentence, sentence);
                }
                told
            }
            Err(invalid) => json!(invalid.violations()[0].field.as_str()),
        }
    });
    let actual = json!({
        "finding": settlement.finding.as_str(),
        "effect": settlement.effect.as_str(),
        "advice": settlement.advice.as_str(),
        "may_resend": settlement.may_resend,
        "look_again_seconds": settlement.look_again_seconds,
        "record": index,
        "receipt": receipt,
    });
    includes("settle", &actual, expect);
}

fn built(case: &Value, expect: Value) {
    let (account, base_url) = (account(&case["account"]), base_url(case));
    let (day, now) = (case["day"].as_str().unwrap(), case["now"].as_i64().unwrap());
    let offset = case["utc_offset_minutes"]
        .as_i64()
        .map(|minutes| i32::try_from(minutes).unwrap());
    let built = match case["ucid"].as_str() {
        Some(ucid) => build_record_request(&account, ucid, day, now, offset, base_url),
        None => {
            let (from, to) = (case["from"].as_str(), case["to"].as_str());
            build_day_request(&account, day, from, to, now, offset, base_url)
        }
    };
    match built {
        Ok(built) => {
            assert!(built.body_with_get() && built.own_connection());
            assert!(built.reply_limit() >= 8 << 20);
            compare(&built, expect);
        }
        Err(refused) => {
            assert!(
                refused
                    .violations()
                    .iter()
                    .all(|violation| violation.is_hard())
            );
            assert_eq!(json!({"violations": spelled(refused.violations())}), expect);
        }
    }
}
