//! What calls of one engine share and change.

#[cfg(feature = "client")]
use std::sync::TryLockError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::call::CallId;
use super::pace::Pace;
use super::policy::Budget;
use super::settings::Settings;
use super::tokens::Tokens;

#[derive(Debug)]
pub(super) struct Shared {
    pub(super) settings: Settings,
    is_closed: AtomicBool,
    calls: AtomicU64,
    common: Mutex<Common>,
}

/// Behind one short lock, which is taken after a call's own and never held while anybody else is
/// called.
#[derive(Debug)]
pub(super) struct Common {
    pub(super) budget: Budget,
    pub(super) tokens: Tokens,
    pub(super) pace: Pace,
    resends: Vec<Resend>,
    /// Calls to be woken whose waker had no output to say so: it was dropped.
    wakes: Vec<CallId>,
}

/// A call that is about to send again.
#[derive(Debug)]
struct Resend {
    call: CallId,
    subject: u64,
    is_outdated: bool,
}

impl Shared {
    pub(super) fn new(settings: Settings) -> Self {
        Self::with(settings, Tokens::default(), Pace::default())
    }

    fn with(settings: Settings, tokens: Tokens, pace: Pace) -> Self {
        let budget = Budget::of(settings.budget);
        Self {
            settings,
            is_closed: AtomicBool::new(false),
            calls: AtomicU64::new(0),
            common: Mutex::new(Common {
                budget,
                tokens,
                pace,
                resends: Vec::new(),
                wakes: Vec::new(),
            }),
        }
    }

    /// For a forked child: the token, the hour's list and the pace of look-ups, where no thread of the parent had their
    /// lock. It may never be let go of in the child, so nobody waits for it.
    #[cfg(feature = "client")]
    pub(super) fn for_child(&self) -> Self {
        let taken = |common: &Common| (common.tokens.for_child(), common.pace.clone());
        let (tokens, pace) = match self.common.try_lock() {
            Ok(common) => taken(&common),
            Err(TryLockError::Poisoned(common)) => taken(&common.into_inner()),
            Err(TryLockError::WouldBlock) => Default::default(),
        };
        Self::with(self.settings.clone(), tokens, pace)
    }

    pub(super) fn next_call(&self) -> CallId {
        CallId(self.calls.fetch_add(1, Ordering::Relaxed))
    }

    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Relaxed)
    }

    pub(super) fn close(&self) {
        self.is_closed.store(true, Ordering::Relaxed);
    }

    /// A panic elsewhere must not stop the engine, so a poisoned lock is taken.
    pub(super) fn common(&self) -> MutexGuard<'_, Common> {
        self.common.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Common {
    /// A call is about to send again what it says of its subject.
    pub(super) fn will_resend(&mut self, call: CallId, subject: u64) {
        self.has_resent(call);
        self.resends.push(Resend {
            call,
            subject,
            is_outdated: false,
        });
    }

    /// A newer call was begun on this subject: what waits to say something older is not sent.
    pub(super) fn outdate(&mut self, subject: u64) -> Vec<CallId> {
        let older = self.resends.iter_mut();
        let older = older.filter(|older| older.subject == subject && !older.is_outdated);
        older
            .map(|older| {
                older.is_outdated = true;
                older.call
            })
            .collect()
    }

    /// Whether a newer call says what this one is about to say again.
    pub(super) fn is_outdated(&self, call: CallId) -> bool {
        let mut resends = self.resends.iter();
        resends.any(|resend| resend.call == call && resend.is_outdated)
    }

    /// The call waits no longer.
    pub(super) fn has_resent(&mut self, call: CallId) {
        self.resends.retain(|resend| resend.call != call);
    }

    /// The call is gone, whether it had ended or not.
    pub(super) fn forget(&mut self, call: CallId) {
        self.has_resent(call);
        self.wakes.retain(|woken| *woken != call);
        let woken = self.tokens.leave(call);
        self.wakes.extend(woken);
    }

    /// Whom the next output wakes, whichever call's it is.
    pub(super) fn take_wakes(&mut self) -> Vec<CallId> {
        std::mem::take(&mut self.wakes)
    }
}
