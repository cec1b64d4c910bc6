//! Addresses that let nobody in, and faults that act on the listener.

use std::io::{ErrorKind, Write};
use std::net::TcpStream;
use std::time::Duration;

use cloudagent_simulator::Fault;

use crate::client::{Client, address, get, simulator};
use crate::faults::{SAVED, SET, sent};

const CONNECTION_REFUSED: Option<ErrorKind> = Some(ErrorKind::ConnectionRefused);

fn refused(url: &str) -> Option<ErrorKind> {
    TcpStream::connect(address(url))
        .err()
        .map(|error| error.kind())
}

#[test]
fn refuse_refuses_and_drops_kept_connections_until_it_is_cleared() {
    let simulator = simulator();
    let mut kept = Client::connect(simulator.base_url()).unwrap();
    kept.get("/");
    kept.reply().unwrap();

    simulator.inject(Fault::Refuse);
    assert_eq!(refused(simulator.base_url()), CONNECTION_REFUSED);
    assert_eq!(kept.rest().expect("it was closed, not reset"), b"");

    simulator.clear_faults();
    assert_eq!(get(simulator.base_url(), SET).body, SAVED);
}

#[test]
fn never_accept_lets_connect_and_reads_nothing() {
    let (simulator, mut client) = sent(Fault::NeverAccept);
    simulator.clear_faults();
    let ended = client.rest();
    assert!(ended.is_err() || ended.is_ok_and(|bytes| bytes.is_empty()));
    assert!(simulator.journal().is_empty());
    assert_eq!(get(simulator.base_url(), SET).body, SAVED);
}

#[test]
fn reset_while_reading_breaks_off_what_is_being_written() {
    let simulator = simulator();
    simulator.inject(Fault::ResetWhileReading);
    let mut stream = TcpStream::connect(address(simulator.base_url())).unwrap();
    // However much the system buffers on the way: the end comes before the last of this.
    let chunk = [b'x'; 60_000];
    let mut written = std::iter::repeat_with(|| stream.write_all(&chunk)).take(1_000);
    let broken = written.find_map(Result::err);
    let broken = broken.expect("nobody reads 60 MB here").kind();
    let ends = [ErrorKind::BrokenPipe, ErrorKind::ConnectionReset];
    assert!(ends.contains(&broken), "{broken:?}");
    assert!(simulator.journal().is_empty());
    simulator.clear_faults();
    assert_eq!(get(simulator.base_url(), SET).body, SAVED);
}

#[test]
fn two_more_addresses_never_let_anyone_in() {
    let simulator = simulator();
    let addresses = simulator.addresses();
    assert_eq!(refused(&addresses.refuse_url), CONNECTION_REFUSED);
    if cfg!(target_os = "linux") {
        let unreachable = address(&addresses.unreachable_url);
        let unmade = TcpStream::connect_timeout(&unreachable, Duration::from_millis(100));
        assert_eq!(unmade.unwrap_err().kind(), ErrorKind::TimedOut);
    }
}
