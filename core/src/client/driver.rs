//! The blocking loop around the engine: it runs steps and decides nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::thread;
use std::time::Instant;

use super::transport::Transport;
use crate::engine::{CallOptions, CancelToken, Engine, Event, Limits, Millis, Seed, Step};
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::request::DispositionRequest;

/// Milliseconds since the client was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock(Instant);

impl Clock {
    pub(super) fn new() -> Self {
        Self(Instant::now())
    }

    fn now(self) -> Millis {
        Millis(u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    /// Returns when that moment has come, or the token is cancelled.
    fn wait(self, until: Millis, cancel: Option<&CancelToken>) {
        let this = thread::current();
        let _waking = cancel.map(|cancel| cancel.on_cancel(move || this.unpark()));
        let mut left = until.since(self.now());
        while !left.is_zero() && !cancel.is_some_and(CancelToken::is_cancelled) {
            thread::park_timeout(left);
            left = until.since(self.now());
        }
    }
}

/// Runs one call to its end. Without a transport nothing is sent: that of a closed client is gone.
pub(super) fn run(
    engine: &Engine,
    transport: Option<&dyn Transport>,
    clock: Clock,
    request: &DispositionRequest,
    options: &CallOptions,
    seed: Seed,
) -> Result<Receipt, Error> {
    // What the engine has not been told of.
    let mut cancel = options.cancel.clone();
    let mut answer = None;
    let (call, mut output) = engine.start(request, options, seed, clock.now());
    loop {
        let until = match output.step {
            Step::Done { result } => return *result,
            Step::Send {
                seq,
                request,
                limits,
                until,
                ..
            } => {
                let token = cancel.clone().unwrap_or_default();
                answer = Some(match send(transport, &request, &limits, &token) {
                    Ok(reply) => Event::Reply { seq, reply },
                    Err(kind) => Event::Failed {
                        seq,
                        kind,
                        sent: true,
                    },
                });
                until
            }
            // The transport heard of the cancel by itself, and has returned.
            Step::Abort { until, .. } | Step::Wait { until } => until,
        };
        if answer.is_none() {
            clock.wait(until, cancel.as_ref());
        }
        // First the cancel, then the answer that it may have caused. A reply counts all the same.
        let event = match cancel.take_if(|token| token.is_cancelled()) {
            Some(_) => Event::Cancelled,
            None => answer.take().unwrap_or(Event::Timer),
        };
        // Every answer here names a send that was handed out, so none is a misuse; a timer, which
        // never is one, keeps the call alive if that should ever be wrong.
        let now = clock.now();
        output = call.step(event, now).unwrap_or_else(|_| call.poll(now));
    }
}

/// One send. A transport is the host's code: what it throws ends the attempt, not the process.
pub(super) fn send(
    transport: Option<&dyn Transport>,
    request: &HttpRequest,
    limits: &Limits,
    cancel: &CancelToken,
) -> Result<HttpReply, Kind> {
    let transport = transport.ok_or(Kind::Connect)?;
    catch_unwind(AssertUnwindSafe(|| transport.send(request, limits, cancel)))
        .unwrap_or(Err(Kind::TransportFailed))
}
