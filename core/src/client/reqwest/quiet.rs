//! Keeps SIGPIPE from ending somebody else's process.
//!
//! A program that is not a Rust one leaves SIGPIPE at its default, and a write to a connection
//! whose peer has gone then ends it. A plain write of the standard library asks for no signal, but
//! a vectored one can't, and TLS writes that way. On Apple's systems each socket is told; on Linux
//! the thread that writes keeps the signal from itself, and takes away what it has caused.

#[cfg(any(target_os = "linux", target_os = "android"))]
mod system {
    use std::io;

    use nix::sys::signal::{SigSet, SigmaskHow, Signal};
    use nix::sys::signalfd::{SfdFlags, SignalFd};

    /// Where the SIGPIPEs of a thread that has it blocked can be taken away. It never waits for
    /// one, whatever the process has decided about the signal.
    pub(in super::super) struct Quiet(SignalFd);

    impl Quiet {
        pub(in super::super) fn new() -> io::Result<Self> {
            let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
            Ok(Self(SignalFd::with_flags(&sigpipe(), flags)?))
        }

        /// Blocks SIGPIPE for this thread, until the end of what it returns.
        pub(in super::super) fn begin(&self) -> Silence<'_> {
            Silence {
                pending: &self.0,
                former: sigpipe().thread_swap_mask(SigmaskHow::SIG_BLOCK).ok(),
            }
        }
    }

    pub(in super::super) struct Silence<'a> {
        pending: &'a SignalFd,
        former: Option<SigSet>,
    }

    impl Drop for Silence<'_> {
        fn drop(&mut self) {
            let Some(former) = &self.former else { return };
            // A signal is pending once or not at all, and only for this thread.
            let _ = self.pending.read_signal();
            let _ = former.thread_set_mask();
        }
    }

    fn sigpipe() -> SigSet {
        SigSet::from(Signal::SIGPIPE)
    }
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod system {
    use std::io;

    /// Nothing to do: sockets are told (`SO_NOSIGPIPE`), or there is no such signal.
    pub(in super::super) struct Quiet;

    impl Quiet {
        pub(in super::super) fn new() -> io::Result<Self> {
            Ok(Self)
        }

        pub(in super::super) fn begin(&self) {}
    }
}

pub(super) use system::Quiet;
