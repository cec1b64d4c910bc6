//! One logical call: its states, and what each event does to it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::Shared;
use super::event::{CallId, Event, Limits, Millis, Misuse, Output, Seed, Step};
use super::settings::{CallOptions, Settings};
use super::settle::Facts;
use crate::build::build_request;
use crate::codes::Delivery;
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::reply::BODY_LIMIT;
use crate::request::DispositionRequest;
use crate::validate::{stops, validate_to_send};
use crate::violation::{Field, Problem, Violation};

/// The longest URL that HTTP libraries carry: the limit of the one that is built in.
const URL_BYTES_CARRIED: usize = 65_534;

/// How long a host may take to tell what it knows of a send that it was told to abort.
const ABORTING: Duration = Duration::from_millis(250);

/// One logical call. Use it from any thread; each step takes a short lock and calls nobody.
#[derive(Debug)]
pub struct Call {
    id: CallId,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    facts: Facts,
    phase: Phase,
    /// The number of the last send handed out; 0 before the first.
    issued: u32,
    /// The latest moment that this call has seen: clocks of hosts have run backwards.
    latest: Millis,
}

#[derive(Debug)]
enum Phase {
    /// A request is out. Exits: a reply and a failure to the end; a cancel, and the timer at
    /// `until`, to `Aborting`.
    Sending {
        seq: u32,
        since: Millis,
        connect_by: Millis,
        until: Millis,
    },
    /// The host was told to abort that send. Exits, all to the end: a reply, a failure, and the
    /// timer at `until`.
    Aborting {
        seq: u32,
        since: Millis,
        until: Millis,
        cause: Cause,
    },
    /// The end. No exits.
    Done(Box<Result<Receipt, Error>>),
}

/// Why a send is aborted: the first reason, whatever comes later.
#[derive(Debug, Clone, Copy)]
enum Cause {
    Deadline,
    /// The deadline, which was the connection's limit, too.
    BothLimits,
    Cancel,
}

impl Cause {
    /// What an attempt is told to have failed with that was aborted for this reason. Where both limits
    /// end at one moment the connection's is looked at first, whichever of the two the host met first.
    const fn kind(self, reported: Kind, delivery: Delivery) -> Kind {
        match (self, delivery, reported) {
            (Self::BothLimits, _, Kind::ConnectTimeout) => Kind::ConnectTimeout,
            (Self::Deadline | Self::BothLimits, Delivery::NotSent, _) => Kind::Deadline,
            (Self::Deadline | Self::BothLimits, ..) => Kind::Timeout,
            (Self::Cancel, ..) => Kind::Cancelled,
        }
    }
}

impl Call {
    pub(super) fn start(
        shared: &Shared,
        id: CallId,
        request: &DispositionRequest,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> (Self, Output) {
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
        let reason_not_to = if shared.is_closed() {
            Some(Kind::Closed)
        } else if options.is_cancelled() {
            Some(Kind::Cancelled)
        } else if until <= now {
            Some(Kind::Deadline)
        } else {
            None
        };
        let built = (!stopped)
            .then(|| build_request(&settings.account, request, settings.api, &settings.base_url));
        let (phase, step) = match built {
            None => ended(facts.invalid(violations)),
            Some(Err(invalid)) => ended(facts.invalid(invalid.into_violations())),
            Some(Ok(http)) if http.url().len() > URL_BYTES_CARRIED => {
                violations.retain(|found| (found.field, found.problem) != URL_TOO_LONG);
                violations.push(url_too_long());
                ended(facts.invalid(violations))
            }
            Some(Ok(http)) => {
                facts.warnings = violations;
                match reason_not_to {
                    Some(kind) => ended(facts.not_sent(kind)),
                    None => {
                        facts.sending(settings, request);
                        sending(http, settings, now, until)
                    }
                }
            }
        };
        let issued = match phase {
            Phase::Sending { seq, .. } => seq,
            _ => 0,
        };
        let state = Mutex::new(State {
            facts,
            phase,
            issued,
            latest: now,
        });
        (Self { id, state }, output(step))
    }

    /// The name by which other calls' outputs speak of this one.
    pub fn id(&self) -> CallId {
        self.id
    }

    /// Tells what happened, and learns what to do next.
    ///
    /// Total: every event is legal in every state. What is neither an answer to the send that is
    /// out nor the first cancel counts as a timer, and one too early gets a [`Step::Wait`]: no step
    /// is handed out twice, but for the end, which repeats.
    ///
    /// # Errors
    ///
    /// [`Misuse`] where the event answers a send that was never handed out. Nothing has changed.
    pub fn step(&self, event: Event, now: Millis) -> Result<Output, Misuse> {
        let mut state = self.lock();
        if let (Some(seq), false) = (event.answers(), state.is_done()) {
            if seq == 0 || seq > state.issued {
                return Err(Misuse { seq });
            }
        }
        Ok(output(state.take(event, now)))
    }

    /// The same as [`Event::Timer`], which is never a misuse.
    pub fn poll(&self, now: Millis) -> Output {
        output(self.lock().take(Event::Timer, now))
    }

    /// A panic elsewhere must not lose what is known of the call, so a poisoned lock is taken.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_done(&self) -> bool {
        matches!(self.phase, Phase::Done(_))
    }

