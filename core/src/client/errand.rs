//! What the host's own code does for a call: a thread of its own does it, so that the call ends in
//! time whatever that code does.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::waking::Alarm;
use crate::engine::Event;

/// Something that was begun, and its answer once it is there.
pub(super) struct Errand(Arc<Mutex<Option<Event>>>);

impl Errand {
    /// Begins it. The alarm rings when it is done. What panics, and what no thread could be had for,
    /// is answered with `failed`.
    pub(super) fn begin(
        alarm: Arc<Alarm>,
        failed: Event,
        work: impl FnOnce() -> Event + Send + 'static,
    ) -> Self {
        let slot = Arc::new(Mutex::new(None));
        let (answer, otherwise) = (Arc::clone(&slot), failed.clone());
        let run = move || {
            let event = catch_unwind(AssertUnwindSafe(work)).unwrap_or(otherwise);
            *answer.lock().unwrap_or_else(PoisonError::into_inner) = Some(event);
            alarm.ring();
        };
        let errand = Self(slot);
        if thread::Builder::new().spawn(run).is_err() {
            *errand.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(failed);
        }
        errand
    }

    /// The answer, once.
    pub(super) fn answer(&self) -> Option<Event> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
