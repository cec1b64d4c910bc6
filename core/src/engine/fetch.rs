//! How a call that leads fetches a token, or is given one.

use std::sync::Arc;

use super::attempt::{ABORTING, Cause, Ended, Letter, Sending};
use super::failure::Failure;
use super::fold::Reason;
use super::held::Held;
use super::lease::Lease;
use super::life::life_of;
use super::moment::{Millis, WallMillis};
use super::policy::{self, leaves_time};
use super::state::{Phase, Using};
use super::step::Step;
use super::tokens::Tokens;
use super::turn::Turn;
use crate::account::Token;
use crate::build::build_token_request;
use crate::http::HttpReply;
use crate::kind::Kind;

/// How long a fetch takes at most, its resends and waits in it.
const FETCH_LIMIT: u64 = 8_000;

/// How often one fetch may send in all.
const FETCH_SENDS: u8 = 3;

/// A fetch of this call's.
#[derive(Debug, Clone)]
pub(super) struct Fetch {
    /// Until when it may send.
    pub(super) end: Millis,
    /// The number of the newest token that was known when it began.
    pub(super) generation: u64,
    /// Where other processes share the token.
    pub(super) lease: Option<Lease>,
    sends: u8,
    /// The number under which it counts towards the hour's; none where none of its sends left.
    counted: Option<u64>,
}

impl Fetch {
    /// One that began at that moment, or whose lease was asked for then.
    pub(super) fn new(began: Millis, deadline: Millis, generation: u64) -> Self {
        let limit = Millis(began.0.saturating_add(FETCH_LIMIT));
        Self {
            end: limit.min(deadline),
            generation,
            lease: None,
            sends: 0,
            counted: None,
        }
    }
    /// None of its sends left, so it does not count towards the hour's.
    pub(super) fn uncount(&mut self, tokens: &mut Tokens) {
        if let Some(number) = self.counted.take() {
            tokens.hour.uncount(number);
        }
    }
}

