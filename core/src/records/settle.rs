//! What records say of a disposition that was sent and of which nobody knows what became.

use super::classify::{NoRecords, Records};
use super::leg::{are_several, other_legs, rows_of_leg};
use super::record::CallRecord;
use super::said::{Said, said_by};
use super::same::Sent;
use super::sentence::{self, Doubt};
use super::settlement::{Lookup, Settlement};
use crate::codes::{Advice, Api, Finding};
use crate::kind::Kind;
use crate::request::DispositionRequest;
use crate::text::{present, trim};
use crate::violation::{Field, Invalid, Problem, Violation};

/// What there is to settle by: a list of records, or one.
#[derive(Debug, Clone, Copy)]
pub struct FoundRecords<'a> {
    records: &'a [CallRecord],
    pub(super) truncated: bool,
    pub(super) in_words: bool,
}

impl<'a> From<&'a Records> for FoundRecords<'a> {
    fn from(list: &'a Records) -> Self {
        Self {
            records: &list.records,
            truncated: list.truncated,
            in_words: list.in_words,
        }
    }
}

impl<'a> From<&'a CallRecord> for FoundRecords<'a> {
    fn from(record: &'a CallRecord) -> Self {
        Self {
            records: std::slice::from_ref(record),
            truncated: false,
            in_words: false,
        }
    }
}

/// What is asked: the call and the disposition that was sent for it.
pub(super) struct Question<'a> {
    pub(super) request: &'a DispositionRequest,
    pub(super) api: Api,
    pub(super) ucid: &'a str,
    pub(super) disposition: &'a str,
}

impl<'a> Question<'a> {
    pub(super) fn of(request: &'a DispositionRequest, api: Api) -> Result<Self, Invalid> {
        let (ucid, disposition) = (
            present(request.ucid.as_deref()),
            present(request.disposition.as_deref()),
        );
        let missing = |field, detail| Violation::hard(field, Problem::Missing, detail);
        match (ucid, disposition) {
            (Some(ucid), Some(disposition)) => Ok(Self {
                request,
                api,
                ucid: trim(ucid),
                disposition,
            }),
            _ => {
                let no_ucid = ucid.is_none().then(|| {
                    missing(
                        Field::Ucid,
                        "Give the ucid that the disposition was sent for.",
                    )
                });
                let no_disposition = disposition
                    .is_none()
                    .then(|| missing(Field::Disposition, "Give the disposition that was sent."));
                Err(Invalid::new(
                    no_ucid.into_iter().chain(no_disposition).collect(),
                ))
            }
        }
    }

    fn settled(
        &self,
        finding: Finding,
        record: Option<&CallRecord>,
        sentence: String,
    ) -> Settlement {
        Settlement::new(self, finding, record, sentence)
    }
}

