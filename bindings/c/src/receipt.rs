//! Receipts
//!
//! What became of one logical call. A receipt never changes, holds no secret and no comment, and is
//! safe to log and to store. Of a receipt that is NULL, the getters say what is true of a call of
//! which nothing is known: its effect is unknown.

use cloudagent_disposition::{Advice, Effect, Error, ErrorClass, Receipt};

use crate::codes::{cad_advice, cad_effect, cad_field, cad_finding, cad_kind, cad_outcome};
use crate::guard::{self, get};
use crate::raw::{self, Out, required};
use crate::reply::seconds;
use crate::status::{CAD_INVALID, CAD_NOT_SENT, CAD_OK, CAD_REFUSED, CAD_UNCERTAIN, cad_status};
use crate::text::cad_str;
use crate::violations::cad_violations;

/// What became of one logical call. Opaque.
#[derive(Clone)]
pub struct cad_receipt {
    pub(crate) result: cad_status,
    kind: cad_kind,
    pub(crate) receipt: Receipt,
    pub(crate) warnings: cad_violations,
    pub(crate) violations: cad_violations,
}

impl cad_receipt {
    pub(crate) fn new(result: Result<Receipt, Error>) -> Self {
        match result {
            Ok(receipt) => Self::of(CAD_OK, 0, receipt, Vec::new()),
            Err(error) => {
                let class = class(error.class());
                let kind = error.kind().map_or(0, |kind| kind.number());
                match error {
                    Error::Invalid {
                        violations,
                        receipt,
                    } => Self::of(class, kind, *receipt, violations),
                    Error::NotSent { receipt, .. }
                    | Error::Refused { receipt }
                    | Error::Uncertain { receipt, .. } => {
                        Self::of(class, kind, *receipt, Vec::new())
                    }
                }
            }
        }
    }

    pub(crate) fn of(
        result: cad_status,
        kind: cad_kind,
        receipt: Receipt,
        violations: Vec<cloudagent_disposition::Violation>,
    ) -> Self {
        let warnings = receipt.warnings.clone();
        Self {
            result,
            kind,
            receipt,
            warnings: cad_violations { list: warnings },
            violations: cad_violations { list: violations },
        }
    }
}

/// What a receipt by itself says of what its call returned.
pub(crate) fn result_of(receipt: &Receipt) -> cad_status {
    match (receipt.effect, receipt.outcome, receipt.settled) {
        (Effect::Applied | Effect::Queued | Effect::Accepted, _, _) => CAD_OK,
        (Effect::Unknown, _, _) => CAD_UNCERTAIN,
        (Effect::NotApplied, None, None) => CAD_NOT_SENT,
        (Effect::NotApplied, _, _) => CAD_REFUSED,
    }
}

fn class(class: ErrorClass) -> cad_status {
    match class {
        ErrorClass::Invalid => CAD_INVALID,
        ErrorClass::NotSent => CAD_NOT_SENT,
        ErrorClass::Refused => CAD_REFUSED,
        ErrorClass::Uncertain => CAD_UNCERTAIN,
    }
}

fn text(receipt: Option<&cad_receipt>, of: impl FnOnce(&Receipt) -> &Option<String>) -> cad_str {
    get(receipt, cad_str::ABSENT, |receipt| {
        cad_str::of_option(of(&receipt.receipt).as_deref())
    })
}

/// What the call returned: CAD_OK, CAD_INVALID, CAD_NOT_SENT, CAD_REFUSED or CAD_UNCERTAIN.
///
/// NULL: CAD_UNCERTAIN.
/// Errors: none of its own.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_result(receipt: Option<&cad_receipt>) -> cad_status {
    get(receipt, CAD_UNCERTAIN, |receipt| receipt.result)
}

/// What happened to the disposition.
///
/// NULL: CAD_EFFECT_UNKNOWN.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_effect(receipt: Option<&cad_receipt>) -> cad_effect {
    get(receipt, Effect::Unknown.number(), |receipt| {
        receipt.receipt.effect.number()
    })
}

/// What to do next.
///
/// NULL: CAD_ADVICE_CHECK_FIRST.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_advice(receipt: Option<&cad_receipt>) -> cad_advice {
    get(receipt, Advice::CheckFirst.number(), |receipt| {
        receipt.receipt.advice.number()
    })
}

