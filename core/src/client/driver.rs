//! The blocking loop around the engine: it runs steps and decides nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use super::errand::Errand;
use super::source::TokenSource;
use super::store::TokenStore;
use super::transport::Transport;
use super::waking::{Sleeper, Sleepers};
use crate::engine::{
    Call, CallOptions, CancelToken, Engine, Event, Limits, Millis, Output, Seed, Step, WallMillis,
};
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::listing::DispositionList;
use crate::receipt::Receipt;
use crate::records::Settlement;
use crate::request::DispositionRequest;
use crate::store::StoreAnswer;
use crate::violation::Invalid;

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

    /// When a call begins, rounded up: so no deadline is early.
    fn start(self) -> Millis {
        Millis::default().after(self.0.elapsed())
    }

    /// Returns when that moment has come, the token is cancelled, or another call wakes this one.
    fn wait(self, until: Millis, cancel: Option<&CancelToken>, sleeper: &Sleeper<'_>) {
        let this = thread::current();
        let _waking = cancel.map(|cancel| cancel.on_cancel(move || this.unpark()));
        let mut left = until.since(self.now());
        while !left.is_zero()
            && !cancel.is_some_and(CancelToken::is_cancelled)
            && !sleeper.alarm.has_rung()
        {
            thread::park_timeout(left);
            left = until.since(self.now());
        }
    }
}

/// What the machine believes the time to be.
fn wall() -> WallMillis {
    let since_1970 = SystemTime::now().duration_since(UNIX_EPOCH);
    let millis = since_1970.unwrap_or_default().as_millis();
    WallMillis(u64::try_from(millis).unwrap_or(0))
}

/// What calls of one client are run with.
pub(super) struct Driver<'a> {
    pub(super) engine: &'a Engine,
    /// Without one nothing is sent: that of a closed client is gone.
    pub(super) transport: Option<&'a dyn Transport>,
    pub(super) store: Option<&'a Arc<dyn TokenStore>>,
    pub(super) source: Option<&'a Arc<dyn TokenSource>>,
    pub(super) clock: Clock,
    pub(super) sleepers: &'a Sleepers,
}

impl Driver<'_> {
    /// Sets a disposition.
    pub(super) fn set(
        &self,
        request: &DispositionRequest,
        options: &CallOptions,
    ) -> Result<Receipt, Error> {
        let seed = Seed::random();
        let begun = self
            .engine
            .start(request, options, seed, self.clock.start());
        match run(self, begun, options) {
            Step::Done { result } => *result,
            step => unreachable!("{step:?} ends no disposition"),
        }
    }

    /// Asks for a campaign's dispositions.
    pub(super) fn list(
        &self,
        campaign: Option<&str>,
        options: &CallOptions,
    ) -> Result<DispositionList, Invalid> {
        let (engine, seed) = (self.engine, Seed::random());
        let begun = engine.start_list(campaign, options, seed, self.clock.start())?;
        match run(self, begun, options) {
            Step::Listed { list } => Ok(*list),
            step => unreachable!("{step:?} ends no question"),
        }
    }

    /// Looks up one disposition.
    pub(super) fn look_up(
        &self,
        request: &DispositionRequest,
        day: &str,
        options: &CallOptions,
    ) -> Result<Settlement, Invalid> {
        let (seed, now) = (Seed::random(), self.clock.start());
        let begun = (self.engine).start_look_up(request, day, options, seed, now, wall())?;
        match settled(run(self, begun, options)).pop() {
            Some(settlement) => Ok(settlement),
            None => unreachable!("one request has one settlement"),
        }
    }

    /// Looks up several with one request.
    pub(super) fn look_up_all(
        &self,
        requests: &[DispositionRequest],
        day: &str,
        from: Option<&str>,
        to: Option<&str>,
        options: &CallOptions,
    ) -> Result<Vec<Settlement>, Invalid> {
        let (engine, seed, now) = (self.engine, Seed::random(), self.clock.start());
        let begun =
            engine.start_look_up_all(requests, day, from, to, options, seed, now, wall())?;
        Ok(settled(run(self, begun, options)))
    }
}

fn settled(step: Step) -> Vec<Settlement> {
    match step {
        Step::Settled { settlements } => settlements,
        step => unreachable!("{step:?} ends no look-up"),
    }
}

