//! What each event does to a call.

use super::attempt::Ended;
use super::call::CallId;
use super::event::Event;
use super::failure::Failure;
use super::fold::Reason;
use super::moment::Millis;
use super::shared::Shared;
use super::state::{Material, Phase, Purpose, State};
use super::step::{Output, Step};
use crate::error::Error;
use crate::kind::Kind;
use crate::receipt::Receipt;

/// One event's turn of a call.
pub(super) struct Turn<'a> {
    pub(super) id: CallId,
    pub(super) shared: &'a Shared,
    pub(super) state: &'a mut State,
    /// Other calls that should look again.
    pub(super) wake: Vec<CallId>,
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
        self.wake.sort_unstable();
        self.wake.dedup();
        Output {
            step,
            wake: self.wake,
        }
    }

    /// The call begins: what waits to say something older of the same is not sent.
    pub(super) fn begin(&mut self) -> Step {
        let older = self.shared.common().outdate(self.state.subject);
        self.wake.extend(older);
        self.proceed()
    }

    /// What an event leads to. One place handles each pair of a phase and an event.
    pub(super) fn take(&mut self, event: Event, now: Millis) -> Step {
        if let Phase::Over(step) = &self.state.phase {
            return step.clone();
        }
        self.state.latest = self.state.latest.max(now);
        let now = self.state.latest;
        let is_cancel = event == Event::Cancelled && !self.state.is_cancelled;
        self.state.is_cancelled |= is_cancel;
        match std::mem::replace(&mut self.state.phase, Phase::Turning) {
            Phase::Sending(sending) => match event {
                Event::Reply { seq, reply, .. } if seq == sending.seq => {
                    self.replied(sending, &reply)
                }
                Event::Failed { seq, kind, sent } if seq == sending.seq => {
                    self.failed(sending, sending.failure(kind, sent))
                }
                _ => match self.out(sending, is_cancel) {
                    Ok((sending, step)) => self.stay(Phase::Sending(sending), step),
                    Err(ended) => self.failed(sending, ended),
                },
            },
            Phase::Fetching(sending, fetch) => match event {
                Event::Reply { seq, reply, wall } if seq == sending.seq => {
                    self.token_replied(sending, fetch, &reply, wall)
                }
                Event::Failed { seq, kind, sent } if seq == sending.seq => {
                    self.token_failed(sending, fetch, sending.failure(kind, sent))
                }
                _ => match self.out(sending, is_cancel) {
                    Ok((sending, step)) => {
                        if let Step::Abort { until, .. } = step {
                            self.shared.common().tokens.lead_until(self.id, now, until);
                        }
                        self.stay(Phase::Fetching(sending, fetch), step)
                    }
                    Err(ended) => self.token_failed(sending, fetch, ended),
                },
            },
            Phase::Storing { seq, until, task } => match event {
                Event::Stored {
                    seq: of,
                    answer,
                    wall,
                } if of == seq => self.stored(task, answer, wall),
                _ if is_cancel => self.store_interrupted(task, Kind::Cancelled),
                _ if now >= until => self.store_interrupted(task, Kind::TokenUnavailable),
                _ => self.stay(Phase::Storing { seq, until, task }, Step::Wait { until }),
            },
            Phase::Asking { seq, until } => match event {
                Event::TokenGiven {
                    seq: of,
                    token,
                    wall,
                } if of == seq => self.token_given(token, wall),
                Event::Failed {
                    seq: of,
                    kind,
                    sent,
                } if of == seq => {
                    let failure = Failure::of_source(&Ended::reported(kind, sent));
                    self.no_token(None, failure, None)
                }
                _ if is_cancel => self.end(&Reason::Kind(Kind::Cancelled)),
                _ if now >= until => self.end(&Reason::Kind(Kind::TokenUnavailable)),
                _ => self.stay(Phase::Asking { seq, until }, Step::Wait { until }),
            },
            Phase::FetchPausing { mut fetch, .. } if is_cancel => {
                fetch.uncount(&mut self.shared.common().tokens);
                self.end(&Reason::Kind(Kind::Cancelled))
            }
            // Nothing is out.
            _ if is_cancel => self.end(&Reason::Kind(Kind::Cancelled)),
            Phase::Pausing { until } => self.paused(until),
            Phase::Following { since, until } => self.look_for_token(Some((since, until))),
            Phase::FetchPausing {
                fetch,
                failure,
                until,
            } => self.fetch_paused(fetch, *failure, until),
            Phase::Looking { until } if now < until => {
                self.stay(Phase::Looking { until }, Step::Wait { until })
            }
            Phase::Looking { .. } => self.look_at_lease(),
            Phase::Turning | Phase::Over(_) => self.end(&Reason::Kind(Kind::Deadline)),
        }
    }

    pub(super) fn stay(&mut self, phase: Phase, step: Step) -> Step {
        self.state.phase = phase;
        step
    }

    /// The call ends as its attempts say; where they say nothing, for this reason.
    pub(super) fn end(&mut self, reason: &Reason) -> Step {
        match &self.state.purpose {
            Purpose::Set => self.done(self.state.history.end(reason, &self.shared.settings)),
            Purpose::List(listing) => self.over(listing.end(reason)),
            Purpose::LookUp(look_up) => self.over(look_up.end(reason, &self.shared.settings)),
        }
    }

    pub(super) fn done(&mut self, result: Result<Receipt, Error>) -> Step {
        let result = Box::new(result);
        self.over(Step::Done { result })
    }

    /// The call ends with this step, now and whenever it is asked again.
    fn over(&mut self, step: Step) -> Step {
        let mut common = self.shared.common();
        common.has_resent(self.id);
        self.wake.extend(common.tokens.leave(self.id));
        drop(common);
        self.state.material = Material::None;
        self.state.using = None;
        self.state.phase = Phase::Over(step.clone());
        step
    }
}
