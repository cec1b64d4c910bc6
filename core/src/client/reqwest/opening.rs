//! What is opened at the first send that needs it, by one caller at a time. A failure is not kept:
//! what is missing now may be there later.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::FailKind;

/// Something that is opened in no time.
#[derive(Debug)]
pub(super) struct Once<T> {
    value: OnceLock<T>,
    opening: Mutex<()>,
}

impl<T> Once<T> {
    pub(super) const fn new() -> Self {
        Self {
            value: OnceLock::new(),
            opening: Mutex::new(()),
        }
    }

    pub(super) fn get(&self) -> Option<&T> {
        self.value.get()
    }

    pub(super) fn get_or_open(
        &self,
        open: impl FnOnce() -> Result<T, FailKind>,
    ) -> Result<&T, FailKind> {
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let _one_at_a_time = lock(&self.opening);
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let value = open()?;
        Ok(self.value.get_or_init(|| value))
    }

    pub(super) fn take(&mut self) -> Option<T> {
        self.value.take()
    }
}

/// Something that may take its time: a thread is borrowed for it, so that no caller waits past its
/// deadline.
#[derive(Debug)]
pub(super) struct Slow<T> {
    state: Mutex<State<T>>,
    changed: Condvar,
}

#[derive(Debug)]
enum State<T> {
    Closed,
    Opening,
    Failed(FailKind),
    Open(T),
}

impl<T: Clone + Send + 'static> Slow<T> {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State::Closed),
            changed: Condvar::new(),
        })
    }

    /// The value, opened if need be; [`FailKind::ConnectTimeout`] where that takes longer than
    /// `left`. It then goes on, for the calls to come.
    pub(super) fn get_or_open(
        self: &Arc<Self>,
        left: Duration,
        open: impl FnOnce() -> Result<T, FailKind> + Send + 'static,
    ) -> Result<T, FailKind> {
        let begun = Instant::now();
        let mut state = lock(&self.state);
        if matches!(*state, State::Closed | State::Failed(_)) {
            self.spawn(open)?;
            *state = State::Opening;
        }
        loop {
            match &*state {
                State::Open(value) => return Ok(value.clone()),
                State::Failed(kind) => return Err(*kind),
                State::Opening | State::Closed => {}
            }
            let left = left
                .checked_sub(begun.elapsed())
                .ok_or(FailKind::ConnectTimeout)?;
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn spawn(
        self: &Arc<Self>,
        open: impl FnOnce() -> Result<T, FailKind> + Send + 'static,
    ) -> Result<(), FailKind> {
        let slow = Arc::clone(self);
        let opening = move || {
            // A panic must not leave the callers waiting.
            let opened = catch_unwind(AssertUnwindSafe(open));
            *lock(&slow.state) = match opened.unwrap_or(Err(FailKind::Connect)) {
                Ok(value) => State::Open(value),
                Err(kind) => State::Failed(kind),
            };
            slow.changed.notify_all();
        };
        match thread::Builder::new().spawn(opening) {
            Ok(_ends_by_itself) => Ok(()),
            Err(_none_left) => Err(FailKind::Connect),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