/// What happened and what to do, in one or more sentences for a person: the same in every
/// language. Never empty.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_sentence(receipt: Option<&cad_receipt>) -> cad_str {
    get(receipt, cad_str::ABSENT, |receipt| {
        cad_str::of(&receipt.receipt.sentence)
    })
}

/// Whether the same request may be sent again (after a wait): it was not applied, and sending
/// again can help. The one thing that a job queue's retry rule needs.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_may_resend(receipt: Option<&cad_receipt>) -> bool {
    get(receipt, false, |receipt| receipt.receipt.may_resend)
}

/// How many seconds to wait before that; -1 where the vendor did not say.
///
/// NULL: -1.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_retry_after_seconds(receipt: Option<&cad_receipt>) -> i32 {
    get(receipt, -1, |receipt| {
        seconds(receipt.receipt.retry_after_seconds)
    })
}

/// What call records said since, of a receipt that they settled (`cad_settle_receipt`); else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_settled(receipt: Option<&cad_receipt>) -> cad_finding {
    get(receipt, 0, |receipt| {
        let settled = receipt.receipt.settled;
        settled.map_or(0, |finding| finding.number())
    })
}

/// What the vendor said; 0 where no reply came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_outcome(receipt: Option<&cad_receipt>) -> cad_outcome {
    get(receipt, 0, |receipt| {
        receipt
            .receipt
            .outcome
            .map_or(0, |outcome| outcome.number())
    })
}

/// The request's field that the outcome or the first violation points at, for whoever shows a form; 0
/// where none is.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_field(receipt: Option<&cad_receipt>) -> cad_field {
    get(receipt, 0, |receipt| {
        receipt.receipt.field.map_or(0, |field| field.number())
    })
}

/// Why nothing was sent (CAD_NOT_SENT), or why it is not known what happened (CAD_UNCERTAIN); else
/// 0.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_kind(receipt: Option<&cad_receipt>) -> cad_kind {
    get(receipt, 0, |receipt| receipt.kind)
}

/// The last reply's HTTP status; 0 where none came.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_http_status(receipt: Option<&cad_receipt>) -> u32 {
    get(receipt, 0, |receipt| {
        receipt.receipt.http_status.map_or(0, u32::from)
    })
}

/// The vendor's status word, for logs.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_status(receipt: Option<&cad_receipt>) -> cad_str {
    text(receipt, |receipt| &receipt.status)
}

/// The vendor's text, for logs.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_details(receipt: Option<&cad_receipt>) -> cad_str {
    text(receipt, |receipt| &receipt.details)
}

/// The call's unique id as the vendor repeats it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_ucid(receipt: Option<&cad_receipt>) -> cad_str {
    text(receipt, |receipt| &receipt.ucid)
}

/// The did as the vendor repeats it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_did(receipt: Option<&cad_receipt>) -> cad_str {
    text(receipt, |receipt| &receipt.did)
}

/// The action as the vendor repeats it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_action(receipt: Option<&cad_receipt>) -> cad_str {
    text(receipt, |receipt| &receipt.action)
}

/// Up to 500 characters of a body that no known text matched, for logs.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_excerpt(receipt: Option<&cad_receipt>) -> cad_str {
    text(receipt, |receipt| &receipt.excerpt)
}

/// The call's name in logs: 32 hexadecimal digits, random. It is not sent to the vendor.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_request_id(receipt: Option<&cad_receipt>) -> cad_str {
    get(receipt, cad_str::ABSENT, |receipt| {
        cad_str::of(&receipt.receipt.request_id)
    })
}

/// Whether a pause was asked for. The vendor confirms none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_pause_requested(receipt: Option<&cad_receipt>) -> bool {
    get(receipt, false, |receipt| receipt.receipt.pause_requested)
}

/// How many tokens were fetched for this call.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_token_requests(receipt: Option<&cad_receipt>) -> u32 {
    get(receipt, 0, |receipt| receipt.receipt.token_requests)
}

/// Copies a receipt: one that belongs to an engine's call, to keep it longer than that.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_copy(
    receipt: Option<&cad_receipt>,
    out: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    raw::make(out, || required(receipt).cloned())
}

/// Frees a receipt that is yours. That of an engine's step is not.
#[unsafe(no_mangle)]
pub extern "C" fn cad_receipt_free(receipt: Option<Box<cad_receipt>>) {
    guard::value((), || drop(receipt));
}
