//! The lists of a receipt: attempts, warnings, violations.

use crate::codes::{cad_delivery, cad_kind, cad_outcome};
use crate::guard::{self, get};
use crate::raw::{self, Sizable, required};
use crate::receipt::cad_receipt;
use crate::status::{CAD_OK, CAD_OUT_OF_RANGE, cad_status};
use crate::violations::cad_violations;

/// One attempt: one send, at most one request at the server.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_attempt {
    /// The size of this struct, by CAD_ATTEMPT_INIT.
    pub size: usize,
    /// What is known of its request.
    pub delivery: cad_delivery,
    /// How it failed, 0 where a whole reply came.
    pub kind: cad_kind,
    /// What the reply said, 0 where none came.
    pub outcome: cad_outcome,
    /// The reply's HTTP status, 0 where none came.
    pub http_status: u32,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

// SAFETY: `repr(C)`, its size comes first, numbers.
unsafe impl Sizable for cad_attempt {}

/// How many attempts were made.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_attempt_count(receipt: Option<&cad_receipt>) -> usize {
    get(receipt, 0, |receipt| receipt.receipt.attempts.len())
}

/// One of the attempts, counted from 0, in the order in which they were made.
///
/// Writes `*out`, whose `size` must be set (CAD_ATTEMPT_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_receipt_attempt(
    receipt: Option<&cad_receipt>,
    index: usize,
    out: *mut cad_attempt,
) -> cad_status {
    guard::status(|| {
        let attempts = &required(receipt)?.receipt.attempts;
        // SAFETY: the caller's promise.
        let out = unsafe { raw::sized_out(out) }?;
        let attempt = attempts.get(index).ok_or(CAD_OUT_OF_RANGE)?;
        out.write(cad_attempt {
            size: size_of::<cad_attempt>(),
            delivery: attempt.delivery.number(),
            kind: attempt.kind.map_or(0, |kind| kind.number()),
            outcome: attempt.outcome.map_or(0, |outcome| outcome.number()),
            http_status: attempt.http_status.map_or(0, u32::from),
            duration_ms: attempt.duration_ms,
        });
        Ok(CAD_OK)
    })
}

/// What was not quite right with the request. May be empty.
///
/// NULL: gives NULL, which counts as an empty list.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_warnings(receipt: Option<&cad_receipt>) -> Option<&cad_violations> {
    guard::value(None, || receipt.map(|receipt| &receipt.warnings))
}

/// Everything that is wrong with the request or the settings, on CAD_INVALID; else an empty list.
///
/// NULL: gives NULL, which counts as an empty list.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_violations(receipt: Option<&cad_receipt>) -> Option<&cad_violations> {
    guard::value(None, || receipt.map(|receipt| &receipt.violations))
}
