//! What follows an attempt that has ended: another one, or the end of the call.

use super::attempt::{Ended, Letter};
use super::fold::Reason;
use super::moment::Millis;
use super::policy;
use super::state::{Next, Phase, Purpose};
use super::step::Step;
use super::turn::Turn;
use crate::codes::{Advice, Outcome};
use crate::kind::Kind;

impl Turn<'_> {
    /// Whether a reply refuses the token, where there can be another. A gateway of the vendor's
    /// answers only that it knows nobody: that is about the token where it was good before.
    pub(super) fn is_token_refused(&mut self, ended: &Ended) -> bool {
        let Some(using) = &mut self.state.using else {
            return false;
        };
        let generation = using.held.generation;
        let mut common = self.shared.common();
        let was_accepted = using.held.was_accepted || common.tokens.was_accepted(generation);
        let is_refused = ended.letter == Letter::Refused
            && (ended.advice == Advice::RefreshToken
                || ended.outcome == Some(Outcome::AuthenticationFailed) && was_accepted);
        if is_refused {
            common.tokens.refuse(generation);
            self.state.refused = self.state.refused.max(Some(generation));
        } else if ended.shows_who_calls {
            using.held.was_accepted = true;
            common.tokens.accept(generation);
        }
        is_refused
    }

    /// The token was refused: the same is sent once more with a newer one.
    pub(super) fn refresh(&mut self) -> Step {
        self.state.has_refreshed = true;
        self.state.next = Next::Refresh;
        if matches!(self.state.purpose, Purpose::Set) {
            let (id, subject) = (self.id, self.state.subject);
            self.shared.common().will_resend(id, subject);
        }
        self.proceed()
    }

    /// An attempt has ended: what follows it?
    pub(super) fn attempted(&mut self, ended: &Ended) -> Step {
        let (state, settings) = (&self.state, &self.shared.settings);
        let (retry, bounds) = (settings.retry, state.bounds);
        let follows = retry.follows(ended, bounds.is_event) && state.counted < retry.attempts;
        let sets = matches!(state.purpose, Purpose::Set);
        if state.is_cancelled || !sets || !follows {
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        let wait = policy::wait(state.seed, state.counted.into(), ended.retry_after_seconds);
        let until = Millis(state.latest.0.saturating_add(wait));
        let mut common = self.shared.common();
        if !bounds.allow_resend(until) || !common.budget.suffices() {
            drop(common);
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        common.will_resend(self.id, state.subject);
        drop(common);
        self.state.next = Next::Resend;
        self.paused(until)
    }

    /// The time before a resend, or its end.
    pub(super) fn paused(&mut self, until: Millis) -> Step {
        let now = self.state.latest;
        let common = self.shared.common();
        let may_follow = !common.is_outdated(self.id);
        if may_follow && now < until {
            drop(common);
            return self.stay(Phase::Pausing { until }, Step::Wait { until });
        }
        // Looked at once more when it is handed out; no token is fetched for nothing.
        // A look-up takes nothing from the budget.
        let is_paid = matches!(self.state.purpose, Purpose::LookUp(_)) || common.budget.suffices();
        let may_follow = may_follow && self.state.bounds.allow_resend(now) && is_paid;
        drop(common);
        match may_follow {
            true => self.proceed(),
            false => self.end(&Reason::Kind(Kind::Deadline)),
        }
    }
}