impl Turn<'_> {
    /// Hands a token request out.
    pub(super) fn fetch(&mut self, mut fetch: Fetch) -> Step {
        let settings = &self.shared.settings;
        let now = self.state.latest;
        let Ok(request) = build_token_request(&settings.account, &settings.base_url) else {
            // The account was judged when the call began, so this can't be.
            let failure = Failure::failed(&Ended::unsendable(), settings);
            return self.no_token(Some(&fetch), failure, None);
        };
        let mut common = self.shared.common();
        if fetch.sends == 0 {
            fetch.counted = Some(common.tokens.hour.count(now));
        }
        // It is heard of at the end of its abort at the latest.
        let last = fetch.end.after(ABORTING);
        common.tokens.lead_until(self.id, now, last);
        drop(common);
        fetch.sends += 1;
        self.state.history.token_requests += 1;
        let (sending, step) = self.hand_out(Arc::new(request), fetch.end);
        self.state.phase = Phase::Fetching(sending, fetch);
        step
    }

    /// The token service replied.
    pub(super) fn token_replied(
        &mut self,
        sending: Sending,
        fetch: Fetch,
        reply: &HttpReply,
        wall: WallMillis,
    ) -> Step {
        match self.state.history.token_replied(reply) {
            Ok(token) => self.granted(token, fetch, wall),
            Err(told) => self.no_token(Some(&fetch), Failure::replied(*told), sending.cause()),
        }
    }

    /// A send to the token service failed: it is sent again where it did not leave.
    pub(super) fn token_failed(
        &mut self,
        sending: Sending,
        mut fetch: Fetch,
        ended: Ended,
    ) -> Step {
        let failure = Failure::failed(&ended, &self.shared.settings);
        if ended.letter != Letter::NotSent {
            // It may have been granted, and lost on its way.
            return self.no_token(Some(&fetch), failure, sending.cause());
        }
        let now = self.state.latest;
        let wait = policy::wait(self.state.seed, fetch.sends.into(), None);
        let until = Millis(now.0.saturating_add(wait));
        let mut common = self.shared.common();
        let may_follow = fetch.sends < FETCH_SENDS
            && policy::is_passing(ended.kind)
            && !self.state.is_cancelled
            && leaves_time(until, fetch.end)
            && common.budget.suffices()
            && common.tokens.is_leader(self.id);
        if may_follow {
            common.tokens.lead_until(self.id, now, until);
            drop(common);
            return self.fetch_paused(fetch, failure, until);
        }
        fetch.uncount(&mut common.tokens);
        drop(common);
        self.no_token(Some(&fetch), failure, sending.cause())
    }

    /// The time before a token request is sent again, or its end.
    pub(super) fn fetch_paused(
        &mut self,
        mut fetch: Fetch,
        failure: Failure,
        until: Millis,
    ) -> Step {
        let now = self.state.latest;
        if now < until {
            self.state.phase = Phase::FetchPausing {
                fetch,
                failure: Box::new(failure),
                until,
            };
            return Step::Wait { until };
        }
        let mut common = self.shared.common();
        let is_leader = common.tokens.is_leader(self.id);
        if is_leader && leaves_time(now, fetch.end) && common.budget.pay() {
            drop(common);
            return self.fetch(fetch);
        }
        fetch.uncount(&mut common.tokens);
        drop(common);
        match is_leader {
            true => self.no_token(Some(&fetch), failure, None),
            // Somebody thought it gone, and fetches: it waits like the others.
            false => self.need_token(),
        }
    }

    /// A token is here. Where it is shared, it is written down first.
    fn granted(&mut self, token: Token, fetch: Fetch, wall: WallMillis) -> Step {
        let now = self.state.latest;
        let (life, expiry) = life_of(&token, wall.0);
        let mut common = self.shared.common();
        if !common.tokens.is_leader(self.id) {
            drop(common);
            let held = Tokens::lend(token, fetch.generation, now);
            return self.use_fetched(held);
        }
        let may_store = !self.state.is_cancelled && now < self.state.bounds.deadline;
        if let (Some(lease), true) = (fetch.lease, may_store) {
            common
                .tokens
                .lead_until(self.id, now, self.state.bounds.deadline);
            drop(common);
            return self.confirm_lease(lease, token, life, expiry);
        }
        let (held, woken) = common.tokens.keep_next(self.id, token, now, life);
        drop(common);
        self.wake.extend(woken);
        self.use_fetched(held)
    }

    /// What this call fetched is its own, and not sent where the call was cancelled meanwhile.
    pub(super) fn use_fetched(&mut self, held: Held) -> Step {
        if self.state.is_cancelled {
            return self.end(&Reason::Kind(Kind::Cancelled));
        }
        self.use_token(held, true)
    }

    /// No token could be had. So it is for everybody who waited for this fetch, unless it was
    /// this call's own caller who ended it.
    pub(super) fn no_token(
        &mut self,
        fetch: Option<&Fetch>,
        failure: Failure,
        aborted: Option<Cause>,
    ) -> Step {
        if aborted == Some(Cause::Cancel) {
            return self.end(&Reason::Kind(Kind::Cancelled));
        }
        let now = self.state.latest;
        let mut common = self.shared.common();
        let is_leader = common.tokens.is_leader(self.id);
        let woken = common.tokens.fail(self.id, now, &failure);
        self.wake.extend(woken);
        let may_store = !self.state.is_cancelled && now < self.state.bounds.deadline && is_leader;
        let leased = fetch.and_then(|fetch| Some((fetch.lease.clone()?, fetch.counted.is_some())));
        if let Some((lease, counts)) = leased.filter(|_| may_store) {
            common
                .tokens
                .lead_until(self.id, now, self.state.bounds.deadline);
            drop(common);
            return self.release_lease(lease, counts, failure);
        }
        drop(common);
        self.end(&Reason::Token(Box::new(failure)))
    }

    /// The disposition can be sent.
    pub(super) fn use_token(&mut self, held: Held, is_own: bool) -> Step {
        self.state.history.know(held.token.expose());
        self.state.using = Some(Using { held, is_own });
        self.send()
    }
}
