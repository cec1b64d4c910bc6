//! What a look-up settled, and the receipt that takes it over.

use super::record::CallRecord;
use super::settle::Question;
use crate::codes::{Advice, Effect, Finding, Outcome};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::request::DispositionRequest;
use crate::text::{present, trim};
use crate::violation::{Field, Invalid, Problem, Violation};

/// While the call is up, and for five minutes after it, a record is expected to show nothing.
const LOOK_AGAIN_SECONDS: u32 = 300;

/// What became of a look-up that brought no list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lookup {
    /// What the vendor said, where a reply came.
    pub outcome: Option<Outcome>,
    /// Why no reply came, where none did.
    pub kind: Option<Kind>,
    /// What to do about the look-up itself.
    pub advice: Advice,
    /// How long to wait before looking again, in seconds, where the server said so, or the pace that
    /// a client keeps.
    pub retry_after_seconds: Option<u32>,
}

/// What records say of a disposition that was sent.
///
/// It prints its record as that prints itself.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settlement {
    /// What was found.
    pub finding: Finding,
    /// What that says of the disposition. `not_applied` means here: not in force.
    pub effect: Effect,
    /// What to do next.
    pub advice: Advice,
    /// Always no: a record is no reason to send anything again without a person's look at it.
    pub may_resend: bool,
    /// After how many seconds looking again may say more, where it may.
    pub look_again_seconds: Option<u32>,
    /// The record that decided.
    pub record: Option<CallRecord>,
    /// What came of the look-up itself, where it brought no list.
    pub lookup: Option<Lookup>,
    /// What was found and what to do, for a person: the same in every language.
    pub sentence: String,
    /// The ucid that it was made for.
    pub ucid: String,
    /// The disposition that it was made for.
    pub disposition: String,
}

impl Settlement {
    /// A settlement of its parts, with the effect and the advice of its finding, and no record: for
    /// tests, and for a host whose copy of one went through another language.
    pub fn from_parts(
        finding: Finding,
        ucid: impl Into<String>,
        disposition: impl Into<String>,
        sentence: impl Into<String>,
    ) -> Self {
        let effect = finding.effect();
        Self {
            finding,
            effect,
            advice: finding.advice(),
            may_resend: false,
            look_again_seconds: (effect == Effect::Unknown).then_some(LOOK_AGAIN_SECONDS),
            record: None,
            lookup: None,
            sentence: sentence.into(),
            ucid: ucid.into(),
            disposition: disposition.into(),
        }
    }

    pub(super) fn new(
        question: &Question<'_>,
        finding: Finding,
        record: Option<&CallRecord>,
        sentence: String,
    ) -> Self {
        Self {
            record: record.cloned(),
            ..Self::from_parts(finding, question.ucid, question.disposition, sentence)
        }
    }

    /// Whether it was made for this request.
    fn is_of(&self, request: &DispositionRequest) -> bool {
        let (ucid, disposition) = (
            present(request.ucid.as_deref()).map(trim),
            present(request.disposition.as_deref()),
        );
        ucid == Some(&self.ucid) && disposition == Some(&self.disposition)
    }
}

/// The receipt of a request, with what records say since. Where they settle nothing, and where the
/// receipt was certain, it comes back as it was.
///
/// A receipt that was `unknown`, `queued` or `accepted` becomes `applied` where the disposition
/// stands; one that was `unknown` becomes `not_applied` where another one does. It then names the
/// finding in `settled`, and may not be sent again.
///
/// # Errors
///
/// `settlement` is `invalid` where it was made for another request.
pub fn settle_receipt(
    receipt: &Receipt,
    request: &DispositionRequest,
    settlement: &Settlement,
) -> Result<Receipt, Invalid> {
    if !settlement.is_of(request) {
        let detail = "It was made for another ucid or disposition than the request's.";
        return Err(Violation::hard(Field::Settlement, Problem::Invalid, detail).into());
    }
    let settles = match (settlement.finding, receipt.effect) {
        (Finding::Stands, Effect::Unknown | Effect::Queued | Effect::Accepted)
        | (Finding::AnotherStands, Effect::Unknown) => true,
        (Finding::Stands | Finding::AnotherStands, _)
        | (Finding::NoneYet | Finding::NotFound | Finding::NoAnswer, _) => false,
    };
    let was = receipt.clone();
    if !settles {
        return Ok(was);
    }
    Ok(Receipt {
        effect: settlement.effect,
        advice: settlement.advice,
        may_resend: false,
        retry_after_seconds: None,
        sentence: settlement.sentence.clone(),
        settled: Some(settlement.finding),
        ..was
    })
}
