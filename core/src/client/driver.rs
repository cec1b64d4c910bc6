//! The blocking loop around the engine: it runs steps and decides nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Instant;

use super::Live;
use super::clock::wall;
use super::errand::Errand;
use super::source::TokenSource;
use super::store::TokenStore;
use super::transport::{Begun, Sending, Transport};
use super::waking::Sleeper;
use crate::engine::{Call, CancelToken, Event, Limits, Millis, Output, Step};
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::store::StoreAnswer;

/// What calls of one client are run with.
pub(super) struct Means {
    pub(super) live: Arc<Live>,
    pub(super) store: Option<Arc<dyn TokenStore>>,
    pub(super) source: Option<Arc<dyn TokenSource>>,
}

/// A call that was begun, and how far it has come. It goes on only while a thread runs it.
pub(super) struct Running {
    means: Means,
    call: Call,
    /// What the engine wants next.
    output: Option<Output>,
    /// When the engine wants to be asked again.
    until: Millis,
    /// What the engine has not been told of.
    cancel: Option<CancelToken>,
    answer: Option<Event>,
    /// A send that is out, by its number.
    sending: Option<(u32, Box<dyn Sending>)>,
    /// What the host's own code does for this call.
    errand: Option<Errand>,
    /// This call's name, once it has to wait.
    sleeper: Option<Sleeper>,
}

impl Running {
    pub(super) fn new(means: Means, begun: (Call, Output), cancel: Option<CancelToken>) -> Self {
        let (call, output) = begun;
        Self {
            means,
            call,
            output: Some(output),
            until: Millis::default(),
            cancel,
            answer: None,
            sending: None,
            errand: None,
            sleeper: None,
        }
    }

    /// Runs the call to its last step.
    pub(super) fn finish(mut self) -> Step {
        loop {
            if let Some(step) = self.run(None) {
                return step;
            }
        }
    }

    /// Runs the call until it gets its last step, or its thread wants to leave: it can be gone on
    /// with then, from any thread.
    pub(super) fn run(&mut self, leave: Option<Instant>) -> Option<Step> {
        if let Some(sleeper) = &self.sleeper {
            sleeper.alarm.is_for_this_thread();
        }
        loop {
            if let Some(output) = self.output.take() {
                self.means.live.sleepers.wake(&output.wake);
                match output.step {
                    step @ (Step::Done { .. } | Step::Listed { .. } | Step::Settled { .. }) => {
                        return Some(step);
                    }
                    step => self.until = self.carry_out(step, leave.is_some()),
                }
            }
            if !self.wait(leave) {
                return None;
            }
            // First the cancel, then the answer that it may have caused. A reply counts all the same.
            let event = match self.cancel.take_if(|token| token.is_cancelled()) {
                Some(_) => Event::Cancelled,
                None => self.heard().unwrap_or(Event::Timer),
            };
            // Every answer here names a send that was handed out, so none is a misuse; a timer, which
            // never is one, keeps the call alive if that should ever be wrong.
            let now = self.means.live.clock.now();
            let output = self.call.step(event, now);
            self.output = Some(output.unwrap_or_else(|_| self.call.poll(now)));
        }
    }

    /// What was heard of what the call had done.
    fn heard(&mut self) -> Option<Event> {
        let answer = self.answer.take();
        answer.or_else(|| self.errand.as_ref()?.answer())
    }

    /// Waits for whatever the engine is to hear next. `false`: the thread wants to leave before that.
    fn wait(&mut self, leave: Option<Instant>) -> bool {
        if let Some((seq, sending)) = &mut self.sending {
            let Some(result) = sending.wait(leave) else {
                return false;
            };
            self.answer = Some(sent(*seq, result));
            self.sending = None;
        }
        match (&self.answer, &self.sleeper) {
            (Some(_), _) => true,
            (None, Some(sleeper)) => {
                let (clock, cancel) = (self.means.live.clock, self.cancel.as_ref());
                clock.wait(self.until, leave, cancel, sleeper)
            }
            // Looks once more before it sleeps: it may just have been woken in vain.
            (None, None) => {
                self.sleeper();
                true
            }
        }
    }

    fn sleeper(&mut self) -> &Sleeper {
        let (sleepers, id) = (&self.means.live.sleepers, self.call.id());
        self.sleeper.get_or_insert_with(|| sleepers.enter(id))
    }

    /// Begins what a step asks for, and says when the engine wants to be asked again.
    fn carry_out(&mut self, step: Step, may_leave: bool) -> Millis {
        match step {
            Step::Send {
                seq,
                request,
                limits,
                until,
                ..
            } => {
                let token = self.cancel.clone().unwrap_or_default();
                let transport = self.means.live.transport.as_deref();
                match send(transport, &request, &limits, &token, may_leave) {
                    Begun::Ended(result) => self.answer = Some(sent(seq, result)),
                    Begun::Going(sending) => self.sending = Some((seq, sending)),
                }
                until
            }
            Step::Store {
                seq,
                operation,
                until,
            } => {
                let store = self.means.store.clone();
                let stored = move |answer| Event::Stored {
                    seq,
                    answer,
                    wall: wall(),
                };
                self.run_errand(stored(StoreAnswer::Failed), move || {
                    let answer = store.map(|store| operation.carry_out(&*store));
                    stored(answer.unwrap_or(StoreAnswer::Failed))
                });
                until
            }
            Step::Token { seq, renew, until } => {
                let source = self.means.source.clone();
                let none = Kind::TransportFailed;
                self.run_errand(sent(seq, Err(none)), move || {
                    match source.map_or(Err(none), |source| source.token(renew)) {
                        Ok(token) => Event::TokenGiven {
                            seq,
                            token,
                            wall: wall(),
                        },
                        Err(kind) => sent(seq, Err(kind)),
                    }
                });
                until
            }
            // The transport heard of the cancel by itself, and has returned.
            Step::Abort { until, .. } | Step::Wait { until } => until,
            step @ (Step::Done { .. } | Step::Listed { .. } | Step::Settled { .. }) => {
                unreachable!("{step:?} is the end")
            }
        }
    }

    fn run_errand(&mut self, failed: Event, work: impl FnOnce() -> Event + Send + 'static) {
        let alarm = Arc::clone(&self.sleeper().alarm);
        self.errand = Some(Errand::begin(alarm, failed, work));
    }
}

/// What came of a send, or of asking for a token.
fn sent(seq: u32, result: Result<HttpReply, Kind>) -> Event {
    match result {
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
    }
}

/// One send. A transport is the host's code: what it throws ends the attempt, not the process.
/// Without one nothing is sent: that of a closed client is gone.
fn send(
    transport: Option<&dyn Transport>,
    request: &HttpRequest,
    limits: &Limits,
    cancel: &CancelToken,
    may_leave: bool,
) -> Begun {
    let Some(transport) = transport else {
        return Begun::Ended(Err(Kind::Connect));
    };
    let begin = || match may_leave {
        // Without its body it would ask for something else.
        _ if request.body_with_get() && !transport.can_send_body_with_get() => {
            Begun::Ended(Err(Kind::Unsendable))
        }
        true => transport.begin(request, limits, cancel),
        false => Begun::Ended(transport.send(request, limits, cancel)),
    };
    catch_unwind(AssertUnwindSafe(begin)).unwrap_or(Begun::Ended(Err(Kind::TransportFailed)))
}
