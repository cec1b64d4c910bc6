//! Call records across the bridge: a list stays on this side, and what holds a key is an object.

use cloudagent_disposition_uniffi::{
    AccountHandle, ApiKeyHandle, Bytes, CallRecordData, CallbackRead, FoundData, HttpReplyData,
    Misuse, RecordsHandle, RecordsRead, RequestData, RequestRead, SettleResult, SettledReceipt,
    SettlementData, call_record_to_json, classify_records, live_objects, read_callback,
    receipt_from_json, request_from_json, settle, settle_receipt,
};

/// What a value of that shape holds.
macro_rules! the {
    ($value:expr, $shape:pat => $part:expr) => {
        match $value {
            $shape => $part,
            other => panic!("another shape: {other:?}"),
        }
    };
}

fn reply(status: i32, body: impl Into<Vec<u8>>) -> HttpReplyData {
    HttpReplyData {
        status,
        retry_after: None,
        date: None,
        body: Bytes(body.into()),
    }
}

fn request() -> RequestData {
    let json = r#"{"ucid": "9007199254740993", "disposition": "Sale", "comments": "private"}"#;
    the!(request_from_json(json), Ok(RequestRead::Read { request }) => request)
}

fn settled(found: FoundData) -> SettlementData {
    let result = settle(request(), "get_v2", found);
    the!(result, Ok(SettleResult::Settled { settlement }) => settlement)
}

const LIST: &str = r#"{"status": "success", "details": [
    {"UCID": 9007199254740992, "Disposition": "Lost"},
    {"UCID": 9007199254740993, "Disposition": "sale", "Comments": "private"},
    {"UCID": 9007199254740994, "Apikey": "KK-marker-7"}]}"#;

#[test]
fn a_list_stays_here_and_settles_as_it_is() {
    let read = classify_records(reply(200, LIST), "day").unwrap();
    let (records, size) = the!(read, RecordsRead::Listed { records, size } => (records, size));
    assert_eq!(
        (size.count, size.truncated, size.in_words),
        (3, false, false)
    );
    let settlement = settled(FoundData::Listed {
        records: records.clone(),
    });
    assert_eq!(
        (&*settlement.finding, &*settlement.effect),
        ("stands", "applied")
    );
    assert_eq!(
        settlement.record,
        Some(records.rows(1, 1).unwrap().remove(0))
    );

    let rows = |place, count| records.rows(place, count).unwrap().len();
    assert_eq!(
        [rows(0, 9), rows(2, 9), rows(3, 1), rows(0, 0)],
        [3, 1, 0, 0]
    );
    let again = RecordsHandle::of(records.rows(0, 9).unwrap(), false, false).unwrap();
    assert!(again.same_as(&records).unwrap());
    assert!(
        !RecordsHandle::of(Vec::new(), true, false)
            .unwrap()
            .same_as(&records)
            .unwrap()
    );
    let printed = format!("{records:?} {:?}", records.rows(0, 9));
    for hidden in ["marker", "private", "Lost"] {
        assert!(!printed.contains(hidden), "{printed}");
    }
    let one = records.rows(1, 1).unwrap().remove(0);
    assert_eq!(
        settled(FoundData::One {
            record: one.clone()
        })
        .finding,
        "stands"
    );
    let json = |with_comments| call_record_to_json(one.clone(), with_comments).unwrap();
    assert!(json(true).contains("private") && !json(false).contains("private"));
}

