//! How a caller takes a call back.

use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// Cancels the calls that it was given to, from any thread, once and for all. Clones are the same
/// token.
///
/// A call that was not begun ends as `not_sent`; one whose request is out as what is known of it.
///
/// ```
/// use cloudagent_disposition::CancelToken;
///
/// let token = CancelToken::new();
/// let elsewhere = token.clone();
/// elsewhere.cancel();
/// assert!(token.is_cancelled());
/// ```
#[derive(Clone, Default)]
pub struct CancelToken(Arc<State>);

#[derive(Default)]
struct State {
    is_cancelled: AtomicBool,
    waiting: Mutex<Waiting>,
}

#[derive(Default)]
struct Waiting {
    next: u64,
    callbacks: Vec<(u64, Box<dyn FnOnce() + Send>)>,
}

impl CancelToken {
    /// A token that nobody has cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels. Cancelling twice is fine.
    ///
    /// # Panics
    ///
    /// Where a callback of [`CancelToken::on_cancel`] panics, after all of them were called.
    pub fn cancel(&self) {
        self.0.is_cancelled.store(true, Ordering::SeqCst);
        // Called without the lock: they may do anything, and drop what they were registered with.
        let callbacks = std::mem::take(&mut self.waiting().callbacks);
        // One that panics must not keep the others from being called: those calls would never hear
        // of it.
        let mut panicked = None;
        for (_, callback) in callbacks {
            if let Err(panic) = catch_unwind(AssertUnwindSafe(callback)) {
                panicked.get_or_insert(panic);
            }
        }
        if let Some(panic) = panicked {
            resume_unwind(panic);
        }
    }

    /// Whether somebody has cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::SeqCst)
    }

    /// Calls back once, when it is cancelled or at once where it is already; never after what this
    /// returns was dropped, except in a `cancel` that is just on its way. The callback must be
    /// short: it runs in the thread that cancels.
    pub fn on_cancel(&self, callback: impl FnOnce() + Send + 'static) -> OnCancel {
        let mut waiting = self.waiting();
        let number = waiting.next;
        waiting.next += 1;
        // Looked at under the lock that `cancel` takes after it has set this.
        if self.is_cancelled() {
            drop(waiting);
            callback();
        } else {
            waiting.callbacks.push((number, Box::new(callback)));
        }
        OnCancel {
            token: self.clone(),
            number,
        }
    }

    /// Ends when it is cancelled: for a transport that waits for more than one thing.
    pub fn cancelled(&self) -> Cancelled {
        Cancelled {
            token: self.clone(),
            waking: None,
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for CancelToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CancelToken")
            .field("is_cancelled", &self.is_cancelled())
            .finish()
    }
}

/// The same token, not the same state.
impl PartialEq for CancelToken {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for CancelToken {}

/// Keeps a callback of a [`CancelToken`]; dropping this takes it back.
#[derive(Debug)]
#[must_use = "the callback is taken back when this is dropped"]
pub struct OnCancel {
    token: CancelToken,
    number: u64,
}

impl Drop for OnCancel {
    fn drop(&mut self) {
        let mut waiting = self.token.waiting();
        let place = |(number, _): &(u64, _)| *number == self.number;
        let callback = match waiting.callbacks.iter().position(place) {
            Some(place) => waiting.callbacks.swap_remove(place),
            None => return,
        };
        // What a callback holds may do anything when it is dropped.
        drop(waiting);
        drop(callback);
    }
}

/// Ends when a [`CancelToken`] is cancelled.
#[derive(Debug)]
pub struct Cancelled {
    token: CancelToken,
    /// Whom a cancel wakes.
    waking: Option<(Waker, OnCancel)>,
}

impl Future for Cancelled {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let waker = context.waker();
        let is_same = |(known, _): &(Waker, _)| waker.will_wake(known);
        if !self.waking.as_ref().is_some_and(is_same) {
            let (waker, woken) = (waker.clone(), waker.clone());
            self.waking = Some((waker, self.token.on_cancel(move || woken.wake())));
        }
        if self.token.is_cancelled() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Counter(AtomicUsize);

    impl Counter {
        fn get(&self) -> usize {
            self.0.load(Ordering::SeqCst)
        }
    }

    impl Wake for Counter {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn a_callback_that_panics_keeps_no_other_from_being_called() {
        let token = CancelToken::new();
        let counter = Arc::new(Counter::default());
        let _panics = token.on_cancel(|| panic!("a host's own bug"));
        let heard = Arc::clone(&counter);
        let _heard = token.on_cancel(move || heard.wake());
        assert!(catch_unwind(AssertUnwindSafe(|| token.cancel())).is_err());
        assert!(token.is_cancelled());
        assert_eq!(counter.get(), 1);
    }

    #[test]
    fn a_callback_is_called_once_unless_it_was_taken_back() {
        let token = CancelToken::new();
        let counter = Arc::new(Counter::default());
        let count = || {
            let counter = Arc::clone(&counter);
            move || counter.wake()
        };
        let _kept = token.on_cancel(count());
        drop(token.on_cancel(count()));
        token.cancel();
        token.cancel();
        assert_eq!(counter.get(), 1);
        let _late = token.on_cancel(count());
        assert_eq!(counter.get(), 2);
    }

    #[test]
    fn the_future_is_woken_and_keeps_nothing() {
        let token = CancelToken::new();
        let counter = Arc::new(Counter::default());
        let waker = Arc::clone(&counter).into();
        let mut context = Context::from_waker(&waker);
        let mut cancelled = Box::pin(token.cancelled());
        assert!(cancelled.as_mut().poll(&mut context).is_pending());
        assert!(cancelled.as_mut().poll(&mut context).is_pending());
        assert_eq!(token.waiting().callbacks.len(), 1);
        token.cancel();
        assert_eq!(counter.get(), 1);
        assert!(cancelled.as_mut().poll(&mut context).is_ready());

        let other = CancelToken::new();
        let mut dropped = Box::pin(other.cancelled());
        assert!(dropped.as_mut().poll(&mut context).is_pending());
        drop(dropped);
        assert!(other.waiting().callbacks.is_empty());
    }
}
