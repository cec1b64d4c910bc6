//! What became of it: call records and the end-of-call callback tell of a disposition that nobody
//! knew of. All of it is pure; what the vendor documents of its records stands in the guide.

mod callback;
mod classify;
mod day;
mod form;
mod leg;
mod record;
mod request;
mod row;
mod said;
mod same;
mod sentence;
mod settle;
mod settlement;
#[cfg(test)]
mod tests;
mod unsent;

pub use callback::{Callback, read_callback};
pub use classify::{Asked, NoRecords, Records, RecordsReply};
pub(crate) use day::is_offset;
pub use day::record_day;
pub use record::CallRecord;
pub(crate) use request::{Wanted, What};
pub use request::{build_day_request, build_record_request};
pub(crate) use settle::settle_failed_because;
pub use settle::{FoundRecords, settle, settle_failed, settle_without};
pub use settlement::{Lookup, Settlement, settle_receipt};
pub(crate) use unsent::{settle_too_soon, settle_without_token, violations_of_all};
