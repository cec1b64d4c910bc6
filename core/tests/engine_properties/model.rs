//! What must become of a call, by a second reading of the rules: the letters of its attempts, and
//! the fold over them.

use cloudagent_disposition::{
    Advice, Attempt, Delivery, Effect, Error, ErrorClass, Kind, Outcome, Receipt,
};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Letter {
    Success,
    Refused,
    Unknown,
    NotSent,
}

/// A reply that a server may give.
#[derive(Debug)]
pub(crate) struct Words {
    pub(crate) letter: Letter,
    pub(crate) status: u16,
    pub(crate) body: &'static str,
    pub(crate) retry_after: Option<&'static str>,
    pub(crate) outcome: Outcome,
}

const fn words(
    letter: Letter,
    status: u16,
    body: &'static str,
    retry_after: Option<&'static str>,
    outcome: Outcome,
) -> Words {
    Words {
        letter,
        status,
        body,
        retry_after,
        outcome,
    }
}

pub(crate) const REPLIES: &[Words] = &[
    words(
        Letter::Success,
        200,
        r#"{"details": "queued successfully", "status": "Success"}"#,
        None,
        Outcome::Queued,
    ),
    words(
        Letter::Refused,
        200,
        r#"{"details": "Invalid Agent", "status": "Fail"}"#,
        None,
        Outcome::InvalidAgent,
    ),
    words(Letter::Refused, 429, "", Some("1"), Outcome::RateLimited),
    words(Letter::Refused, 429, "", Some("0"), Outcome::RateLimited),
    words(Letter::Refused, 429, "", None, Outcome::RateLimited),
    words(
        Letter::Refused,
        401,
        "",
        None,
        Outcome::AuthenticationFailed,
    ),
    words(
        Letter::Refused,
        200,
        r#"{"message": "token expired", "status": "Error"}"#,
        None,
        Outcome::TokenExpired,
    ),
    words(Letter::Refused, 403, "", None, Outcome::Forbidden),
    words(Letter::Unknown, 503, "", Some("0"), Outcome::Unavailable),
    words(Letter::Unknown, 502, "<html>", None, Outcome::Unavailable),
    words(Letter::Unknown, 0, "", None, Outcome::Unrecognised),
];

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum End {
    /// One of `REPLIES`.
    Replied(usize),
    Failed(Letter, Kind),
}

impl End {
    pub(crate) fn letter(self) -> Letter {
        match self {
            Self::Replied(reply) => REPLIES[reply].letter,
            Self::Failed(letter, _) => letter,
        }
    }

    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Replied(_) => Kind::Reply,
            Self::Failed(_, kind) => kind,
        }
    }

    fn is(self, attempt: &Attempt) -> bool {
        match self {
            Self::Replied(reply) => {
                let told = (attempt.delivery, attempt.kind, attempt.outcome);
                told == (Delivery::Replied, None, Some(REPLIES[reply].outcome))
            }
            Self::Failed(letter, kind) => {
                let delivery = match letter {
                    Letter::NotSent => Delivery::NotSent,
                    _ => Delivery::NoReply,
                };
                (attempt.delivery, attempt.kind) == (delivery, Some(kind))
            }
        }
    }
}

/// Why a send was to be aborted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Abort {
    Deadline,
    /// The limit of the connection, too.
    BothLimits,
    Cancel,
}

/// The letter of a failure, by the rules' first table.
pub(crate) fn letter(kind: Kind, sent: bool) -> Letter {
    match kind {
        Kind::NameLookup
        | Kind::Connect
        | Kind::ConnectTimeout
        | Kind::Proxy
        | Kind::Tls
        | Kind::Unsendable => Letter::NotSent,
        Kind::Cancelled if !sent => Letter::NotSent,
        _ => Letter::Unknown,
    }
}

/// What a failure that a transport reports is for a send.
pub(crate) fn failure(kind: Kind, sent: bool, abort: Option<Abort>) -> End {
    let letter = letter(kind, sent);
    let kind = match (abort, letter) {
        (None, _) if kind.is_reported() => kind,
        (None, _) => Kind::TransportFailed,
        (Some(Abort::Cancel), _) => Kind::Cancelled,
        (Some(Abort::BothLimits), _) if kind == Kind::ConnectTimeout => kind,
        (Some(_), Letter::NotSent) => Kind::Deadline,
        (Some(_), _) => Kind::Timeout,
    };
    End::Failed(letter, kind)
}

/// Compares a call's end with the fold over its attempts. `none` is the kind of a call that had
/// none, where that is known.
pub(crate) fn check_fold(result: &Result<Receipt, Error>, ends: &[End], none: Option<Kind>) {
    let receipt = result.as_ref().unwrap_or_else(|error| error.receipt());
    let told = (
        result.as_ref().err().map(Error::class),
        result.as_ref().err().and_then(Error::kind),
    );
    if told.0 == Some(ErrorClass::Invalid) {
        assert!(ends.is_empty());
        return;
    }
    assert_eq!(receipt.attempts.len(), ends.len(), "{ends:?} {receipt:?}");
    for (end, attempt) in ends.iter().zip(&receipt.attempts) {
        assert!(end.is(attempt), "{end:?} {attempt:?}");
    }
    let last = |letter| ends.iter().rev().find(|end| end.letter() == letter);
    let mut replies = ends.iter().rev().filter_map(|end| match end {
        End::Replied(reply) => Some(&REPLIES[*reply]),
        End::Failed(..) => None,
    });
    let shown = replies.next();
    let is_of_tokens = matches!(told.1, Some(Kind::TokenUnavailable | Kind::TokenStore));
    if !is_of_tokens {
        assert_eq!(receipt.outcome, shown.map(|words| words.outcome));
    }
    if let Some(success) = last(Letter::Success) {
        assert_eq!(ends.last(), Some(success), "nothing follows a success");
        assert_eq!(told, (None, None));
    } else if let Some(unknown) = last(Letter::Unknown) {
        assert_eq!(told, (Some(ErrorClass::Uncertain), Some(unknown.kind())));
        assert_eq!(
            (receipt.effect, receipt.advice),
            (Effect::Unknown, Advice::CheckFirst)
        );
    } else if last(Letter::Refused).is_some() {
        assert_eq!(told, (Some(ErrorClass::Refused), None));
        assert_eq!(receipt.effect, Effect::NotApplied);
    } else {
        assert_eq!(told.0, Some(ErrorClass::NotSent));
        assert_eq!(receipt.effect, Effect::NotApplied);
        match last(Letter::NotSent) {
            Some(unsent) if !is_of_tokens => assert_eq!(told.1, Some(unsent.kind())),
            Some(_) => {}
            None if none.is_some() => assert_eq!(told.1, none),
            None => {}
        }
    }
    let may_resend = receipt.effect == Effect::NotApplied && receipt.advice == Advice::RetryLater;
    assert_eq!(receipt.may_resend, may_resend);
    assert!(!receipt.sentence.is_empty());
}
