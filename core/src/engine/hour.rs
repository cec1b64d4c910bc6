//! How many tokens an engine has fetched in the last hour.

use super::moment::Millis;

/// The vendor grants so many an hour.
pub(super) const HOURLY_LIMIT: usize = 10;

pub(super) const HOUR: u64 = 3_600_000;

/// The fetches of an hour.
#[derive(Debug, Clone, Default)]
pub(super) struct Hour {
    fetches: Vec<Fetched>,
    /// The number of the last fetch.
    fetched: u64,
}

#[derive(Debug, Clone, Copy)]
struct Fetched {
    number: u64,
    at: Millis,
}

/// How much later a moment is than another. What is remembered from a time that has not come yet is
/// moved to now: one wrong reading of a clock must end no later call.
pub(super) fn age(at: &mut Millis, now: Millis) -> u64 {
    *at = (*at).min(now);
    now.0 - at.0
}

impl Hour {
    /// A fetch: it counts until it is known that it did not leave. Its number.
    pub(super) fn count(&mut self, at: Millis) -> u64 {
        self.fetched += 1;
        let number = self.fetched;
        self.fetches.push(Fetched { number, at });
        number
    }

    /// None of the sends of this fetch left.
    pub(super) fn uncount(&mut self, number: u64) {
        self.fetches.retain(|fetched| fetched.number != number);
    }

    /// How long it is until one more may be fetched, in milliseconds; nothing where it may be now.
    pub(super) fn limit(&mut self, now: Millis) -> Option<u64> {
        let mut ages = Vec::new();
        self.fetches.retain_mut(|fetched| {
            let age = age(&mut fetched.at, now);
            ages.push(age);
            age < HOUR
        });
        ages.retain(|age| *age < HOUR);
        ages.sort_unstable();
        // The one that has to be over is the tenth, counted from the latest.
        ages.get(HOURLY_LIMIT - 1).map(|age| HOUR - age)
    }
}
