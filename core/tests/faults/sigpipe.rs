//! SIGPIPE at its default ends a process that writes to a connection whose peer has gone. A library
//! in somebody's process never lets it.

use std::time::Duration;

use cloudagent_disposition::{Api, Client, Connection, Kind};
use cloudagent_simulator::Fault;
use nix::sys::signal::{SigHandler, SigSet, Signal, raise, signal};
use nix::sys::signalfd::{SfdFlags, SignalFd};

use crate::child::{child, given};
use crate::support::{request, settings, simulator};

const CALLS: usize = 300;

#[test]
#[ignore = "a child of the test below"]
fn calls_that_are_cut_off() {
    // SAFETY: no handler is installed, the default is put back, as every program but a Rust one
    // has it.
    unsafe { signal(Signal::SIGPIPE, SigHandler::SigDfl) }.unwrap();
    let settings = settings(Api::PostApiKey, &given("URL")).deadline(Duration::from_secs(10));
    let connection = Connection::new().extra_ca_pem(given("CERTIFICATE"));
    let client = Client::with_connection(settings, connection).unwrap();
    let request = request().comments("x".repeat(60_000));
    let before = SigSet::thread_get_mask().unwrap();
    for _ in 0..CALLS {
        let error = client.set_disposition(&request).unwrap_err();
        let is_cut = matches!(error.kind(), Some(Kind::Reset | Kind::Connect));
        assert!(is_cut, "{error:?}");
    }
    assert_eq!(SigSet::thread_get_mask().unwrap(), before);
}

#[test]
fn a_peer_that_closes_while_it_is_written_to_does_not_end_the_process() {
    let simulator = simulator();
    simulator.inject(Fault::ResetWhileReading);
    let addresses = simulator.addresses();
    for url in [&addresses.base_url, &addresses.tls_url] {
        let mut child = child("sigpipe::calls_that_are_cut_off");
        child
            .env("URL", url)
            .env("CERTIFICATE", &addresses.tls_certificate);
        let output = child.output().unwrap();
        assert!(output.status.success(), "{url}: {output:?}");
    }
}

#[test]
fn a_thread_that_takes_no_signals_may_call() {
    let simulator = simulator();
    let client = Client::new(settings(Api::GetV2, simulator.base_url())).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            SigSet::all().thread_block().unwrap();
            let before = SigSet::thread_get_mask().unwrap();
            client.set_disposition(&request()).unwrap();
            assert_eq!(SigSet::thread_get_mask().unwrap(), before);
        });
    });
}

#[test]
fn a_signal_that_the_host_has_kept_for_itself_stays() {
    let simulator = simulator();
    let client = Client::new(settings(Api::GetV2, simulator.base_url())).unwrap();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let sigpipe = SigSet::from(Signal::SIGPIPE);
            sigpipe.thread_block().unwrap();
            let flags = SfdFlags::SFD_NONBLOCK | SfdFlags::SFD_CLOEXEC;
            let pending = SignalFd::with_flags(&sigpipe, flags).unwrap();
            raise(Signal::SIGPIPE).unwrap();
            client.set_disposition(&request()).unwrap();
            assert!(pending.read_signal().unwrap().is_some(), "it is gone");
            client.set_disposition(&request()).unwrap();
            assert!(pending.read_signal().unwrap().is_none(), "there is another");
        });
    });
}
