//! The states of a call, and what each event does to it.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::attempt::{ABORTING, Abort, Cause, Ended, Letter, Sending};
use super::event::{CallId, Event, Limits, Millis, Misuse, Output, Seed, Step};
use super::history::History;
use super::policy::{self, Bounds};
use super::shared::Shared;
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::reply::BODY_LIMIT;
use crate::request::DispositionRequest;
use crate::text::present;

/// What a call knows.
#[derive(Debug)]
pub(super) struct State {
    pub(super) history: History,
    /// What is sent, and sent again. `None` before it is built, and where nothing is to be sent.
    pub(super) request: Option<Arc<HttpRequest>>,
    phase: Phase,
    bounds: Bounds,
    /// What all waits are made of.
    seed: u64,
    /// Names the call and the agent that the disposition is for.
    subject: u64,
    /// The number of the last send handed out; 0 before the first.
    issued: u32,
    /// How many sends the policy counts.
    counted: u8,
    is_cancelled: bool,
    /// The latest moment that this call has seen: clocks of hosts have run backwards.
    latest: Millis,
}

#[derive(Debug)]
enum Phase {
    /// Nothing was handed out yet.
    Beginning,
    /// A disposition is out.
    Sending(Sending),
    /// Nothing is out; it is sent again at that moment.
    Pausing { until: Millis },
    /// The end. No exits.
    Done(Box<Result<Receipt, Error>>),
}

impl State {
    pub(super) fn new(
        history: History,
        bounds: Bounds,
        request: &DispositionRequest,
        seed: Seed,
    ) -> Self {
        Self {
            history,
            request: None,
            phase: Phase::Beginning,
            bounds,
            seed: seed.low(),
            subject: subject(request),
            issued: 0,
            counted: 0,
            is_cancelled: false,
            latest: bounds.began,
        }
    }

    /// Whether an event may be told.
    pub(super) fn check(&self, event: &Event) -> Result<(), Misuse> {
        match event.answers() {
            Some(seq) if !self.is_done() && (seq == 0 || seq > self.issued) => Err(Misuse { seq }),
            _ => Ok(()),
        }
    }

    fn is_done(&self) -> bool {
        matches!(self.phase, Phase::Done(_))
    }
}

/// The call and the agent, as they are sent. Two requests that only seem to have the same cost
/// no more than a resend.
fn subject(request: &DispositionRequest) -> u64 {
    let mut hasher = DefaultHasher::new();
    for text in [&request.ucid, &request.did, &request.agent_id] {
        present(text.as_deref()).hash(&mut hasher);
    }
    hasher.finish()
}

/// One event's turn of a call.
pub(super) struct Turn<'a> {
    id: CallId,
    pub(super) shared: &'a Shared,
    pub(super) state: &'a mut State,
    wake: Vec<CallId>,
}

impl<'a> Turn<'a> {
    pub(super) fn new(id: CallId, shared: &'a Shared, state: &'a mut State) -> Self {
        let wake = Vec::new();
        Self {
            id,
            shared,
            state,
            wake,
        }
    }

    /// What the host is told.
    pub(super) fn output(mut self, step: Step) -> Output {
        self.wake.extend(self.shared.common().take_wakes());
        self.wake.retain(|woken| *woken != self.id);
        Output {
            step,
            wake: self.wake,
        }
    }

    /// The call begins: what waits to say something older of the same is not sent.
    pub(super) fn begin(&mut self) -> Step {
        let older = self.shared.common().outdate(self.state.subject);
        self.wake.extend(older);
        self.send()
    }

    /// What an event leads to. One place handles each pair of a phase and an event.
    pub(super) fn take(&mut self, event: Event, now: Millis) -> Step {
        self.state.latest = self.state.latest.max(now);
        let is_first_cancel = event == Event::Cancelled && !self.state.is_cancelled;
        self.state.is_cancelled |= is_first_cancel;
        match self.state.phase {
            Phase::Done(ref result) => Step::Done {
                result: result.clone(),
            },
            Phase::Beginning => self.end(Kind::Deadline),
            Phase::Pausing { .. } if is_first_cancel => self.end(Kind::Cancelled),
            Phase::Pausing { until } => self.paused(until),
            Phase::Sending(sending) => self.told(sending, event, is_first_cancel),
        }
    }