    /// What an event leads to. One place handles each pair of a phase and an event.
    fn take(&mut self, event: Event, now: Millis) -> Step {
        self.latest = self.latest.max(now);
        let now = self.latest;
        match self.phase {
            Phase::Done(ref result) => Step::Done {
                result: result.clone(),
            },
            Phase::Sending {
                seq,
                since,
                connect_by,
                until,
            } => match event {
                Event::Reply { seq: of, reply } if of == seq => self.replied(&reply, since),
                Event::Failed {
                    seq: of,
                    kind,
                    sent,
                } if of == seq => {
                    let (kind, delivery) = reported(kind, sent);
                    self.failed(kind, delivery, since)
                }
                Event::Cancelled => self.abort(seq, since, Cause::Cancel),
                _ if now < until => Step::Wait { until },
                _ if connect_by == until => self.abort(seq, since, Cause::BothLimits),
                _ => self.abort(seq, since, Cause::Deadline),
            },
            Phase::Aborting {
                seq,
                since,
                until,
                cause,
            } => match event {
                Event::Reply { seq: of, reply } if of == seq => self.replied(&reply, since),
                Event::Failed {
                    seq: of,
                    kind,
                    sent,
                } if of == seq => {
                    let (kind, delivery) = reported(kind, sent);
                    self.failed(cause.kind(kind, delivery), delivery, since)
                }
                _ if now < until => Step::Wait { until },
                _ => {
                    let (kind, delivery) = (Kind::TransportFailed, Delivery::NoReply);
                    self.failed(cause.kind(kind, delivery), delivery, since)
                }
            },
        }
    }

    fn abort(&mut self, seq: u32, since: Millis, cause: Cause) -> Step {
        let until = self.latest.after(ABORTING);
        self.phase = Phase::Aborting {
            seq,
            since,
            until,
            cause,
        };
        Step::Abort { seq, until }
    }

    fn replied(&mut self, reply: &HttpReply, since: Millis) -> Step {
        let took = self.latest.since(since);
        let result = self.facts.replied(reply, took);
        self.done(result)
    }

    fn failed(&mut self, kind: Kind, delivery: Delivery, since: Millis) -> Step {
        let took = self.latest.since(since);
        let error = self.facts.failed(kind, delivery, took);
        self.done(Err(error))
    }

    fn done(&mut self, result: Result<Receipt, Error>) -> Step {
        let result = Box::new(result);
        self.phase = Phase::Done(result.clone());
        Step::Done { result }
    }
}

/// What a host tells of a send that failed. A kind that is not a transport's to tell says nothing of
/// the request.
fn reported(kind: Kind, sent: bool) -> (Kind, Delivery) {
    match kind {
        Kind::Cancelled if !sent => (kind, Delivery::NotSent),
        kind if kind.is_reported() => (kind, kind.delivery()),
        _ => (Kind::TransportFailed, Delivery::NoReply),
    }
}

/// The first send of a call.
fn sending(http: HttpRequest, settings: &Settings, now: Millis, until: Millis) -> (Phase, Step) {
    let seq = 1;
    let connect_by = now.after(settings.connect_timeout).min(until);
    let step = Step::Send {
        seq,
        request: Box::new(http),
        connect_by,
        until,
        limits: Limits::new(connect_by.since(now), until.since(now), BODY_LIMIT),
    };
    let since = now;
    let phase = Phase::Sending {
        seq,
        since,
        connect_by,
        until,
    };
    (phase, step)
}

const URL_TOO_LONG: (Field, Problem) = (Field::Url, Problem::TooLong);

/// No mode lets such a URL pass, for it would fail before it is sent, each time anew.
fn url_too_long() -> Violation {
    let detail = "The URL is longer than HTTP libraries carry: shorten the comments.";
    Violation::hard(URL_TOO_LONG.0, URL_TOO_LONG.1, detail)
}

/// A call that ends where it began.
fn ended(error: Error) -> (Phase, Step) {
    let result = Box::new(Err(error));
    (Phase::Done(result.clone()), Step::Done { result })
}

fn output(step: Step) -> Output {
    Output {
        step,
        wake: Vec::new(),
    }
}
