//! How one call's step wakes another call's thread.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Thread};

use crate::engine::CallId;

/// The calls of one client that wait, by the names that the engine has for them.
#[derive(Default)]
pub(super) struct Sleepers(Mutex<HashMap<CallId, Arc<Alarm>>>);

/// Wakes the thread that runs a call.
pub(super) struct Alarm {
    thread: Mutex<Thread>,
    has_rung: AtomicBool,
}

impl Alarm {
    pub(super) fn ring(&self) {
        self.has_rung.store(true, Ordering::SeqCst);
        self.thread().unpark();
    }

    /// From now on this thread runs the call.
    pub(super) fn is_for_this_thread(&self) {
        *self.thread() = thread::current();
    }

    fn thread(&self) -> MutexGuard<'_, Thread> {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it has rung since it was asked last.
    pub(super) fn has_rung(&self) -> bool {
        self.has_rung.swap(false, Ordering::SeqCst)
    }
}

impl Sleepers {
    /// Names this thread as the one that runs the call, until what this returns is dropped.
    pub(super) fn enter(self: &Arc<Self>, call: CallId) -> Sleeper {
        let alarm = Arc::new(Alarm {
            thread: Mutex::new(thread::current()),
            has_rung: AtomicBool::new(false),
        });
        self.lock().insert(call, Arc::clone(&alarm));
        Sleeper {
            sleepers: Arc::clone(self),
            call,
            alarm,
        }
    }

    /// Wakes these calls. One that doesn't wait looks once more for nothing.
    pub(super) fn wake(&self, calls: &[CallId]) {
        if calls.is_empty() {
            return;
        }
        let sleepers = self.lock();
        for alarm in calls.iter().filter_map(|call| sleepers.get(call)) {
            alarm.ring();
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<CallId, Arc<Alarm>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call that can be woken.
pub(super) struct Sleeper {
    sleepers: Arc<Sleepers>,
    call: CallId,
    pub(super) alarm: Arc<Alarm>,
}

impl Drop for Sleeper {
    fn drop(&mut self) {
        self.sleepers.lock().remove(&self.call);
    }
}
