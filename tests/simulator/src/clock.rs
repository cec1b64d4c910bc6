//! The time that tokens and reports go by: the machine's, moved by a test.

use std::time::{SystemTime, UNIX_EPOCH};

/// A clock that goes on by itself and can be moved.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Clock {
    /// How many seconds it is ahead of the machine's clock; behind it where negative.
    ahead: i64,
}

impl Clock {
    /// Moves it from where it is.
    pub(crate) fn move_by(&mut self, seconds: i64) {
        self.ahead = self.ahead.saturating_add(seconds);
    }

    /// Seconds since 1970.
    pub(crate) fn now(self) -> u64 {
        let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
        since_1970
            .map_or(0, |since| since.as_secs())
            .saturating_add_signed(self.ahead)
    }
}
