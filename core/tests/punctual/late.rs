//! How late a call ends: the largest of fifty, less what the machine itself was late.

use std::sync::{Arc, Barrier};
use std::thread;
use std::time::{Duration, Instant};

use cloudagent_disposition::{CallOptions, CancelToken, Client, Error, Kind, Receipt};

use crate::alone;
use crate::support::request;

/// How soon after its moment a call must have ended.
const SOON: Duration = Duration::from_millis(50);

const CALLS: u32 = 50;

/// So long after one call the next one begins: then they hardly meet.
const APART: Duration = Duration::from_millis(20);

/// What ends a call.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Way {
    /// Its deadline.
    Deadline(Duration),
    /// Its caller, so long after its beginning.
    Cancel(Duration),
}

impl Way {
    fn after(self) -> Duration {
        let (Self::Deadline(after) | Self::Cancel(after)) = self;
        after
    }
}

/// Every call of such a client ends soon after its moment, and never before it, with one of these kinds.
#[track_caller]
pub(crate) fn check(what: &str, way: Way, kinds: &[Kind], client: impl Fn() -> Arc<Client> + Sync) {
    let _alone = alone();
    // What is slow by itself is slow each time; what a busy machine does is not.
    let mut latest = Vec::new();
    for _ in 0..6 {
        latest.push(largest(way, kinds, &client));
        if latest.last().is_some_and(|late| *late <= SOON) {
            return;
        }
    }
    panic!("{what}, {way:?}: {latest:?}");
}

fn largest(way: Way, kinds: &[Kind], client: &(impl Fn() -> Arc<Client> + Sync)) -> Duration {
    let ready = Barrier::new(CALLS as usize);
    thread::scope(|scope| {
        let calls = (0..CALLS).map(|number| {
            let ready = &ready;
            scope.spawn(move || {
                let client = client();
                ready.wait();
                thread::sleep(APART * number);
                let (late, result) = once(&client, way);
                let kind = result.as_ref().err().and_then(Error::kind);
                // A refusal has none.
                assert!(kind.is_none_or(|kind| kinds.contains(&kind)), "{result:?}");
                assert_eq!(kind.is_none(), kinds.is_empty(), "{result:?}");
                late
            })
        });
        let calls: Vec<_> = calls.collect();
        let late = calls.into_iter().map(|call| call.join().unwrap());
        late.max().unwrap()
    })
}

/// One call, and how late it ended. A plain sleep goes along: what that is late is the machine's.
fn once(client: &Client, way: Way) -> (Duration, Result<Receipt, Error>) {
    let token = CancelToken::new();
    let options = match way {
        Way::Deadline(deadline) => CallOptions::new().deadline(deadline),
        Way::Cancel(_) => CallOptions::new().cancel(token.clone()),
    };
    let begun = Instant::now();
    let (result, took, slept) = thread::scope(|scope| {
        let sleeper = scope.spawn(|| {
            thread::sleep(way.after().saturating_sub(begun.elapsed()));
            let slept = begun.elapsed();
            if let Way::Cancel(_) = way {
                token.cancel();
            }
            slept
        });
        let result = client.set_disposition_with(&request(), &options);
        let took = begun.elapsed();
        (result, took, sleeper.join().unwrap())
    });
    assert!(took >= way.after(), "early: {took:?}, {result:?}");
    (took.saturating_sub(slept), result)
}
