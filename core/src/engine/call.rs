//! One logical call: its states, and what each event does to it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Shared;
use super::event::{CallId, Event, Millis, Misuse, Output, Seed, Step};
use super::settings::CallOptions;
use super::settle::Facts;
use crate::build::build_request;
use crate::error::Error;
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::request::DispositionRequest;
use crate::validate::{stops, validate_to_send};
use crate::violation::{Field, Problem, Violation};

/// The longest URL that HTTP libraries carry: the limit of the one that is built in.
const URL_BYTES_CARRIED: usize = 65_534;

/// One logical call. Use it from any thread; each step takes a short lock and calls nobody.
#[derive(Debug)]
pub struct Call {
    shared: Arc<Shared>,
    id: CallId,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    facts: Facts,
    phase: Phase,
    /// The number of the last send handed out; 0 before the first.
    issued: u32,
}

#[derive(Debug)]
enum Phase {
    /// A request is out. Exits: a reply, a failure, a cancel, or the timer at `until`.
    Sending { since: Millis, until: Millis },
    /// The end. No exits.
    Done(Box<Result<Receipt, Error>>),
}

impl Call {
    pub(super) fn start(
        shared: Arc<Shared>,
        id: CallId,
        request: &DispositionRequest,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> (Self, Output) {
        let now = shared.clamp(now);
        let settings = &shared.settings;
        let mut facts = Facts::new(settings, request, seed);
        let until = now.after(options.deadline.unwrap_or(settings.deadline));

        let mut violations = options.violations();
        violations.extend(validate_to_send(
            &settings.account,
            request,
            settings.api,
            &settings.base_url,
        ));
        let stopped = violations
            .iter()
            .any(|violation| stops(settings.mode, violation));
        let (phase, issued, step) = if stopped {
            ended(facts.invalid(violations))
        } else if until <= now {
            facts.warnings = violations;
            ended(facts.not_sent(Kind::Deadline))
        } else {
            facts.warnings = violations;
            facts.sending(settings, request);
            match build_request(&settings.account, request, settings.api, &settings.base_url) {
                Err(invalid) => ended(facts.invalid(invalid.into_violations())),
                Ok(http) if http.url().len() > URL_BYTES_CARRIED => {
                    ended(facts.invalid(vec![url_too_long()]))
                }
                Ok(http) => {
                    let seq = 1;
                    let connect_by = now.after(settings.connect_timeout).min(until);
                    let step = Step::Send {
                        seq,
                        request: Box::new(http),
                        connect_by,
                        until,
                    };
                    (Phase::Sending { since: now, until }, seq, step)
                }
            }
        };
        let state = Mutex::new(State {
            facts,
            phase,
            issued,
        });
        (
            Self { shared, id, state },
            Output {
                step,
                wake: Vec::new(),
            },
        )
    }

    /// The name by which other calls' outputs speak of this one.
    pub fn id(&self) -> CallId {
        self.id
    }

    /// Tells what happened, and learns what to do next.
    ///
    /// Total: every event is legal in every state. A timer too early, a stale or a second answer,
    /// and anything after the end change nothing, and get the current step again (but no send
    /// twice).
    ///
    /// # Errors
    ///
    /// [`Misuse`] where the event answers a send that was never handed out. Nothing has changed.
    pub fn step(&self, event: Event, now: Millis) -> Result<Output, Misuse> {
        let mut state = self.lock();
        if let Event::Reply { seq, .. } | Event::Failed { seq, .. } = event {
            if seq == 0 || seq > state.issued {
                return Err(Misuse { seq });
            }
        }
        Ok(state.take(event, self.shared.clamp(now)))
    }

    /// The same as [`Event::Timer`], which is never a misuse.
    pub fn poll(&self, now: Millis) -> Output {
        self.lock().take(Event::Timer, self.shared.clamp(now))
    }

    /// A panic elsewhere must not lose what is known of the call, so a poisoned lock is taken.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, event: Event, now: Millis) -> Output {
        if let Phase::Sending { since, until } = self.phase {
            if let Some(result) = self.settle(event, now, since, until) {
                self.phase = Phase::Done(Box::new(result));
            }
        }
        Output {
            step: self.current(),
            wake: Vec::new(),
        }
    }

    /// What ends the send that is out, if this event does.
    fn settle(
        &mut self,
        event: Event,
        now: Millis,
        since: Millis,
        until: Millis,
    ) -> Option<Result<Receipt, Error>> {
        let took = now.since(since);
        Some(match event {
            Event::Timer if now < until => return None,
            Event::Timer => self.facts.failed(Kind::Timeout, took),
            Event::Cancelled => self.facts.failed(Kind::Cancelled, took),
            Event::Failed { kind, .. } => self.facts.failed(kind, took),
            Event::Reply { reply, .. } => self.facts.replied(&reply, took),
        })
    }

    fn current(&self) -> Step {
        match &self.phase {
            Phase::Sending { until, .. } => Step::Wait { until: *until },
            Phase::Done(result) => Step::Done {
                result: result.clone(),
            },
        }
    }
}

/// No mode lets such a URL pass, for it would fail before it is sent, each time anew.
fn url_too_long() -> Violation {
    let detail = "The URL is longer than HTTP libraries carry: shorten the comments.";
    Violation::hard(Field::Url, Problem::TooLong, detail)
}

/// A call that ends where it began.
fn ended(error: Error) -> (Phase, u32, Step) {
    let result = Box::new(Err(error));
    (Phase::Done(result.clone()), 0, Step::Done { result })
}
