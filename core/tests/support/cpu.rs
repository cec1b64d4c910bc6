//! A clock that a busy machine does not move.

use std::time::Duration;

use nix::time::{ClockId, clock_gettime};

/// How long this thread has run, without the time in which others did.
pub(crate) fn run_time() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID)
        .unwrap()
        .into()
}