#[test]
fn what_is_no_list_settles_nothing() {
    let read = classify_records(reply(401, "{}"), "one_call").unwrap();
    let instead = the!(read, RecordsRead::Unlisted { instead } => instead);
    assert_eq!(instead.advice, "fix_credentials");
    let settlement = settled(FoundData::Unlisted {
        instead: instead.clone(),
    });
    let lookup = settlement.lookup.unwrap();
    assert_eq!((lookup.outcome, lookup.kind), (Some(instead.outcome), None));
    assert!(settlement.sentence.contains(&instead.hint));

    let kind = "connect".to_owned();
    let settlement = settled(FoundData::Failed { kind: kind.clone() });
    assert_eq!(settlement.finding, "no_answer");
    assert_eq!(settlement.lookup.unwrap().kind, Some(kind));

    let wrong = FoundData::Failed { kind: "no".into() };
    let set = "Kind".to_owned();
    let misuse = settle(request(), "get_v2", wrong);
    assert_eq!(misuse, Err(Misuse::UnknownCode { set }));
    let without = RequestData {
        ucid: None,
        ..request()
    };
    let found = FoundData::Failed {
        kind: "connect".into(),
    };
    let result = settle(without, "get_v2", found);
    let violations = the!(result, Ok(SettleResult::Refused { violations }) => violations);
    assert_eq!(
        (&*violations[0].field, &*violations[0].problem),
        ("ucid", "missing")
    );
}

#[test]
fn a_receipt_takes_over_what_was_found_and_keeps_what_a_newer_version_wrote() {
    let json = r#"{"effect":"unknown","advice":"check_first","may_resend":false,
        "retry_after_seconds":null,"outcome":null,"http_status":null,"status":null,"details":null,
        "ucid":null,"did":null,"action":null,"excerpt":null,"pause_requested":false,"attempts":[],
        "warnings":[],"request_id":"0123456789abcdef0123456789abcdef","token_requests":0,
        "sentence":"Nobody knows.","later":7}"#;
    let read = receipt_from_json(json).unwrap();
    let receipt =
        the!(read, cloudagent_disposition_uniffi::ReceiptRead::Read { receipt } => receipt);
    let record = CallRecordData::from(
        &cloudagent_disposition::CallRecord::new()
            .ucid("9007199254740993")
            .disposition("Other"),
    );
    let settlement = settled(FoundData::One { record });
    let given = settle_receipt(receipt.clone(), request(), settlement.clone());
    let after = the!(given, Ok(SettledReceipt::Given { receipt }) => receipt);
    assert_eq!(after.settled.as_deref(), Some("another_stands"));
    assert_eq!(
        (&*after.effect, &*after.advice),
        ("not_applied", "do_not_retry")
    );
    assert_eq!(after.sentence, settlement.sentence);
    assert_eq!(after.newer, receipt.newer);
    assert!(after.newer.is_some());

    let other = RequestData {
        disposition: Some("Another".into()),
        ..request()
    };
    let given = settle_receipt(receipt, other, settlement);
    let violations = the!(given, Ok(SettledReceipt::Refused { violations }) => violations);
    assert_eq!(
        (&*violations[0].field, &*violations[0].problem),
        ("settlement", "invalid")
    );
}

#[test]
fn a_callback_keeps_its_key() {
    let key = "KK-marker-7";
    let body = format!(r#"{{"monitorUCID":"8189","UserName":"acme","Apikey":"{key}"}}"#);
    let read = read_callback(Bytes(body.into_bytes()));
    let callback = the!(read, Ok(CallbackRead::Read { callback }) => callback);
    assert_eq!(callback.record().unwrap().call_id.as_deref(), Some("8189"));
    assert_eq!(callback.customer().unwrap().as_deref(), Some("acme"));
    let account = |key: &str| {
        let key = ApiKeyHandle::new(key.into()).unwrap();
        AccountHandle::with_api_key("acme".into(), &key).unwrap()
    };
    assert!(callback.authentic(&account(key)).unwrap());
    assert!(!callback.authentic(&account("KK-marker-8")).unwrap());
    assert!(live_objects().unwrap() > 0);
    let printed = format!("{callback:?} {:?}", callback.record());
    assert!(!printed.contains("marker"), "{printed}");

    let refused = read_callback(Bytes(b"KK-marker-7".to_vec()));
    let violations = the!(refused, Ok(CallbackRead::Refused { violations }) => violations);
    assert_eq!(
        (&*violations[0].field, &*violations[0].problem),
        ("callback", "invalid")
    );
    assert!(!format!("{violations:?}").contains("marker"));
}
