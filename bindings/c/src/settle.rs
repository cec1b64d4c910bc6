//! What records say of a disposition.

use cloudagent_disposition::{
    Api, DispositionRequest, Invalid, Kind, Receipt, RecordsReply, Violation, settle,
    settle_failed, settle_receipt, settle_without,
};

use crate::codes::{cad_api, cad_kind, value};
use crate::guard::Checked;
use crate::raw::{self, Out, required};
use crate::receipt::{cad_receipt, result_of};
use crate::records::{cad_record, cad_records};
use crate::request::cad_request;
use crate::settlement::cad_settlement;
use crate::status::{CAD_INVALID, cad_status};
use crate::violations::cad_violations;

impl cad_receipt {
    /// The same call's receipt as records settled it. What they didn't settle stays as it was.
    fn settled_as(&self, settled: Receipt) -> Self {
        if settled == self.receipt {
            return self.clone();
        }
        Self::of(result_of(&settled), 0, settled, Vec::new())
    }
}

/// A request as it was sent; one with a text that is not UTF-8 never was.
pub(crate) unsafe fn sent(
    given: *const cad_request,
) -> Checked<Result<DispositionRequest, Vec<Violation>>> {
    // SAFETY: the caller's promise.
    let request = unsafe { cad_request::read(given) }?;
    Ok(match request.not_utf8() {
        [] => Ok(request),
        fields => Err(fields.iter().copied().map(Violation::not_utf8).collect()),
    })
}

/// Hands over what is made for a request, or everything that is wrong with it.
unsafe fn make<T>(
    out: Out<'_, Option<Box<T>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
    request: *const cad_request,
    make: impl FnOnce(&DispositionRequest) -> Checked<Result<T, Invalid>>,
) -> cad_status {
    let made = || {
        // SAFETY: the caller's promise.
        let sent = unsafe { sent(request) }?;
        Ok(match sent {
            Ok(sent) => make(&sent)?.map_err(Invalid::into_violations),
            Err(wrong) => {
                // What else is called wrongly is told first, as everywhere.
                make(&DispositionRequest::new())?.ok();
                Err(wrong)
            }
        })
    };
    let tell = |list| (cad_violations { list }, CAD_INVALID);
    raw::make_or_tell(out, problems, made, tell)
}

/// Says what records tell of a disposition that was sent on this API: those that
/// `cad_classify_records` gave. Where no list came, it is as unknown as before. Only the rows of this
/// leg of the call count.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID: the request lacks its ucid or its
/// disposition.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_settle(
    request: *const cad_request,
    api: cad_api,
    records: Option<&cad_records>,
    out: Out<'_, Option<Box<cad_settlement>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, problems, request, |request| {
            let (api, records) = (value::<Api>(api)?, required(records)?);
            let settled = match &records.reply {
                RecordsReply::Records(list) => settle(request, api, list),
                RecordsReply::NoRecords(none) => settle_without(request, api, none),
            };
            Ok(settled.map(cad_settlement::new))
        })
    }
}

/// `cad_settle` by one record, such as that of a callback.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_settle_record(
    request: *const cad_request,
    api: cad_api,
    record: *const cad_record,
    out: Out<'_, Option<Box<cad_settlement>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, problems, request, |request| {
            let (api, record) = (value::<Api>(api)?, cad_record::read(record)?);
            Ok(settle(request, api, &record).map(cad_settlement::new))
        })
    }
}

/// `cad_settle` where no reply came to the look-up, for a reason of this kind: it is as unknown as
/// before.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_settle_failed(
    request: *const cad_request,
    api: cad_api,
    kind: cad_kind,
    out: Out<'_, Option<Box<cad_settlement>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, problems, request, |request| {
            let (api, kind) = (value::<Api>(api)?, value::<Kind>(kind)?);
            Ok(settle_failed(request, api, kind).map(cad_settlement::new))
        })
    }
}

/// The receipt of a request, with what records say since: one that was unknown, queued or accepted
/// becomes applied where the disposition stands; one that was unknown becomes not applied where
/// another stands. `cad_receipt_settled` then names the finding. Every other comes back as it was.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID: the settlement was made for another request.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_settle_receipt(
    receipt: Option<&cad_receipt>,
    request: *const cad_request,
    settlement: Option<&cad_settlement>,
    out: Out<'_, Option<Box<cad_receipt>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        make(out, problems, request, |request| {
            let (receipt, settlement) = (required(receipt)?, required(settlement)?);
            let settled = settle_receipt(&receipt.receipt, request, &settlement.settlement);
            Ok(settled.map(|settled| receipt.settled_as(settled)))
        })
    }
}
