//! Any reply with records and any callback have an answer, within the limits; what is settled is
//! never a reason to send again.
#![no_main]

use cloudagent_disposition::{
    Advice, Api, Asked, CallRecord, DispositionRequest, RecordsReply, ReplyParts, read_callback,
    settle,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (u16, &str, &str, &[u8])| {
    let (http_status, ucid, disposition, body) = input;
    let request = DispositionRequest::new().ucid(ucid).disposition(disposition);
    match ReplyParts::new(http_status, body).classify_records(Asked::OneCall) {
        RecordsReply::Records(list) => {
            assert!(list.records.len() <= Asked::OneCall.rows_max());
            if let Ok(settlement) = settle(&request, Api::GetV2, &list) {
                assert!(!settlement.may_resend && settlement.sentence.ends_with('.'));
            }
        }
        RecordsReply::NoRecords(none) => {
            assert_ne!(none.advice, Advice::CheckFirst);
            for text in [&none.status, &none.details] {
                let text = text.as_deref().unwrap_or("-");
                assert!(text.chars().count() <= 256 && !text.contains(char::is_control));
            }
        }
    }
    let record = match read_callback(body) {
        Ok(callback) => callback.record,
        Err(_) => CallRecord::new().ucid(ucid).disposition(String::from_utf8_lossy(body)),
    };
    let _ = settle(&request, Api::PostToken, &record);
});
