//! What must become of one call: a second reading of the rules.

use cloudagent_disposition::{Advice, Attempt, Delivery, Effect, Error, ErrorClass, Kind, Receipt};

use super::ABORTING;
use super::beginning::Beginning;
use super::history::{Log, REPLIES, What};
use crate::model::{Letter, letter};

/// How the send ended, by a second reading of the rules: the letter, and the kind where no reply
/// came. `None` where the history leaves it open.
pub(super) fn ending(beginning: Beginning, log: &Log) -> Option<(Letter, Option<Kind>)> {
    let deadline = beginning.at + beginning.deadline;
    let mut latest = beginning.at;
    // Why the send is aborted, and until when.
    let mut abort: Option<(bool, u64)> = None;
    for (now, what, step) in &log[1..] {
        // No send has the number that a misuse names; not even its moment counts.
        if step.is_none() {
            continue;
        }
        latest = latest.max(*now);
        match (*what)? {
            What::Reply(1, reply) => return Some((REPLIES[reply].0, None)),
            What::Failed(1, kind, sent) => {
                let letter = letter(kind, sent);
                let kind = match (abort, letter) {
                    (None, _) if kind.is_reported() => kind,
                    (None, _) => Kind::TransportFailed,
                    (Some((true, _)), _) => Kind::Cancelled,
                    // Both limits end at once, and the connection's is looked at first.
                    (Some(_), _)
                        if kind == Kind::ConnectTimeout
                            && beginning.connect_timeout >= beginning.deadline =>
                    {
                        kind
                    }
                    (Some((false, _)), Letter::NotSent) => Kind::Deadline,
                    (Some((false, _)), _) => Kind::Timeout,
                };
                return Some((letter, Some(kind)));
            }
            What::Reply(..) | What::Failed(..) => {}
            What::Timer | What::Cancelled => match abort {
                None if matches!(what, Some(What::Cancelled)) => {
                    abort = Some((true, latest + ABORTING));
                }
                None if latest >= deadline => abort = Some((false, latest + ABORTING)),
                None => {}
                Some((true, over)) if latest >= over => {
                    return Some((Letter::Unknown, Some(Kind::Cancelled)));
                }
                Some((false, over)) if latest >= over => {
                    return Some((Letter::Unknown, Some(Kind::Timeout)));
                }
                Some(_) => {}
            },
        }
    }
    None
}

pub(super) fn letter_of(attempt: &Attempt, receipt: &Receipt) -> Letter {
    match (attempt.delivery, receipt.effect) {
        (Delivery::NotSent, _) => Letter::NotSent,
        (Delivery::NoReply, _) | (Delivery::Replied, Effect::Unknown) => Letter::Unknown,
        (Delivery::Replied, Effect::NotApplied) => Letter::Refused,
        (Delivery::Replied, _) => Letter::Success,
    }
}

/// That the end is the fold over its attempts, by the rules' second table.
pub(super) fn check_fold(beginning: Beginning, result: &Result<Receipt, Error>) {
    let receipt = result.as_ref().unwrap_or_else(|error| error.receipt());
    let error = result.as_ref().err();
    let (class, kind) = (error.map(Error::class), error.and_then(Error::kind));
    let expected = match receipt.attempts.last() {
        _ if beginning.is_invalid => (Some(ErrorClass::Invalid), None),
        None if beginning.is_closed => (Some(ErrorClass::NotSent), Some(Kind::Closed)),
        None if beginning.is_cancelled => (Some(ErrorClass::NotSent), Some(Kind::Cancelled)),
        None => (Some(ErrorClass::NotSent), Some(Kind::Deadline)),
        Some(attempt) => match letter_of(attempt, receipt) {
            Letter::Success => (None, None),
            Letter::Unknown => (
                Some(ErrorClass::Uncertain),
                Some(attempt.kind.unwrap_or(Kind::Reply)),
            ),
            Letter::Refused => (Some(ErrorClass::Refused), None),
            Letter::NotSent => (Some(ErrorClass::NotSent), attempt.kind),
        },
    };
    assert_eq!((class, kind), expected);
    let is_known = receipt.effect != Effect::Unknown;
    assert_eq!(class == Some(ErrorClass::Uncertain), !is_known);
    assert_eq!(receipt.advice == Advice::CheckFirst, !is_known);
    let may_resend = receipt.effect == Effect::NotApplied && receipt.advice == Advice::RetryLater;
    assert_eq!(receipt.may_resend, may_resend);
}
