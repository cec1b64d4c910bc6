//! What came instead of a list of records.

use cloudagent_disposition::{NoRecords, RecordsReply};

use crate::codes::{cad_advice, cad_outcome};
use crate::guard::get;
use crate::records::cad_records;
use crate::reply::seconds;
use crate::text::cad_str;

impl cad_records {
    fn none(&self) -> Option<&NoRecords> {
        match &self.reply {
            RecordsReply::NoRecords(none) => Some(none),
            RecordsReply::Records(_) => None,
        }
    }
}

/// A text of what came instead of a list.
fn text(records: Option<&cad_records>, of: impl FnOnce(&NoRecords) -> Option<&str>) -> cad_str {
    get(records, cad_str::ABSENT, |records| {
        cad_str::of_option(records.none().and_then(of))
    })
}

/// What the vendor said instead of a list; 0 where one came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_outcome(records: Option<&cad_records>) -> cad_outcome {
    get(records, 0, |records| {
        records.none().map_or(0, |none| none.outcome.number())
    })
}

/// What to do about the look-up, where it brought no list; 0 where it did. It says nothing of the
/// disposition.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_advice(records: Option<&cad_records>) -> cad_advice {
    get(records, 0, |records| {
        records.none().map_or(0, |none| none.advice.number())
    })
}

/// How many seconds to wait before asking again; -1 where the server did not say.
///
/// NULL: -1.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_retry_after_seconds(records: Option<&cad_records>) -> i32 {
    get(records, -1, |records| {
        seconds(records.none().and_then(|none| none.retry_after_seconds))
    })
}

/// Whether the vendor's words are known that came instead of a list.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_recognised(records: Option<&cad_records>) -> bool {
    get(records, false, |records| {
        records.none().is_some_and(|none| none.recognised)
    })
}

/// The vendor's status word that came instead of a list, where it is a known one.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_status(records: Option<&cad_records>) -> cad_str {
    text(records, |none| none.status.as_deref())
}

/// The vendor's text that came instead of a list, as far as it is known.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_details(records: Option<&cad_records>) -> cad_str {
    text(records, |none| none.details.as_deref())
}

/// Why no list came and what to do about it, for a person; absent where one came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_hint(records: Option<&cad_records>) -> cad_str {
    text(records, |none| Some(&none.hint))
}
