//! A settlement's answers.

use cloudagent_disposition::{Advice, Effect, Finding, Lookup, Settlement};

use crate::codes::{cad_advice, cad_effect, cad_finding, cad_kind, cad_outcome};
use crate::guard::{self, get};
use crate::raw::{self, Out, required};
use crate::records::cad_record;
use crate::reply::seconds;
use crate::status::{CAD_OK, CAD_OUT_OF_RANGE, cad_status};
use crate::text::cad_str;

/// What records say of a disposition that was sent. Opaque, and never changes. Of one that is NULL,
/// the getters say what is true where nothing is known.
#[derive(Clone)]
pub struct cad_settlement {
    pub(crate) settlement: Settlement,
}

impl cad_settlement {
    pub(crate) fn new(settlement: Settlement) -> Self {
        Self { settlement }
    }

    /// What came of the look-up itself, where it brought no list.
    fn lookup(&self) -> Option<&Lookup> {
        self.settlement.lookup.as_ref()
    }
}

/// What was found.
///
/// NULL: CAD_FINDING_NO_ANSWER.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_finding(settlement: Option<&cad_settlement>) -> cad_finding {
    get(settlement, Finding::NoAnswer.number(), |settlement| {
        settlement.settlement.finding.number()
    })
}

/// What that says of the disposition. CAD_EFFECT_NOT_APPLIED means here: not in force.
///
/// NULL: CAD_EFFECT_UNKNOWN.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_effect(settlement: Option<&cad_settlement>) -> cad_effect {
    get(settlement, Effect::Unknown.number(), |settlement| {
        settlement.settlement.effect.number()
    })
}

/// What to do next about the disposition.
///
/// NULL: CAD_ADVICE_CHECK_FIRST.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_advice(settlement: Option<&cad_settlement>) -> cad_advice {
    get(settlement, Advice::CheckFirst.number(), |settlement| {
        settlement.settlement.advice.number()
    })
}

/// Always false: a record is no reason to send anything again without a person's look at it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_may_resend(settlement: Option<&cad_settlement>) -> bool {
    get(settlement, false, |settlement| {
        settlement.settlement.may_resend
    })
}

/// After how many seconds looking again may say more; -1 where it can't.
///
/// NULL: -1.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_look_again_seconds(settlement: Option<&cad_settlement>) -> i32 {
    get(settlement, -1, |settlement| {
        seconds(settlement.settlement.look_again_seconds)
    })
}

/// The record that decided.
///
/// Writes `*out`, whose `size` must be set (CAD_RECORD_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE where no record did.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_settlement_record(
    settlement: Option<&cad_settlement>,
    out: *mut cad_record,
) -> cad_status {
    guard::status(|| {
        let record = &required(settlement)?.settlement.record;
        // SAFETY: the caller's promise.
        let out = unsafe { raw::sized_out(out) }?;
        let record = record.as_ref().ok_or(CAD_OUT_OF_RANGE)?;
        out.write(cad_record::view(record));
        Ok(CAD_OK)
    })
}

/// What was found and what to do, for a person: the same in every language. Never empty.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_sentence(settlement: Option<&cad_settlement>) -> cad_str {
    get(settlement, cad_str::ABSENT, |settlement| {
        cad_str::of(&settlement.settlement.sentence)
    })
}

/// The ucid that it was made for.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_ucid(settlement: Option<&cad_settlement>) -> cad_str {
    get(settlement, cad_str::ABSENT, |settlement| {
        cad_str::of(&settlement.settlement.ucid)
    })
}

/// The disposition that it was made for.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_disposition(settlement: Option<&cad_settlement>) -> cad_str {
    get(settlement, cad_str::ABSENT, |settlement| {
        cad_str::of(&settlement.settlement.disposition)
    })
}

/// What the vendor said to the look-up instead of a list; 0 where a list came, or no reply.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_lookup_outcome(
    settlement: Option<&cad_settlement>,
) -> cad_outcome {
    get(settlement, 0, |settlement| {
        let outcome = settlement.lookup().and_then(|lookup| lookup.outcome);
        outcome.map_or(0, |outcome| outcome.number())
    })
}

/// Why no reply came to the look-up, or why it was not sent; else 0.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_lookup_kind(settlement: Option<&cad_settlement>) -> cad_kind {
    get(settlement, 0, |settlement| {
        let kind = settlement.lookup().and_then(|lookup| lookup.kind);
        kind.map_or(0, |kind| kind.number())
    })
}

/// What to do about the look-up itself, where it brought no list; 0 where it did.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_lookup_advice(settlement: Option<&cad_settlement>) -> cad_advice {
    get(settlement, 0, |settlement| {
        settlement
            .lookup()
            .map_or(0, |lookup| lookup.advice.number())
    })
}

/// How many seconds to wait before looking again; -1 where the server did not say.
///
/// NULL: -1.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_lookup_retry_after_seconds(
    settlement: Option<&cad_settlement>,
) -> i32 {
    get(settlement, -1, |settlement| {
        let wait = settlement
            .lookup()
            .and_then(|lookup| lookup.retry_after_seconds);
        seconds(wait)
    })
}

/// Copies it: one that belongs to an engine's call, to keep it longer than that.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_copy(
    settlement: Option<&cad_settlement>,
    out: Out<'_, Option<Box<cad_settlement>>>,
) -> cad_status {
    raw::make(out, || required(settlement).cloned())
}

/// Frees a settlement that is yours. That of an engine's step, or of a list of settlements, is not.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlement_free(settlement: Option<Box<cad_settlement>>) {
    guard::value((), || drop(settlement));
}
