//! Keeps SIGPIPE from ending somebody else's process.
//!
//! A program that is not a Rust one leaves SIGPIPE at its default, and a write to a connection
//! whose peer has gone then ends it. A plain write of the standard library asks for no signal, but
//! a vectored one can't, and TLS writes that way. On Apple's systems each socket is told; on Linux
//! the thread that writes keeps the signal from itself, and takes away what it has caused.

#[cfg(any(target_os = "linux", target_os = "android"))]
mod system {
    use std::os::fd::AsFd;

    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use nix::sys::signal::{SigSet, SigmaskHow, Signal};
    use nix::sys::signalfd::{SfdFlags, SignalFd};

    use crate::kind::Kind;

    /// Where the SIGPIPEs of a thread that has it blocked can be taken away. It never waits for
    /// one, whatever the process has decided about the signal.
    pub(in super::super) struct Quiet(SignalFd);

    impl Quiet {
        pub(in super::super) fn new() -> Result<Self, Kind> {
            let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
            let pending = SignalFd::with_flags(&sigpipe(), flags);
            pending.map(Self).map_err(|_none_left| Kind::Connect)
        }

        /// Blocks SIGPIPE for this thread, until the end of what it returns.
        pub(in super::super) fn begin(&self) -> Silence<'_> {
            let former = sigpipe().thread_swap_mask(SigmaskHow::SIG_BLOCK).ok();
            // One that waits already can only be there where the host has blocked the signal.
            let is_blocked = former.is_some_and(|former| former.contains(Signal::SIGPIPE));
            Silence {
                pending: &self.0,
                former,
                is_hosts: is_blocked && self.is_pending(),
            }
        }

        fn is_pending(&self) -> bool {
            let mut pending = [PollFd::new(self.0.as_fd(), PollFlags::POLLIN)];
            poll(&mut pending, PollTimeout::ZERO).is_ok_and(|count| count > 0)
        }
    }

    pub(in super::super) struct Silence<'a> {
        pending: &'a SignalFd,
        former: Option<SigSet>,
        /// Whether a SIGPIPE was pending before. It is the host's, and stays; one more makes no
        /// second one of it.
        is_hosts: bool,
    }

    impl Drop for Silence<'_> {
        fn drop(&mut self) {
            let Some(former) = &self.former else { return };
            if !self.is_hosts {
                // A signal is pending once or not at all, and only for this thread.
                let _ = self.pending.read_signal();
            }
            let _ = former.thread_set_mask();
        }
    }

    fn sigpipe() -> SigSet {
        SigSet::from(Signal::SIGPIPE)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod system {
    use std::marker::PhantomData;

    use crate::kind::Kind;

    /// Nothing to do: sockets are told (`SO_NOSIGPIPE`), or there is no such signal.
    pub(in super::super) struct Quiet;

    pub(in super::super) struct Silence<'a>(PhantomData<&'a Quiet>);

    impl Quiet {
        pub(in super::super) fn new() -> Result<Self, Kind> {
            Ok(Self)
        }

        pub(in super::super) fn begin(&self) -> Silence<'_> {
            Silence(PhantomData)
        }
    }
}

pub(super) use system::{Quiet, Silence};