/// Runs a call to its last step.
fn run(driver: &Driver<'_>, begun: (Call, Output), options: &CallOptions) -> Step {
    let clock = driver.clock;
    // What the engine has not been told of.
    let mut cancel = options.cancel.clone();
    let mut answer = None;
    // What the host's own code does for this call.
    let mut errand: Option<Errand> = None;
    // This call's name, once it has to wait.
    let mut sleeper: Option<Sleeper<'_>> = None;
    let (call, mut output) = begun;
    loop {
        driver.sleepers.wake(&output.wake);
        let until = match output.step {
            step @ (Step::Done { .. } | Step::Listed { .. } | Step::Settled { .. }) => return step,
            Step::Send {
                seq,
                request,
                limits,
                until,
                ..
            } => {
                let token = cancel.clone().unwrap_or_default();
                answer = Some(match send(driver.transport, &request, &limits, &token) {
                    Ok(reply) => Event::Reply {
                        seq,
                        reply,
                        wall: wall(),
                    },
                    Err(kind) => Event::Failed {
                        seq,
                        kind,
                        sent: true,
                    },
                });
                until
            }
            Step::Store {
                seq,
                operation,
                until,
            } => {
                let sleeper = sleeper.get_or_insert_with(|| driver.sleepers.enter(call.id()));
                let store = driver.store.cloned();
                let stored = move |answer| Event::Stored {
                    seq,
                    answer,
                    wall: wall(),
                };
                let failed = stored(StoreAnswer::Failed);
                let alarm = Arc::clone(&sleeper.alarm);
                errand = Some(Errand::begin(alarm, failed, move || {
                    let answer = store.map(|store| operation.carry_out(&*store));
                    stored(answer.unwrap_or(StoreAnswer::Failed))
                }));
                until
            }
            Step::Token { seq, renew, until } => {
                let sleeper = sleeper.get_or_insert_with(|| driver.sleepers.enter(call.id()));
                let source = driver.source.cloned();
                let failed = move |kind| Event::Failed {
                    seq,
                    kind,
                    sent: true,
                };
                let alarm = Arc::clone(&sleeper.alarm);
                let none = Kind::TransportFailed;
                errand = Some(Errand::begin(alarm, failed(none), move || {
                    match source.map_or(Err(none), |source| source.token(renew)) {
                        Ok(token) => Event::TokenGiven {
                            seq,
                            token,
                            wall: wall(),
                        },
                        Err(kind) => failed(kind),
                    }
                }));
                until
            }
            // The transport heard of the cancel by itself, and has returned.
            Step::Abort { until, .. } | Step::Wait { until } => until,
        };
        match (&answer, &sleeper) {
            (Some(_), _) => {}
            (None, Some(sleeper)) => clock.wait(until, cancel.as_ref(), sleeper),
            // Looks once more before it sleeps: it may just have been woken in vain.
            (None, None) => sleeper = Some(driver.sleepers.enter(call.id())),
        }
        // First the cancel, then the answer that it may have caused. A reply counts all the same.
        let event = match cancel.take_if(|token| token.is_cancelled()) {
            Some(_) => Event::Cancelled,
            None => answer
                .take()
                .or_else(|| errand.as_ref()?.answer())
                .unwrap_or(Event::Timer),
        };
        // Every answer here names a send that was handed out, so none is a misuse; a timer, which
        // never is one, keeps the call alive if that should ever be wrong.
        let now = clock.now();
        output = call.step(event, now).unwrap_or_else(|_| call.poll(now));
    }
}

/// One send. A transport is the host's code: what it throws ends the attempt, not the process.
fn send(
    transport: Option<&dyn Transport>,
    request: &HttpRequest,
    limits: &Limits,
    cancel: &CancelToken,
) -> Result<HttpReply, Kind> {
    let transport = transport.ok_or(Kind::Connect)?;
    catch_unwind(AssertUnwindSafe(|| {
        // Without its body it would ask for something else.
        if request.body_with_get() && !transport.can_send_body_with_get() {
            return Err(Kind::Unsendable);
        }
        transport.send(request, limits, cancel)
    }))
    .unwrap_or(Err(Kind::TransportFailed))
}
