//! A process that has no descriptor or thread left has sent nothing, and says so; the client works
//! again afterwards.

use std::fs::File;
use std::os::fd::AsRawFd;

use cloudagent_disposition::{Api, Client, Connection};
use cloudagent_simulator::Fault;
use nix::sys::resource::{Resource, getrlimit, setrlimit};
use nix::unistd::{Uid, setuid};

use crate::child::{call_and_tell, child, given, told};
use crate::support::{settings, simulator};

const NONE_LEFT: &str = "not_sent connect: ";
const WELL: &str = "applied: ";

fn client() -> Client {
    let connection = Connection::new().extra_ca_pem(given("CERTIFICATE"));
    Client::with_connection(settings(Api::GetV2, &given("URL")), connection).unwrap()
}

/// Does something under a limit, and lifts it again.
fn under(resource: Resource, limit: u64, what: impl FnOnce()) {
    let (soft, hard) = getrlimit(resource).unwrap();
    setrlimit(resource, limit, hard).unwrap();
    what();
    setrlimit(resource, soft, hard).unwrap();
}

/// How many descriptors there may be in all so that `more` can be had.
fn descriptors(more: u64) -> u64 {
    let next = File::open("/dev/null").unwrap().as_raw_fd();
    u64::try_from(next).unwrap() + more
}

#[test]
#[ignore = "a child of the tests below"]
fn calls_without_descriptors() {
    for more in 0..12 {
        let client = client();
        under(Resource::RLIMIT_NOFILE, descriptors(more), || {
            call_and_tell(&client);
        });
        call_and_tell(&client);
    }
}

#[test]
#[ignore = "a child of the tests below"]
fn calls_without_threads() {
    // The superuser may have as many as he likes.
    if Uid::current().is_root() {
        setuid(Uid::from_raw(65_534)).unwrap();
    }
    let client = client();
    under(Resource::RLIMIT_NPROC, 0, || call_and_tell(&client));
    call_and_tell(&client);
}

/// What a child's calls told, to this machine by name and over TLS.
fn told_by(test: &str) -> Vec<String> {
    let simulator = simulator();
    let addresses = simulator.addresses();
    let plain = addresses.base_url.replace("127.0.0.1", "localhost");
    let run = |url: &str| {
        // Nothing is kept from the child before.
        simulator.inject(Fault::Refuse);
        simulator.clear_faults();
        let mut child = child(test);
        child.env("URL", url);
        told(child.env("CERTIFICATE", &addresses.tls_certificate))
    };
    let mut told = run(&plain);
    told.extend(run(&addresses.tls_url));
    told
}

#[test]
fn a_process_without_descriptors_sends_nothing_and_says_so() {
    let told = told_by("exhaustion::calls_without_descriptors");
    assert_eq!(told.len(), 48);
    for (number, calls) in told.chunks(2).enumerate() {
        let more = number % 12;
        let begins = |line: &str, words: &str| line.starts_with(words);
        assert!(
            begins(&calls[0], NONE_LEFT) || (more > 2 && begins(&calls[0], WELL)),
            "with {more} more: {calls:?}"
        );
        assert!(begins(&calls[1], WELL), "after {more}: {calls:?}");
    }
    // Neither all nor none: the limits lie around what a call needs.
    let well = told.iter().filter(|line| line.starts_with(WELL)).count();
    assert!(24 < well && well < 48, "{told:?}");
}

#[test]
fn a_process_without_threads_sends_nothing_and_says_so() {
    let told = told_by("exhaustion::calls_without_threads");
    let [plain, plain_later, tls, tls_later] = told.as_slice() else {
        panic!("{told:?}")
    };
    for line in [plain, tls] {
        assert!(line.starts_with(NONE_LEFT), "{line}");
    }
    for line in [plain_later, tls_later] {
        assert!(line.starts_with(WELL), "{line}");
    }
}
