//! The client's clocks, and how a call waits for one of them.

use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::waking::Sleeper;
use crate::engine::{CancelToken, Millis, WallMillis};

/// Milliseconds since the client was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }

    pub(super) fn now(self) -> Millis {
        Millis(u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    /// When a call begins, rounded up: so no deadline is early.
    pub(super) fn start(self) -> Millis {
        Millis::default().after(self.0.elapsed())
    }

    /// Returns when that moment has come, the token is cancelled, another call wakes this one, or
    /// its thread wants to leave: only then with `false`.
    pub(super) fn wait(
        self,
        until: Millis,
        leave: Option<Instant>,
        cancel: Option<&CancelToken>,
        sleeper: &Sleeper,
    ) -> bool {
        let this = thread::current();
        let _waking = cancel.map(|cancel| cancel.on_cancel(move || this.unpark()));
        loop {
            let left = until.since(self.now());
            let is_over = left.is_zero()
                || cancel.is_some_and(CancelToken::is_cancelled)
                || sleeper.alarm.has_rung();
            if is_over {
                return true;
            }
            let stays = leave.map_or(Duration::MAX, |leave| {
                leave.saturating_duration_since(Instant::now())
            });
            if stays.is_zero() {
                return false;
            }
            thread::park_timeout(left.min(stays));
        }
    }
}

/// What the machine believes the time to be.
pub(super) fn wall() -> WallMillis {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since_1970.unwrap_or_default().as_millis();
    WallMillis(u64::try_from(millis).unwrap_or(0))
}
