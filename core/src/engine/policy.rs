//! When a disposition is sent again, and how long that waits.

use super::attempt::{Ended, Letter};
use super::moment::Millis;
use crate::codes::{Advice, Outcome};
use crate::kind::Kind;
use crate::request::DispositionRequest;
use crate::violation::{Field, Problem, Violation};

/// The most attempts that a policy may allow.
const MAX_ATTEMPTS: u8 = 10;

/// What must be left of the deadline when a resend is handed out: less is no attempt.
const LEAST_TIME: u64 = 1_000;

/// A request that pauses, or releases the agent, is sent no later than this after its call began:
/// pausing is an event, and a late one stops an agent who is back at work.
const EVENT_WINDOW: u64 = 15_000;

/// What an engine may spend on resends, in tenths of one: the most, and at the beginning.
pub(super) const FULL_BUDGET: u8 = 100;

/// What one resend costs.
const PRICE: u8 = 10;

/// When a call sends its request again.
///
/// What is resent by default is only what is known to have had no effect: a request that did not
/// leave this machine, and one that was refused with a time to come back. Within the call's
/// deadline, after a short random wait, from a budget that the calls of a client share.
///
/// ```
/// use cloudagent_disposition::RetryPolicy;
///
/// assert_eq!(RetryPolicy::default().attempts, 3);
/// assert_eq!(RetryPolicy::none().attempts, 1);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// How often one call may send in all: 1 to 10.
    pub attempts: u8,
    /// Whether to send again, too, where nobody knows what happened to the last attempt: then **a
    /// disposition may be applied twice**. Never where a pause or an auto-release is asked for.
    pub resend_unknown: bool,
}

impl Default for RetryPolicy {
    /// Three attempts, and nothing sent again of which nobody knows what happened.
    fn default() -> Self {
        Self {
            attempts: 3,
            resend_unknown: false,
        }
    }
}

impl RetryPolicy {
    /// The default.
    pub fn new() -> Self {
        Self::default()
    }

    /// One attempt.
    pub fn none() -> Self {
        Self::new().attempts(1)
    }

    /// Sets how often one call may send in all: 1 to 10.
    #[must_use]
    pub fn attempts(mut self, attempts: u8) -> Self {
        self.attempts = attempts;
        self
    }

    /// Sets whether to send again where nobody knows what happened.
    #[must_use]
    pub fn resend_unknown(mut self, resend_unknown: bool) -> Self {
        self.resend_unknown = resend_unknown;
        self
    }

    /// What is wrong with it.
    pub(super) fn violation(&self) -> Option<Violation> {
        let detail = "It must allow 1 to 10 attempts.";
        (!(1..=MAX_ATTEMPTS).contains(&self.attempts))
            .then(|| Violation::hard(Field::Retry, Problem::Invalid, detail))
    }

    /// Whether what became of an attempt allows another one. What else must be so stands at
    /// [`Bounds`] and with the budget.
    pub(super) fn follows(&self, ended: &Ended, is_event: bool) -> bool {
        match ended.letter {
            Letter::Success => false,
            Letter::NotSent => is_passing(ended.kind),
            Letter::Refused => {
                ended.advice == Advice::RetryLater && ended.retry_after_seconds.is_some()
            }
            Letter::Unknown => {
                let is_too_unknown = match ended.kind {
                    Kind::Cancelled => true,
                    Kind::Reply => ended.outcome != Some(Outcome::Unavailable),
                    _ => false,
                };
                self.resend_unknown && !is_event && !is_too_unknown
            }
        }
    }
}

/// Whether a request that failed so before it left may leave a moment later.
pub(super) const fn is_passing(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::NameLookup | Kind::Connect | Kind::ConnectTimeout
    )
}

/// Whether a request makes something happen to the agent, which must not come late or twice.
pub(super) fn is_event(request: &DispositionRequest) -> bool {
    request.pauses() || request.auto_release
}

/// Until when a call may send.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) began: Millis,
    pub(super) deadline: Millis,
    pub(super) is_event: bool,
}

impl Bounds {
    /// Whether anything may be sent at this moment.
    pub(super) fn allow(&self, at: Millis) -> bool {
        let is_late = self.is_event && at.0 > self.began.0.saturating_add(EVENT_WINDOW);
        at < self.deadline && !is_late
    }

    /// Whether a resend may be handed out at this moment, or a wait may end then.
    pub(super) fn allow_resend(&self, at: Millis) -> bool {
        leaves_time(at, self.deadline) && self.allow(at)
    }
}

/// Whether enough is left to begin something.
pub(super) fn leaves_time(at: Millis, deadline: Millis) -> bool {
    at.0.saturating_add(LEAST_TIME) <= deadline.0
}

/// How long resend number `n` (1, 2, …) waits, in milliseconds: random, so that a crowd that failed
/// together does not come back together, and the same for the same seed.
pub(super) fn wait(seed: u64, n: u32, retry_after_seconds: Option<u32>) -> u64 {
    let doubled = 200u64 << n.saturating_sub(1).min(10);
    let cap = doubled.min(2_000);
    let random = splitmix64(seed.wrapping_add(n.into())) % (cap + 1);
    1_000 * u64::from(retry_after_seconds.unwrap_or(0)) + random
}

fn splitmix64(seed: u64) -> u64 {
    let x = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// What is left for resends, in tenths of one. Nothing is held, and nothing given back.
#[derive(Debug)]
pub(super) struct Budget(u8);

impl Budget {
    pub(super) const fn of(tenths: u8) -> Self {
        Self(tenths)
    }

    /// Whether a resend can be paid.
    pub(super) const fn suffices(&self) -> bool {
        self.0 >= PRICE
    }

    /// Pays one resend, if it can.
    pub(super) fn pay(&mut self) -> bool {
        let suffices = self.suffices();
        if suffices {
            self.0 -= PRICE;
        }
        suffices
    }

    /// A success.
    pub(super) fn earn(&mut self) {
        self.0 = self.0.saturating_add(1).min(FULL_BUDGET);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generator_is_the_one_of_the_rules() {
        assert_eq!(splitmix64(0), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn waits_stay_under_their_caps_and_a_wait_that_was_asked_for_is_kept() {
        for n in 1..=12 {
            let cap = [200, 400, 800, 1_600]
                .get(n as usize - 1)
                .copied()
                .unwrap_or(2_000);
            for seed in [0, 7, u64::MAX - 1, u64::MAX] {
                let short = wait(seed, n, None);
                assert!(short <= cap, "{short} of {n}");
                assert_eq!(wait(seed, n, Some(0)), short);
                assert_eq!(wait(seed, n, Some(86_400)), 86_400_000 + short);
            }
        }
    }

    #[test]
    fn the_budget_stays_within_its_bounds() {
        let mut budget = Budget::of(19);
        assert!(budget.pay() && !budget.pay());
        for _ in 0..200 {
            budget.earn();
        }
        assert_eq!(budget.0, FULL_BUDGET);
    }
}
