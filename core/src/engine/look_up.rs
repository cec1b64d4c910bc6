//! A call that looks up what records say of dispositions. It sets nothing, fetches no token, and takes
//! nothing of what calls share for resends; what it ends with is never an error of sending.

use std::sync::Arc;

use super::attempt::{Ended, Letter};
use super::fold::Reason;
use super::moment::Millis;
use super::policy;
use super::settings::Settings;
use super::state::{Material, Next, Phase, Purpose};
use super::step::Step;
use super::turn::Turn;
use crate::codes::{Delivery, Outcome};
use crate::http::HttpReply;
use crate::kind::Kind;
use crate::records::{
    Asked, RecordsReply, Settlement, settle, settle_failed_because, settle_too_soon,
    settle_without, settle_without_token,
};
use crate::reply::ReplyParts;
use crate::request::DispositionRequest;
use crate::violation::Invalid;

/// What is known of such a call while it runs.
#[derive(Debug)]
pub(super) struct LookUp {
    pub(super) asked: Asked,
    pub(super) requests: Vec<DispositionRequest>,
    pub(super) came: Option<Came>,
}

/// What came of the last send, or why there was none.
#[derive(Debug)]
pub(super) enum Came {
    /// With the seconds until the next one may go, where the server was asked too often.
    Reply(RecordsReply, Option<u32>),
    Failed(Kind),
    /// The pace lets none out for so many seconds.
    TooSoon(u32),
    NoToken,
}

impl LookUp {
    /// What the call ends with; where nothing came, this is why.
    pub(super) fn end(&self, reason: &Reason, settings: &Settings) -> Step {
        let kind = match reason {
            Reason::Kind(kind) => *kind,
            Reason::Token(failure) => failure.kind,
        };
        let settlements = self.requests.iter();
        let settlements = settlements
            .map(|request| self.settle(request, kind, settings))
            .collect::<Result<_, _>>()
            .expect("each request was judged when the call began");
        Step::Settled { settlements }
    }

    fn settle(
        &self,
        request: &DispositionRequest,
        kind: Kind,
        settings: &Settings,
    ) -> Result<Settlement, Invalid> {
        let api = settings.api;
        let failed = |kind| settle_failed_because(request, api, kind, &settings.why(kind));
        match &self.came {
            Some(Came::Reply(RecordsReply::Records(list), _)) => settle(request, api, list),
            Some(Came::Reply(RecordsReply::NoRecords(none), look_again)) => {
                let mut settlement = settle_without(request, api, none)?;
                settlement.look_again_seconds = look_again.or(settlement.look_again_seconds);
                Ok(settlement)
            }
            Some(Came::Failed(kind)) => failed(*kind),
            Some(Came::TooSoon(seconds)) => settle_too_soon(request, api, *seconds),
            Some(Came::NoToken) => settle_without_token(request, api),
            None => failed(kind),
        }
    }
}

impl Turn<'_> {
    /// Hands the look-up out, where its time and the pace allow that.
    pub(super) fn send_look_up(&mut self) -> Step {
        let (now, bounds) = (self.state.latest, self.state.bounds);
        let has_time = match self.state.next {
            Next::First | Next::Refresh => bounds.allow(now),
            Next::Resend => bounds.allow_resend(now),
        };
        let Material::Built(request) = &self.state.material else {
            return self.end(&Reason::Kind(Kind::Deadline));
        };
        if !has_time {
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        let request = Arc::clone(request);
        let taken = self.shared.common().pace.take(self.id, now);
        if let Err(millis) = taken {
            return self.look_up_ended(Came::TooSoon(seconds(millis)));
        }
        self.state.counted += 1;
        let (sending, step) = self.hand_out(request, bounds.deadline);
        self.stay(Phase::Sending(sending), step)
    }

    /// A whole reply came: it is the end, whatever it says.
    pub(super) fn look_up_replied(&mut self, reply: &HttpReply) -> Step {
        let Purpose::LookUp(look_up) = &self.state.purpose else {
            return self.end(&Reason::Kind(Kind::Reply));
        };
        let reply = ReplyParts::from(reply).classify_records(look_up.asked);
        let look_again = match &reply {
            RecordsReply::NoRecords(none) if none.outcome == Outcome::RateLimited => {
                let (now, wait) = (self.state.latest, none.retry_after_seconds);
                let mut common = self.shared.common();
                Some(seconds(common.pace.begin_anew(self.id, now, wait)))
            }
            RecordsReply::NoRecords(_) | RecordsReply::Records(_) => None,
        };
        self.look_up_ended(Came::Reply(reply, look_again))
    }

    /// None came. It is sent again only where it did not leave this machine.
    pub(super) fn look_up_failed(&mut self, ended: &Ended) -> Step {
        if ended.delivery == Delivery::NotSent {
            self.shared.common().pace.give_back(self.id);
        }
        let (state, retry) = (&self.state, self.shared.settings.retry);
        let follows = ended.letter == Letter::NotSent
            && policy::is_passing(ended.kind)
            && state.counted < retry.attempts
            && !state.is_cancelled;
        let wait = policy::wait(state.seed, state.counted.into(), None);
        let until = Millis(state.latest.0.saturating_add(wait));
        if !follows || !state.bounds.allow_resend(until) {
            return self.look_up_ended(Came::Failed(ended.kind));
        }
        // What the call ends with where it is cancelled before the next one.
        if let Purpose::LookUp(look_up) = &mut self.state.purpose {
            look_up.came = Some(Came::Failed(ended.kind));
        }
        self.state.next = Next::Resend;
        self.paused(until)
    }

    pub(super) fn look_up_ended(&mut self, came: Came) -> Step {
        if let Purpose::LookUp(look_up) = &mut self.state.purpose {
            look_up.came = Some(came);
        }
        self.end(&Reason::Kind(Kind::Deadline))
    }
}

fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX)
}
