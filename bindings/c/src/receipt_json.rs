//! A receipt's JSON form.

use cloudagent_disposition::{Field, Receipt};

use crate::raw::{self, Out, required};
use crate::receipt::{cad_receipt, result_of};
use crate::status::cad_status;
use crate::text::{cad_str, cad_string};
use crate::violations::{self, cad_violations};

/// The receipt as a compact JSON object, for job queues, databases and logs.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_to_json(
    receipt: Option<&cad_receipt>,
    out: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    raw::make(out, || {
        let json = required(receipt)?.receipt.to_json();
        Ok(cad_string::new(&json))
    })
}

/// Reads a receipt's JSON form. It holds everything but `cad_receipt_result`, `_kind` and
/// `_violations`; the result is then told from the effect: CAD_OK for applied, queued and accepted,
/// CAD_UNCERTAIN for unknown, and for not applied CAD_REFUSED where there is an outcome or a finding,
/// else CAD_NOT_SENT.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_receipt_from_json(
    json: cad_str,
    out: Out<'_, Option<Box<cad_receipt>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    violations::make(out, problems, || {
        // SAFETY: the caller's promise.
        let json = unsafe { raw::text_or_invalid(Field::Json, json) }?;
        let receipt = json.and_then(|json| Receipt::from_json(json.unwrap_or_default()));
        Ok(receipt.map(|receipt| cad_receipt::of(result_of(&receipt), 0, receipt, Vec::new())))
    })
}
