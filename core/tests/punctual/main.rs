//! How soon a call ends after its deadline, or after it was cancelled. Tests that look at a clock
//! stand in a program of their own, and run one after another: beside others on a busy machine
//! they would measure those.

mod cancel;
mod everywhere;
mod late;
// Of glibc alone is known what it reads before it asks anybody.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod lookup;
#[path = "../faults/support.rs"]
#[allow(dead_code, reason = "the faults' tests ask for more")]
mod support;

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Holds the other tests of this program up, for as long as it is held.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}
