//! Call records
//!
//! What became of a disposition of which nobody knows: the vendor's call records often tell, and so
//! does the end-of-call callback.
//!
//!     cad_records *records = NULL;
//!     cad_classify_records(CAD_ASKED_ONE_CALL, &received, &records);
//!     cad_settlement *settlement = NULL;
//!     if (cad_settle(&request, CAD_API_GET_V2, records, &settlement, NULL) == CAD_OK)
//!         switch (cad_settlement_effect(settlement)) ... // applied, not applied, or still unknown
//!
//! A look-up that fails says nothing of a disposition, and nothing becomes "not applied" by being
//! absent.

use std::borrow::Cow;

use cloudagent_disposition::{Asked, CallRecord, Records, RecordsReply};

use crate::codes::{cad_asked, value};
use crate::guard::{self, Checked, get};
use crate::raw::{self, Given, Out, Sizable, required};
use crate::reply::{Received, cad_http_reply};
use crate::settings::yes_or_no;
use crate::status::{CAD_OK, CAD_OUT_OF_RANGE, cad_status};
use crate::text::{cad_str, cad_string};

/// What one of the vendor's records says of a call, or of one agent's leg of it. A text that is not
/// there, or that says nothing (`null`, blank), is absent. It holds no secret.
///
/// As an argument, begin with CAD_RECORD_INIT; what is not UTF-8 in it counts as damaged, as in a
/// reply.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_record {
    /// The size of this struct, by CAD_RECORD_INIT.
    pub size: usize,
    /// The id of the agent's leg of the call.
    pub ucid: cad_str,
    /// The id of the call as a whole, also called `monitorUCID`.
    pub call_id: cad_str,
    /// The campaign's number.
    pub did: cad_str,
    /// The agent's login id; a chain `a -> b` where the call was transferred.
    pub agent_id: cad_str,
    /// The disposition.
    pub disposition: cad_str,
    /// The comments, which are the customer's matter: don't log them.
    pub comments: cad_str,
    /// The day on which the call began, `YYYY-MM-DD`, in the account's own zone.
    pub call_date: cad_str,
    /// When it began, `HH:MM:SS`.
    pub start_time: cad_str,
    /// When it ended, `HH:MM:SS`; where that is less, on the next day.
    pub end_time: cad_str,
    /// The vendor's word for whether it was answered.
    pub status: cad_str,
    /// The vendor's word for the kind of call.
    pub r#type: cad_str,
    /// The campaign's name.
    pub campaign: cad_str,
}

// SAFETY: `repr(C)`, its size comes first, views.
unsafe impl Sizable for cad_record {}

impl Given for cad_record {}

impl cad_record {
    /// Views of a record of the core's.
    pub(crate) fn view(record: &CallRecord) -> Self {
        let text = |text: &Option<String>| cad_str::of_option(text.as_deref());
        Self {
            size: size_of::<Self>(),
            ucid: text(&record.ucid),
            call_id: text(&record.call_id),
            did: text(&record.did),
            agent_id: text(&record.agent_id),
            disposition: text(&record.disposition),
            comments: text(&record.comments),
            call_date: text(&record.call_date),
            start_time: text(&record.start_time),
            end_time: text(&record.end_time),
            status: text(&record.status),
            r#type: text(&record.r#type),
            campaign: text(&record.campaign),
        }
    }

    /// The core's record.
    pub(crate) unsafe fn read(given: *const Self) -> Checked<CallRecord> {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized(given) }?;
        let text = |view: cad_str| -> Checked<Option<String>> {
            // SAFETY: the caller's promise.
            let bytes = unsafe { raw::bytes(view) }?;
            let text = String::from_utf8_lossy(bytes);
            Ok((!view.data.is_null()).then(|| Cow::into_owned(text)))
        };
        let mut record = CallRecord::new();
        record.ucid = text(given.ucid)?;
        record.call_id = text(given.call_id)?;
        record.did = text(given.did)?;
        record.agent_id = text(given.agent_id)?;
        record.disposition = text(given.disposition)?;
        record.comments = text(given.comments)?;
        record.call_date = text(given.call_date)?;
        record.start_time = text(given.start_time)?;
        record.end_time = text(given.end_time)?;
        record.status = text(given.status)?;
        record.r#type = text(given.r#type)?;
        record.campaign = text(given.campaign)?;
        Ok(record)
    }
}