    /// A send is out.
    fn told(&mut self, sending: Sending, event: Event, is_first_cancel: bool) -> Step {
        let now = self.state.latest;
        match event {
            Event::Reply { seq, reply, .. } if seq == sending.seq => self.replied(sending, &reply),
            Event::Failed { seq, kind, sent } if seq == sending.seq => {
                self.failed(sending, sending.failure(kind, sent))
            }
            _ if is_first_cancel && sending.abort.is_none() => self.abort(sending, Cause::Cancel),
            _ if now < sending.due() => Step::Wait {
                until: sending.due(),
            },
            _ if sending.abort.is_none() => self.abort(sending, sending.over()),
            _ => self.failed(sending, sending.silence()),
        }
    }

    fn abort(&mut self, mut sending: Sending, cause: Cause) -> Step {
        let until = self.state.latest.after(ABORTING);
        sending.abort = Some(Abort { until, cause });
        self.state.phase = Phase::Sending(sending);
        let seq = sending.seq;
        Step::Abort { seq, until }
    }

    fn replied(&mut self, sending: Sending, reply: &HttpReply) -> Step {
        let took = self.state.latest.since(sending.since);
        let ended = self.state.history.replied(reply, took);
        if ended.letter == Letter::Success {
            self.shared.common().budget.earn();
        }
        self.attempted(&ended)
    }

    fn failed(&mut self, sending: Sending, ended: Ended) -> Step {
        let took = self.state.latest.since(sending.since);
        self.state.history.failed(&ended, took);
        self.attempted(&ended)
    }

    /// An attempt has ended: what follows it?
    fn attempted(&mut self, ended: &Ended) -> Step {
        let (state, settings) = (&self.state, &self.shared.settings);
        let (retry, bounds) = (settings.retry, state.bounds);
        let follows = retry.follows(ended, bounds.is_event) && state.counted < retry.attempts;
        if state.is_cancelled || !follows {
            return self.end(Kind::Deadline);
        }
        let wait = policy::wait(state.seed, state.counted.into(), ended.retry_after_seconds);
        let until = Millis(state.latest.0.saturating_add(wait));
        let mut common = self.shared.common();
        if !bounds.allow_resend(until) || !common.budget.suffices() {
            drop(common);
            return self.end(Kind::Deadline);
        }
        common.will_resend(self.id, state.subject);
        drop(common);
        self.state.phase = Phase::Pausing { until };
        self.paused(until)
    }

    /// The time before a resend, or its end.
    fn paused(&mut self, until: Millis) -> Step {
        let (now, bounds) = (self.state.latest, self.state.bounds);
        let mut common = self.shared.common();
        let may_send = !common.is_outdated(self.id);
        if may_send && now < until {
            return Step::Wait { until };
        }
        // Paid last: what is not sent costs nothing.
        let may_send = may_send && bounds.allow_resend(now) && common.budget.pay();
        common.has_resent(self.id);
        drop(common);
        match may_send {
            true => self.send(),
            false => self.end(Kind::Deadline),
        }
    }

    /// Hands the disposition out.
    fn send(&mut self) -> Step {
        let Some(request) = self.state.request.clone() else {
            return self.end(Kind::Deadline);
        };
        self.state.counted += 1;
        let (now, until) = (self.state.latest, self.state.bounds.deadline);
        self.state.issued += 1;
        let seq = self.state.issued;
        let connect_by = now.after(self.shared.settings.connect_timeout).min(until);
        self.state.phase = Phase::Sending(Sending {
            seq,
            since: now,
            connect_by,
            until,
            abort: None,
        });
        Step::Send {
            seq,
            request,
            connect_by,
            until,
            limits: Limits::new(connect_by.since(now), until.since(now), BODY_LIMIT),
        }
    }

    /// The call ends as its attempts say; where nothing was sent, for this reason.
    pub(super) fn end(&mut self, otherwise: Kind) -> Step {
        let result = self.state.history.end(otherwise);
        self.done(result)
    }

    pub(super) fn done(&mut self, result: Result<Receipt, Error>) -> Step {
        self.shared.common().has_resent(self.id);
        let result = Box::new(result);
        self.state.request = None;
        self.state.phase = Phase::Done(result.clone());
        Step::Done { result }
    }
}
