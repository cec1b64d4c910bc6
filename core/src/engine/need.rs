//! How a call comes by a token: it uses the one that is here, waits for somebody else's, or leads.

use super::failure::Failure;
use super::fetch::Fetch;
use super::fold::Reason;
use super::life::life_of;
use super::moment::{Millis, WallMillis};
use super::policy::leaves_time;
use super::state::{Phase, Sort};
use super::step::Step;
use super::tokens::{Need, Tokens};
use super::turn::Turn;
use crate::account::Token;
use crate::kind::Kind;
use crate::reply::is_token;

/// How long a waiter waits before it looks whether its leader still leads.
const FIRST_LOOK: u64 = 1_000;

impl Turn<'_> {
    /// What is to be sent needs a token.
    pub(super) fn need_token(&mut self) -> Step {
        self.look_for_token(None)
    }

    /// Looks for a token. A waiter says since when it has waited, and until when it means to.
    pub(super) fn look_for_token(&mut self, waiting: Option<(Millis, Millis)>) -> Step {
        let (now, deadline) = (self.state.latest, self.state.bounds.deadline);
        let refused = self.state.refused;
        let is_due = waiting.is_none_or(|(_, until)| now >= until);
        let mut common = self.shared.common();
        if common.is_outdated(self.id) {
            drop(common);
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        // What this call fetched itself is good for it whatever its end, until there is a newer one.
        let own = self.state.using.as_ref().filter(|using| using.is_own);
        let own = own.filter(|own| {
            let generation = own.held.generation;
            generation >= common.tokens.generation && refused.is_none_or(|it| generation > it)
        });
        if let Some(own) = own {
            let held = own.held.clone();
            drop(common);
            return self.use_token(held, true);
        }
        if now >= deadline {
            drop(common);
            return self.end(&Reason::Kind(Kind::TokenUnavailable));
        }
        let need = common.tokens.need(self.id, now, refused, is_due);
        drop(common);
        match need {
            Need::Use(held) => self.use_token(held, false),
            Need::Fail(failure) => self.end(&Reason::Token(failure)),
            Need::Wait { at_most } => {
                let (since, until) = match waiting {
                    Some(waiting) if !is_due => waiting,
                    _ => {
                        let since = waiting.map_or(now, |(since, _)| since);
                        let look = (now.0 - since.0).max(FIRST_LOOK);
                        let until = Millis(now.0.saturating_add(look));
                        (since, until.min(at_most).min(deadline))
                    }
                };
                self.state.phase = Phase::Following { since, until };
                Step::Wait { until }
            }
            Need::Lead => self.lead(),
        }
    }

    /// Nobody fetches a token: this call does.
    fn lead(&mut self) -> Step {
        let (now, deadline) = (self.state.latest, self.state.bounds.deadline);
        let settings = &self.shared.settings;
        let mut common = self.shared.common();
        if settings.account.has_token_source() {
            let renew = common.tokens.was_refused();
            common.tokens.lead(self.id, now, deadline);
            drop(common);
            let (seq, until) = (self.state.issue(Sort::Token), deadline);
            self.state.phase = Phase::Asking { seq, until };
            return Step::Token { seq, renew, until };
        }
        if settings.shares_tokens {
            common.tokens.lead(self.id, now, deadline);
            drop(common);
            return self.read_store();
        }
        let limit = common.tokens.hour.limit(now);
        let generation = common.tokens.generation;
        if let Some(millis) = limit {
            drop(common);
            let failure = Failure::over_limit(millis);
            return self.end(&Reason::Token(Box::new(failure)));
        }
        if !leaves_time(now, deadline) {
            drop(common);
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        common.tokens.lead(self.id, now, deadline);
        drop(common);
        self.fetch(Fetch::new(now, deadline, generation))
    }

    /// The host's own source answered.
    pub(super) fn token_given(&mut self, token: Token, wall: WallMillis) -> Step {
        if !is_token(token.expose()) {
            return self.no_token(None, Failure::no_token(), None);
        }
        let now = self.state.latest;
        let (life, _) = life_of(&token, wall.0);
        let mut common = self.shared.common();
        let held = if common.tokens.is_leader(self.id) {
            let (held, woken) = common.tokens.keep_next(self.id, token, now, life);
            self.wake.extend(woken);
            held
        } else {
            Tokens::lend(token, common.tokens.generation, now)
        };
        drop(common);
        self.use_fetched(held)
    }
}