/// A list of call records, or what came instead of one. Opaque, and never changes.
pub struct cad_records {
    pub(crate) reply: RecordsReply,
}

impl cad_records {
    pub(crate) fn list(&self) -> Option<&Records> {
        match &self.reply {
            RecordsReply::Records(list) => Some(list),
            RecordsReply::NoRecords(_) => None,
        }
    }
}

/// Says what the reply to a request for records means: to `cad_build_record_request`
/// (CAD_ASKED_ONE_CALL) or to `cad_build_day_request` (CAD_ASKED_DAY), which says how much of it is
/// read. Any bytes have an answer. It takes linear time.
///
/// Writes `*out` on CAD_OK, whether it is a list or not: `cad_records_came`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify_records(
    asked: cad_asked,
    received: *const cad_http_reply,
    out: Out<'_, Option<Box<cad_records>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let (asked, received) = unsafe { (value::<Asked>(asked)?, Received::read(received)?) };
        let reply = received.parts().classify_records(asked);
        Ok(cad_records { reply })
    })
}

/// Makes a list of records of your own, such as of those that you have kept. `truncated` is 1 where
/// there may be more than these, else 0. Texts are copied.
///
/// Writes `*out` on CAD_OK.
///
/// NULL: `records` may be where `count` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_records_new(
    records: *const cad_record,
    count: usize,
    truncated: u32,
    out: Out<'_, Option<Box<cad_records>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::array(records, count) }?;
        let read: Checked<Vec<_>> = (0..count)
            // SAFETY: below the count, and the caller's promise.
            .map(|place| unsafe { cad_record::read(given.at(place)?) })
            .collect();
        let mut list = Records::from(read?);
        list.truncated = yes_or_no(truncated)?;
        let reply = RecordsReply::Records(list);
        Ok(cad_records { reply })
    })
}

/// Whether a list came, which may be empty. An empty one proves nothing of a disposition.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_came(records: Option<&cad_records>) -> bool {
    get(records, false, |records| records.list().is_some())
}

/// How many records there are.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_count(records: Option<&cad_records>) -> usize {
    get(records, 0, |records| {
        records.list().map_or(0, |list| list.records.len())
    })
}

/// One of the records, counted from 0, in the server's order.
///
/// Writes `*out`, whose `size` must be set (CAD_RECORD_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_records_get(
    records: Option<&cad_records>,
    index: usize,
    out: *mut cad_record,
) -> cad_status {
    guard::status(|| {
        let records = required(records)?;
        // SAFETY: the caller's promise.
        let out = unsafe { raw::sized_out(out) }?;
        let record = records.list().and_then(|list| list.records.get(index));
        out.write(cad_record::view(record.ok_or(CAD_OUT_OF_RANGE)?));
        Ok(CAD_OK)
    })
}

/// Whether the reader stopped at a limit: there may be more records.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_truncated(records: Option<&cad_records>) -> bool {
    get(records, false, |records| {
        records.list().is_some_and(|list| list.truncated)
    })
}

/// Whether the server said in words that there is no record, which it also says to a wrong key.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_in_words(records: Option<&cad_records>) -> bool {
    get(records, false, |records| {
        records.list().is_some_and(|list| list.in_words)
    })
}

/// Frees a list of records.
#[unsafe(no_mangle)]
pub extern "C" fn cad_records_free(records: Option<Box<cad_records>>) {
    guard::value((), || drop(records));
}

/// Writes a record as a compact JSON object with every field, `null` where one is absent. The
/// comments, which are the customer's matter, are in it only where `with_comments` is 1, not 0.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_record_to_json(
    record: *const cad_record,
    with_comments: u32,
    out: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let record = unsafe { cad_record::read(record) }?;
        let with_comments = yes_or_no(with_comments)?;
        Ok(cad_string::new(&record.to_json(with_comments)))
    })
}
