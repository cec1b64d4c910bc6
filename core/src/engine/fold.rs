//! What a call ends with: a fold over all its attempts. What came last decides nothing.

use super::attempt::Letter;
use super::failure::Failure;
use super::history::History;
use super::settings::Settings;
use crate::codes::{Advice, Effect, Outcome};
use crate::error::Error;
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::sentence;
use crate::violation::{Field, Violation};

/// Why a call ends whose attempts do not say it.
#[derive(Debug)]
pub(super) enum Reason {
    Kind(Kind),
    /// No token could be had.
    Token(Box<Failure>),
}

impl Reason {
    /// What to do where a token was refused and no newer one could be had, for this reason; and the
    /// seconds until there can be one, where they are known.
    pub(super) fn without_newer_token(&self) -> (Advice, Option<u32>) {
        match self {
            Self::Token(failure) => (failure.told.advice, failure.limit_seconds),
            Self::Kind(_) => (Advice::RetryLater, None),
        }
    }
}

impl History {
    /// What the call ends with: the first of these that there was. What came last decides nothing.
    pub(super) fn end(&self, reason: &Reason, settings: &Settings) -> Result<Receipt, Error> {
        match (&self.replied, &self.unknown) {
            (Some(told), _) if Letter::of(told.effect) == Letter::Success => {
                Ok(self.whole((**told).clone()))
            }
            (told, Some((kind, sentence))) => Err(Error::Uncertain {
                kind: *kind,
                receipt: Box::new(self.uncertain(told.as_deref(), sentence)),
            }),
            (Some(told), None) => Err(Error::Refused {
                receipt: Box::new(self.whole(self.refused((**told).clone(), reason))),
            }),
            (None, None) => Err(match reason {
                Reason::Token(failure) => Error::NotSent {
                    kind: failure.kind,
                    receipt: Box::new(self.whole(failure.told.clone())),
                },
                Reason::Kind(kind) => self.not_sent(self.unsent.unwrap_or(*kind), settings),
            }),
        }
    }

    /// A refusal of the token that could not be followed: its caller has no other token either, so
    /// it is told what to do about that.
    fn refused(&self, told: Receipt, reason: &Reason) -> Receipt {
        if !self.fetches_tokens || told.advice != Advice::RefreshToken {
            return told;
        }
        let (advice, limit) = reason.without_newer_token();
        let bare = Receipt::bare(Effect::NotApplied, advice);
        Receipt {
            advice: bare.advice,
            may_resend: bare.may_resend,
            retry_after_seconds: limit.or(told.retry_after_seconds),
            sentence: told.sentence + sentence::NO_NEWER_TOKEN,
            ..told
        }
    }

    /// Some attempt may have been applied, whatever was said to a later one.
    fn uncertain(&self, told: Option<&Receipt>, sentence: &str) -> Receipt {
        let mut sentence = sentence.to_owned();
        if told.is_some_and(|told| told.outcome == Some(Outcome::AlreadyDisposed)) {
            sentence.push_str(sentence::ONE_STANDS);
        }
        let bare = Receipt::bare(Effect::Unknown, Advice::CheckFirst);
        self.whole(Receipt {
            effect: bare.effect,
            advice: bare.advice,
            may_resend: bare.may_resend,
            sentence,
            ..told.cloned().unwrap_or(bare)
        })
    }

    /// No attempt left this machine.
    fn not_sent(&self, kind: Kind, settings: &Settings) -> Error {
        let receipt = Receipt {
            sentence: sentence::for_not_sent(&settings.why(kind)),
            ..Receipt::bare(Effect::NotApplied, kind.advice())
        };
        Error::NotSent {
            kind,
            receipt: Box::new(self.whole(receipt)),
        }
    }

    /// Validation stopped the request. The violations tell everything, the warnings among them.
    pub(super) fn invalid(&self, violations: Vec<Violation>) -> Error {
        let receipt = Receipt {
            sentence: sentence::for_invalid(&violations),
            field: Field::of_violations(&violations),
            ..Receipt::bare(Effect::NotApplied, Advice::FixRequest)
        };
        Error::invalid(violations, self.whole(receipt))
    }

    /// A receipt with what is known of the call besides.
    fn whole(&self, told: Receipt) -> Receipt {
        Receipt {
            pause_requested: self.pause_requested,
            attempts: self.attempts.clone(),
            warnings: self.warnings.clone(),
            request_id: self.request_id.clone(),
            token_requests: self.token_requests,
            sentence: sentence::with_warnings(told.sentence, &self.warnings),
            ..told
        }
    }
}
