//! Moments, of a host's own clock and of the world's.

use std::time::Duration;

/// A moment: whole milliseconds of one clock of the host's, whose zero does not matter.
///
/// Any monotonic clock serves on a machine that doesn't sleep; on a phone take one that counts
/// suspend. One engine takes one clock. A moment earlier than one that the same call has seen counts
/// as that one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Millis(pub u64);

impl Millis {
    /// This moment and so much later, rounded up to a whole millisecond.
    pub(crate) fn after(self, wait: Duration) -> Self {
        let millis = wait.as_nanos().div_ceil(1_000_000);
        Self(
            self.0
                .saturating_add(u64::try_from(millis).unwrap_or(u64::MAX)),
        )
    }

    /// How long it is from `earlier` to this moment; nothing where that is later.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

/// A moment of the world's time: milliseconds since 1970 in UTC, 0 where that is not known. Only
/// how long a token lives, and the day of a look-up, are judged by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WallMillis(pub u64);
