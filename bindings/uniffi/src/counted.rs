use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::misuse::Misuse;

static LIVE: AtomicU64 = AtomicU64::new(0);

/// What an object of the bridge holds, counted for as long as the object lives.
pub(crate) struct Counted<T>(T);

impl<T> Counted<T> {
    pub(crate) fn new(held: T) -> Self {
        LIVE.fetch_add(1, Ordering::Relaxed);
        Self(held)
    }
}

impl<T> Drop for Counted<T> {
    fn drop(&mut self) {
        LIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

impl<T> Deref for Counted<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Counted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How many objects of this library live in the process: what a facade's tests bring back to what
/// it was, to show that nothing leaks.
#[uniffi::export]
pub fn live_objects() -> Result<u64, Misuse> {
    Ok(LIVE.load(Ordering::Relaxed))
}
