//! A send: how it is handed out, and what comes of it.

use std::sync::Arc;

use super::attempt::{ABORTING, Abort, Cause, Ended, Letter, Sending};
use super::fold::Reason;
use super::moment::Millis;
use super::state::{Material, Next, Phase, Purpose, Sort};
use super::step::{Limits, Step};
use super::turn::Turn;
use crate::account::Account;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;

impl Turn<'_> {
    /// A send is out, and this is no answer to it. Where its abort is over, so is it.
    pub(super) fn out(
        &self,
        mut sending: Sending,
        is_cancel: bool,
    ) -> Result<(Sending, Step), Ended> {
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

    pub(super) fn replied(&mut self, sending: Sending, reply: &HttpReply) -> Step {
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

    pub(super) fn failed(&mut self, sending: Sending, ended: Ended) -> Step {
        let took = self.state.latest.since(sending.since);
        match &mut self.state.purpose {
            Purpose::LookUp(_) => return self.look_up_failed(&ended),
            Purpose::List(listing) => listing.failed(ended.kind, &self.shared.settings),
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
}
