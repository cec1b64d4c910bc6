//! What is opened at the first send that needs it, by one caller at a time. A failure is not kept:
//! what is missing now may be there later.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::engine::CancelToken;
use crate::kind::Kind;

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

    pub(super) fn get_or_open(&self, open: impl FnOnce() -> Result<T, Kind>) -> Result<&T, Kind> {
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
    Failed(Kind),
    Open(T),
}

impl<T: Clone + Send + 'static> Slow<T> {
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self {
            state: Mutex::new(State::Closed),
            changed: Condvar::new(),
        })
    }

    /// The value, opened if need be; [`Kind::ConnectTimeout`] where that takes longer than
    /// `left`, or the caller cancels. It then goes on, for the calls to come.
    pub(super) fn get_or_open(
        self: &Arc<Self>,
        left: Duration,
        cancel: &CancelToken,
        open: impl FnOnce() -> Result<T, Kind> + Send + 'static,
    ) -> Result<T, Kind> {
        let begun = Instant::now();
        let this = Arc::clone(self);
        let _waking = cancel.on_cancel(move || {
            // Under the lock, so that it is not missed between the look at the token and the wait.
            let _state = lock(&this.state);
            this.changed.notify_all();
        });
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
                .filter(|_| !cancel.is_cancelled())
                .ok_or(Kind::ConnectTimeout)?;
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn spawn(
        self: &Arc<Self>,
        open: impl FnOnce() -> Result<T, Kind> + Send + 'static,
    ) -> Result<(), Kind> {
        let slow = Arc::clone(self);
        let opening = move || {
            // A panic must not leave the callers waiting.
            let opened = catch_unwind(AssertUnwindSafe(open));
            *lock(&slow.state) = match opened.unwrap_or(Err(Kind::Connect)) {
                Ok(value) => State::Open(value),
                Err(kind) => State::Failed(kind),
            };
            slow.changed.notify_all();
        };
        match thread::Builder::new().spawn(opening) {
            Ok(_ends_by_itself) => Ok(()),
            Err(_none_left) => Err(Kind::Connect),
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::channel;

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn one_opens_and_nobody_waits_longer_than_he_can() {
        let slow = Slow::new();
        let opened = Arc::new(AtomicUsize::new(0));
        let (finish, finished) = channel();
        let begin = |counter: Arc<AtomicUsize>| {
            move || {
                counter.fetch_add(1, Ordering::SeqCst);
                Ok("open")
            }
        };
        // The opening lasts until the test says so.
        let counter = Arc::clone(&opened);
        let slowly = move || {
            counter.fetch_add(1, Ordering::SeqCst);
            finished.recv().map_err(|_| Kind::Tls)
        };
        let moment = Duration::from_millis(5);
        assert_eq!(
            slow.get_or_open(moment, &CancelToken::new(), slowly),
            Err(Kind::ConnectTimeout)
        );
        let cancelled = CancelToken::new();
        thread::scope(|scope| {
            let waiting = scope.spawn(|| slow.get_or_open(LONG, &cancelled, || Ok("another")));
            cancelled.cancel();
            assert_eq!(waiting.join().unwrap(), Err(Kind::ConnectTimeout));
            let calls: Vec<_> = (0..8)
                .map(|_| {
                    scope.spawn(|| {
                        slow.get_or_open(LONG, &CancelToken::new(), begin(Arc::clone(&opened)))
                    })
                })
                .collect();
            finish.send("open").unwrap();
            for call in calls {
                assert_eq!(call.join().unwrap(), Ok("open"));
            }
        });
        assert_eq!(opened.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_failure_or_a_panic_is_told_and_not_kept() {
        let slow = Slow::new();
        assert_eq!(
            slow.get_or_open(LONG, &CancelToken::new(), || Err(Kind::Tls)),
            Err(Kind::Tls)
        );
        let panics = || panic!("while it is opened");
        assert_eq!(
            slow.get_or_open(LONG, &CancelToken::new(), panics),
            Err(Kind::Connect)
        );
        assert_eq!(slow.get_or_open(LONG, &CancelToken::new(), || Ok(1)), Ok(1));
        assert_eq!(slow.get_or_open(LONG, &CancelToken::new(), || Ok(2)), Ok(1));

        let once = Once::new();
        assert_eq!(once.get_or_open(|| Err(Kind::Connect)), Err(Kind::Connect));
        assert_eq!(once.get_or_open(|| Ok(1)), Ok(&1));
        assert_eq!(once.get_or_open(|| Ok(2)), Ok(&1));
    }
}
