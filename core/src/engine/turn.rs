//! What each event does to a call.

use std::sync::Arc;

use super::attempt::{ABORTING, Abort, Cause, Ended, Letter, Sending};
use super::event::{CallId, Event, Limits, Millis, Output, Step};
use super::failure::Failure;
use super::fold::Reason;
use super::shared::Shared;
use super::state::{Material, Next, Phase, Purpose, Sort, State};
use crate::account::Account;
use crate::error::Error;
use crate::http::{HttpReply, HttpRequest};
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
                    let failure = Failure::failed(&Ended::reported(kind, sent));
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

    /// A send is out, and this is no answer to it. Where its abort is over, so is it.
    fn out(&self, mut sending: Sending, is_cancel: bool) -> Result<(Sending, Step), Ended> {
        let now = self.state.latest;
        let cause = match sending.abort {
            None if is_cancel => Cause::Cancel,
            _ if now < sending.due() => {
                let until = sending.due();
                return Ok((sending, Step::Wait { until }));
            }
            None => sending.over(),
            Some(_) => return Err(sending.silence()),
        };
        let (seq, until) = (sending.seq, now.after(ABORTING));
        sending.abort = Some(Abort { until, cause });
        Ok((sending, Step::Abort { seq, until }))
    }

    fn replied(&mut self, sending: Sending, reply: &HttpReply) -> Step {
        let took = self.state.latest.since(sending.since);
        let ended = match &mut self.state.purpose {
            Purpose::LookUp(_) => return self.look_up_replied(reply),
            Purpose::List(listing) => listing.replied(reply),
            Purpose::Set => {
                let ended = self.state.history.replied(reply, took);
                if ended.letter == Letter::Success {
                    self.shared.common().budget.earn();
                }
                ended
            }
        };
        if self.is_token_refused(&ended) && !self.state.has_refreshed && !self.state.is_cancelled {
            return self.refresh();
        }
        self.attempted(&ended)
    }

    fn failed(&mut self, sending: Sending, ended: Ended) -> Step {
        let took = self.state.latest.since(sending.since);
        match &mut self.state.purpose {
            Purpose::LookUp(_) => return self.look_up_failed(&ended),
            Purpose::List(listing) => listing.failed(ended.kind),
            Purpose::Set => self.state.history.failed(&ended, took),
        }
        self.attempted(&ended)
    }

    /// What the call is about is sent, with a token where the API takes one.
    pub(super) fn proceed(&mut self) -> Step {
        match self.state.material {
            _ if matches!(self.state.purpose, Purpose::LookUp(_)) => self.send_look_up(),
            Material::WithToken(_) => self.need_token(),
            Material::None | Material::Built(_) => self.send(),
        }
    }

    /// Hands it out.
    pub(super) fn send(&mut self) -> Step {
        let (now, bounds, next) = (self.state.latest, self.state.bounds, self.state.next);
        let mut common = self.shared.common();
        // Paid last: what is not sent costs nothing.
        let may_send = !common.is_outdated(self.id)
            && match next {
                Next::First | Next::Refresh => bounds.allow(now),
                Next::Resend => bounds.allow_resend(now) && common.budget.pay(),
            };
        common.has_resent(self.id);
        drop(common);
        let Some(request) = self.request().filter(|_| may_send) else {
            let was_waiting = self.state.using.is_some() && now >= bounds.deadline;
            let kind = match was_waiting {
                true => Kind::TokenUnavailable,
                false => Kind::Deadline,
            };
            return self.end(&Reason::Kind(kind));
        };
        if next != Next::Refresh {
            self.state.counted += 1;
        }
        let (sending, step) = self.hand_out(request, bounds.deadline);
        self.stay(Phase::Sending(sending), step)
    }

    /// What is sent.
    fn request(&self) -> Option<Arc<HttpRequest>> {
        match &self.state.material {
            Material::None => None,
            Material::Built(request) => Some(Arc::clone(request)),
            Material::WithToken(asked) => {
                let settings = &self.shared.settings;
                let token = self.state.using.as_ref()?.held.token.clone();
                let account = Account::with_token(settings.account.customer(), token);
                let built = asked.build(&account, settings.api, &settings.base_url);
                // Both were judged: the request when the call began, the token when it came.
                built.ok().map(Arc::new)
            }
        }
    }

    /// Hands a request out.
    pub(super) fn hand_out(&mut self, request: Arc<HttpRequest>, until: Millis) -> (Sending, Step) {
        let now = self.state.latest;
        let seq = self.state.issue(Sort::Send);
        let connect_by = now.after(self.shared.settings.connect_timeout).min(until);
        let sending = Sending {
            seq,
            since: now,
            connect_by,
            until,
            abort: None,
        };
        let body = request.reply_limit();
        let step = Step::Send {
            seq,
            request,
            connect_by,
            until,
            limits: Limits::new(connect_by.since(now), until.since(now), body),
        };
        (sending, step)
    }

    /// The call ends as its attempts say; where they say nothing, for this reason.
    pub(super) fn end(&mut self, reason: &Reason) -> Step {
        match &self.state.purpose {
            Purpose::Set => self.done(self.state.history.end(reason)),
            Purpose::List(listing) => self.over(listing.end(reason)),
            Purpose::LookUp(look_up) => self.over(look_up.end(reason)),
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
