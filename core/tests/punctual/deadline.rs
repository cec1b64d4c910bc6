//! The deadline is never early, and soon after.

use std::time::{Duration, Instant};

use cloudagent_disposition::Error;
use cloudagent_disposition::{Api, Client, Connection, Kind};
use cloudagent_simulator::Fault;

use crate::alone;
use crate::support::{request, settings, simulator};

const DEADLINE: Duration = Duration::from_millis(120);

/// How late the latest of twenty calls of a new client ended, the first among them. A busy machine
/// is late itself: so a plain sleep goes along with each call, and what it is late does not count.
fn lateness(fault: Fault, tls: bool) -> Duration {
    let simulator = simulator();
    simulator.inject(fault);
    let addresses = simulator.addresses();
    let url = if tls {
        &addresses.tls_url
    } else {
        &addresses.base_url
    };
    let settings = settings(Api::PostApiKey, url).deadline(DEADLINE);
    let connection = Connection::new().extra_ca_pem(&addresses.tls_certificate);
    let client = Client::with_connection(settings, connection).unwrap();
    let late = (0..20).map(|_| {
        let begun = Instant::now();
        let (result, took, slept) = std::thread::scope(|scope| {
            let sleeper = scope.spawn(move || {
                std::thread::sleep(DEADLINE);
                begun.elapsed()
            });
            let result = client.set_disposition(&request());
            let took = begun.elapsed();
            (result, took, sleeper.join().unwrap())
        });
        // Over TLS the deadline may pass before the request has left.
        let kind = result.as_ref().err().and_then(Error::kind);
        assert!(
            kind == Some(Kind::Timeout) || tls && kind == Some(Kind::ConnectTimeout),
            "{result:?}"
        );
        assert!(took >= DEADLINE, "early: {took:?}");
        took.saturating_sub(slept)
    });
    late.max().unwrap()
}

#[test]
fn it_holds_against_servers_that_are_silent_or_drip() {
    let _alone = alone();
    let drip = Fault::Drip {
        every_ms: 10,
        endless: true,
    };
    for (fault, tls) in [
        (Fault::Silent, false),
        (Fault::Silent, true),
        (Fault::NeverAccept, false),
        (drip, false),
        (Fault::DripHeaders { every_ms: 10 }, false),
    ] {
        // What is slow about a first call is slow each time; what a busy machine does is not.
        let mut rounds = (0..6).map(|_| lateness(fault.clone(), tls));
        assert!(
            rounds.any(|late| late <= Duration::from_millis(50)),
            "{fault:?}, TLS {tls}"
        );
    }
}
