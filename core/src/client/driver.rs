//! The blocking loop around the engine: it runs steps and decides nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use super::transport::{Limits, Transport};
use crate::engine::{CallOptions, Engine, Event, Millis, Seed, Step};
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::reply::BODY_LIMIT;
use crate::request::DispositionRequest;

/// The time that a driver lives in.
pub(super) trait Clock {
    /// The moment, its fraction of a millisecond dropped.
    fn now(&self) -> Millis;
    /// Returns when that moment has come.
    fn wait_until(&self, until: Millis);
}

/// Milliseconds since the client was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct MonotonicClock(Instant);

impl MonotonicClock {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }
}

impl Clock for MonotonicClock {
    fn now(&self) -> Millis {
        Millis(u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn wait_until(&self, until: Millis) {
        let mut left = until.since(self.now());
        while !left.is_zero() {
            std::thread::park_timeout(left);
            left = until.since(self.now());
        }
    }
}

/// Runs one call to its end.
pub(super) fn run(
    engine: &Engine,
    transport: &dyn Transport,
    clock: &dyn Clock,
    request: &DispositionRequest,
    options: &CallOptions,
    seed: Seed,
) -> Result<Receipt, Error> {
    // Rounded up, while every later reading is rounded down: no deadline is ever early.
    let begin = clock.now().after(Duration::from_millis(1));
    let (call, mut output) = engine.start(request, options, seed, begin);
    loop {
        let event = match output.step {
            Step::Done { result } => return *result,
            Step::Wait { until } => {
                clock.wait_until(until);
                Event::Timer
            }
            Step::Send {
                seq,
                request,
                connect_by,
                until,
            } => {
                let now = clock.now();
                let limits = Limits {
                    connect: at_least_a_moment(connect_by.since(now)),
                    total: at_least_a_moment(until.since(now)),
                    body: BODY_LIMIT,
                };
                match send(transport, &request, &limits) {
                    Ok(reply) => Event::Reply { seq, reply },
                    Err(kind) => Event::Failed { seq, kind },
                }
            }
        };
        // Every answer here names a send that was handed out, so none is a misuse; a timer, which
        // never is one, keeps the call alive if that should ever be wrong.
        let now = clock.now();
        output = match call.step(event, now) {
            Ok(output) => output,
            Err(_misuse) => call.poll(now),
        };
    }
}

/// Some HTTP stacks read a limit of zero as none.
fn at_least_a_moment(left: Duration) -> Duration {
    left.max(Duration::from_millis(1))
}

/// One send. A transport is the host's code: what it throws ends the attempt, not the process.
fn send(
    transport: &dyn Transport,
    request: &HttpRequest,
    limits: &Limits,
) -> Result<HttpReply, Kind> {
    catch_unwind(AssertUnwindSafe(|| transport.send(request, limits)))
        .unwrap_or(Err(Kind::TransportFailed))
}
