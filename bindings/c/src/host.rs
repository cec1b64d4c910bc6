//! What the functions of a host are called with.

use std::ffi::c_void;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};

/// Frees what a host's functions are called with.
pub(crate) type Free = unsafe extern "C" fn(user: *mut c_void);

/// A pointer of the host's. It is this one's to free once it was adopted: until then whoever passed
/// it in keeps it.
pub(crate) struct Host {
    user: *mut c_void,
    free: Option<Free>,
    adopted: AtomicBool,
}

// SAFETY: the header asks that the host's functions take `user` on any thread, and all but `free` on
// several at once.
unsafe impl Send for Host {}
// SAFETY: as above.
unsafe impl Sync for Host {}

impl Host {
    pub(crate) fn new(user: *mut c_void, free: Option<Free>) -> Self {
        Self {
            user,
            free,
            adopted: AtomicBool::new(false),
        }
    }

    pub(crate) fn user(&self) -> *mut c_void {
        self.user
    }

    /// Takes `user` over from the caller.
    pub(crate) fn adopt(&self) {
        self.adopted.store(true, Ordering::Release);
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let (true, Some(free)) = (*self.adopted.get_mut(), self.free) {
            // SAFETY: the caller's promise; this is the last use of `user`.
            unsafe { free(self.user) };
        }
    }
}

impl fmt::Debug for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Host")
    }
}
