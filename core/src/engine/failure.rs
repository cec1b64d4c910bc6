//! Why no token could be had.

use super::attempt::{Ended, Letter};
use super::settings::Settings;
use crate::codes::{Advice, Effect};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::sentence;

/// A fetch, or a store, that failed: how every call ends that waited for it.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) kind: Kind,
    /// What a receipt tells of it.
    pub(super) told: Receipt,
    /// The seconds until the next fetch, where the hour has none left: they stand in any receipt.
    pub(super) limit_seconds: Option<u32>,
}

impl Failure {
    /// The token service replied something else than a token. `told` is what that reply tells.
    pub(super) fn replied(told: Receipt) -> Self {
        let advice = match told.advice {
            Advice::FixCredentials => Advice::FixCredentials,
            Advice::FixConfiguration
            | Advice::FixRequest
            | Advice::DoNotRetry
            | Advice::RefreshToken => Advice::FixConfiguration,
            Advice::RetryLater | Advice::CheckFirst | Advice::None => Advice::RetryLater,
        };
        let sentence = sentence::for_no_token(&told.sentence);
        Self::of(Receipt { sentence, ..told }, advice)
    }

    /// No whole reply came.
    pub(super) fn failed(ended: &Ended, settings: &Settings) -> Self {
        let why = match ended.letter {
            Letter::NotSent => settings.why(ended.kind),
            _ => ended.kind.why_uncertain().into(),
        };
        Self::because(&why, advice_after(ended))
    }

    /// The host's own source failed. Of what it sends itself only the kind is known here, and where
    /// it tells none there is nothing to say but that.
    pub(super) fn of_source(ended: &Ended) -> Self {
        let failed = "the token source failed";
        let why = match ended.kind {
            Kind::Cancelled | Kind::TransportFailed => failed.to_owned(),
            kind => format!("{failed}: {}", kind.why()),
        };
        Self::because(&why, advice_after(ended))
    }

    /// The host's source gave what is no token.
    pub(super) fn no_token() -> Self {
        let why = "the token source gave a text that is no token; check what it reads";
        Self::because(why, Advice::FixConfiguration)
    }

    fn because(why: &str, advice: Advice) -> Self {
        let bare = Receipt::bare(Effect::NotApplied, advice);
        let sentence = sentence::for_no_token_because(why);
        Self::of(Receipt { sentence, ..bare }, advice)
    }

    /// The hour has no fetch left.
    pub(super) fn over_limit(millis: u64) -> Self {
        let seconds = u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX);
        let bare = Receipt::bare(Effect::NotApplied, Advice::RetryLater);
        let sentence = sentence::for_token_limit(seconds);
        Self {
            limit_seconds: Some(seconds),
            ..Self::of(
                Receipt {
                    sentence,
                    retry_after_seconds: Some(seconds),
                    ..bare
                },
                Advice::RetryLater,
            )
        }
    }

    /// The token store failed.
    pub(super) fn of_store() -> Self {
        let advice = Kind::TokenStore.advice();
        let bare = Receipt::bare(Effect::NotApplied, advice);
        let sentence = sentence::for_not_sent(Kind::TokenStore.why());
        Self {
            kind: Kind::TokenStore,
            ..Self::of(Receipt { sentence, ..bare }, advice)
        }
    }

    fn of(told: Receipt, advice: Advice) -> Self {
        let bare = Receipt::bare(Effect::NotApplied, advice);
        Self {
            kind: Kind::TokenUnavailable,
            told: Receipt {
                effect: bare.effect,
                advice: bare.advice,
                may_resend: bare.may_resend,
                ..told
            },
            limit_seconds: None,
        }
    }

    /// How long nobody fetches, where the token service said so.
    pub(super) fn pause_seconds(&self) -> Option<u32> {
        match self.limit_seconds {
            Some(_) => None,
            None => self.told.retry_after_seconds,
        }
    }
}

/// What to do where no whole reply came.
fn advice_after(ended: &Ended) -> Advice {
    match (ended.letter, ended.kind) {
        (Letter::NotSent, Kind::Proxy | Kind::Tls | Kind::Unsendable) => Advice::FixConfiguration,
        _ => Advice::RetryLater,
    }
}