/// Says what records tell of a disposition that was sent: a [`Records`], or one [`CallRecord`], such
/// as a callback's.
///
/// Only the rows of this leg of the call count: those with its `ucid`, and those without one whose
/// `call_id` it is. Whether a text is the one that was sent is judged as it may come back: folded,
/// cut, escaped. Nothing becomes "not applied" by being absent.
///
/// ```
/// use cloudagent_disposition::{Api, CallRecord, DispositionRequest, Effect, Finding, settle};
///
/// let request = DispositionRequest::new().ucid("8189000000001").disposition("Call back");
/// let record = CallRecord::new().ucid("8189000000001").disposition("call back");
/// let settlement = settle(&request, Api::GetV2, &record)?;
/// assert_eq!((settlement.finding, settlement.effect), (Finding::Stands, Effect::Applied));
/// # Ok::<(), cloudagent_disposition::Invalid>(())
/// ```
///
/// # Errors
///
/// `ucid` or `disposition` is `missing` in the request.
pub fn settle<'a>(
    request: &DispositionRequest,
    api: Api,
    records: impl Into<FoundRecords<'a>>,
) -> Result<Settlement, Invalid> {
    let question = Question::of(request, api)?;
    let found = records.into();
    let rows = rows_of_leg(&question, found.records);
    let Some(first) = rows.first() else {
        let others = other_legs(question.ucid, found.records);
        let sentence = sentence::for_not_found(&question, &found, &others);
        return Ok(question.settled(Finding::NotFound, None, sentence));
    };
    let sent = Sent::of(question.disposition);
    let stands_among_several = are_several(question.ucid, found.records);
    let said: Vec<_> = rows
        .iter()
        .map(|row| said_by(row, &sent, stands_among_several))
        .collect();
    let decided = |wanted: fn(&Said) -> bool| {
        let place = said.iter().position(wanted)?;
        rows.get(place).copied()
    };
    if let Some(row) = decided(|said| matches!(said, Said::Same)) {
        let sentence = sentence::for_stands(&question, row);
        return Ok(question.settled(Finding::Stands, Some(row), sentence));
    }
    if let Some(row) = decided(|said| matches!(said, Said::Another)) {
        let sentence = sentence::for_another(&question, row);
        return Ok(question.settled(Finding::AnotherStands, Some(row), sentence));
    }
    let doubt = said.iter().find_map(|said| match said {
        Said::Nothing(doubt) => Some(*doubt),
        Said::Same | Said::Another => None,
    });
    let sentence = sentence::for_none_yet(&question, doubt.unwrap_or(Doubt::Absent));
    Ok(question.settled(Finding::NoneYet, Some(first), sentence))
}

/// [`settle`] where a look-up brought no list of records: it is as unknown as before.
///
/// # Errors
///
/// Those of [`settle`].
pub fn settle_without(
    request: &DispositionRequest,
    api: Api,
    none: &NoRecords,
) -> Result<Settlement, Invalid> {
    let question = Question::of(request, api)?;
    let sentence = sentence::for_no_answer(&question, &none.hint);
    let mut settlement = question.settled(Finding::NoAnswer, None, sentence);
    let wait = none.retry_after_seconds;
    settlement.look_again_seconds = wait.or(settlement.look_again_seconds);
    settlement.lookup = Some(Lookup {
        outcome: Some(none.outcome),
        kind: None,
        advice: none.advice,
        retry_after_seconds: wait,
    });
    Ok(settlement)
}

/// [`settle`] where a look-up brought no reply at all, and this is why.
///
/// # Errors
///
/// Those of [`settle`].
pub fn settle_failed(
    request: &DispositionRequest,
    api: Api,
    kind: Kind,
) -> Result<Settlement, Invalid> {
    settle_failed_because(request, api, kind, kind.why())
}

/// The same, for this reason, which is the middle of a sentence.
pub(crate) fn settle_failed_because(
    request: &DispositionRequest,
    api: Api,
    kind: Kind,
    why: &str,
) -> Result<Settlement, Invalid> {
    settle_failed_saying(request, api, kind, &sentence::for_kind(kind, why))
}

/// The same, `why` in a sentence of its own.
pub(super) fn settle_failed_saying(
    request: &DispositionRequest,
    api: Api,
    kind: Kind,
    why: &str,
) -> Result<Settlement, Invalid> {
    let question = Question::of(request, api)?;
    let sentence = sentence::for_no_answer(&question, why);
    let mut settlement = question.settled(Finding::NoAnswer, None, sentence);
    settlement.lookup = Some(Lookup {
        outcome: None,
        kind: Some(kind),
        // Whether a look-up had left does not matter: it changes nothing.
        advice: match (kind, kind.advice()) {
            // What is asked was judged: it is the transport that can't ask it.
            (Kind::Unsendable, _) => Advice::FixConfiguration,
            (_, Advice::CheckFirst) => Advice::RetryLater,
            (_, advice) => advice,
        },
        retry_after_seconds: None,
    });
    Ok(settlement)
}
