//! The token that the calls of one engine share, and who of them fetches the next one.

use super::call::CallId;
use super::failure::Failure;
use super::held::Held;
use super::hour::{Hour, age};
use super::leases::Leases;
use super::moment::Millis;

/// A waiter takes over so long after the last moment of a leader that was heard of no more.
const GRACE: u64 = 250;

/// What a call that needs a token does.
#[derive(Debug)]
pub(super) enum Need {
    Use(Held),
    /// Somebody fetches one, who is heard of by then or never.
    Wait {
        at_most: Millis,
    },
    Fail(Box<Failure>),
    /// It fetches one itself.
    Lead,
}

#[derive(Debug, Default)]
pub(super) struct Tokens {
    pub(super) held: Option<Held>,
    /// The largest number that any token had here.
    pub(super) generation: u64,
    /// The number of the newest token that the server has refused.
    pub(super) refused: Option<u64>,
    lead: Option<Lead>,
    /// Who waited for a fetch that failed.
    verdicts: Vec<(CallId, Failure)>,
    pub(super) hour: Hour,
    pause: Option<Pause>,
    pub(super) leases: Leases,
}

/// Who fetches.
#[derive(Debug)]
struct Lead {
    call: CallId,
    /// When it was heard of last, and how long after that it must be again.
    since: Millis,
    within: u64,
    waiters: Vec<CallId>,
}

/// The token service said when to come back.
#[derive(Debug)]
struct Pause {
    since: Millis,
    millis: u64,
    failure: Failure,
}

impl Tokens {
    /// What a call does that needs a token newer than the one that was refused to it.
    /// `may_take_over` where it has waited long enough to ask for a leader's place.
    pub(super) fn need(
        &mut self,
        call: CallId,
        now: Millis,
        refused: Option<u64>,
        may_take_over: bool,
    ) -> Need {
        if let Some(place) = self.verdicts.iter().position(|(of, _)| *of == call) {
            return Need::Fail(Box::new(self.verdicts.swap_remove(place).1));
        }
        if let Some(held) = self.usable(now, refused) {
            let held = held.clone();
            self.wait_no_more(call);
            return Need::Use(held);
        }
        if let Some(lead) = &mut self.lead {
            let heard = age(&mut lead.since, now);
            if lead.call != call && (heard < lead.within + GRACE || !may_take_over) {
                if !lead.waiters.contains(&call) {
                    lead.waiters.push(call);
                }
                let at_most = Millis(lead.since.0.saturating_add(lead.within + GRACE));
                return Need::Wait { at_most };
            }
        }
        if let Some(pause) = &mut self.pause {
            if age(&mut pause.since, now) < pause.millis {
                let failure = pause.failure.clone();
                return Need::Fail(Box::new(failure));
            }
            self.pause = None;
        }
        Need::Lead
    }

    /// This call fetches from here on, whoever did before. Those who waited wait for this one.
    pub(super) fn lead(&mut self, call: CallId, now: Millis, last: Millis) {
        let mut waiters = self.lead.take().map_or(Vec::new(), |lead| lead.waiters);
        waiters.retain(|waiter| *waiter != call);
        self.lead = Some(Lead {
            call,
            since: now,
            within: last.0.saturating_sub(now.0),
            waiters,
        });
    }

    /// The leader goes on, and is heard of again by `last`.
    pub(super) fn lead_until(&mut self, call: CallId, now: Millis, last: Millis) {
        if let Some(lead) = self.lead.as_mut().filter(|lead| lead.call == call) {
            lead.since = now;
            lead.within = last.0.saturating_sub(now.0);
        }
    }

    pub(super) fn is_leader(&self, call: CallId) -> bool {
        self.lead.as_ref().is_some_and(|lead| lead.call == call)
    }

    /// The call has ended, or is gone: who waited for it is woken.
    pub(super) fn leave(&mut self, call: CallId) -> Vec<CallId> {
        self.verdicts.retain(|(of, _)| *of != call);
        self.wait_no_more(call);
        self.end_lead(call)
    }

    pub(super) fn end_lead(&mut self, call: CallId) -> Vec<CallId> {
        match self.lead.take() {
            Some(lead) if lead.call == call => lead.waiters,
            other => {
                self.lead = other;
                Vec::new()
            }
        }
    }

    /// Who waited for this leader waits no longer; it leads on.
    pub(super) fn free_waiters(&mut self, call: CallId) -> Vec<CallId> {
        let lead = self.lead.as_mut().filter(|lead| lead.call == call);
        lead.map_or(Vec::new(), |lead| std::mem::take(&mut lead.waiters))
    }

    fn wait_no_more(&mut self, call: CallId) {
        if let Some(lead) = &mut self.lead {
            lead.waiters.retain(|waiter| *waiter != call);
        }
    }

    /// The leader's fetch failed: so did everybody's who waited for it. They are woken.
    pub(super) fn fail(&mut self, call: CallId, now: Millis, failure: &Failure) -> Vec<CallId> {
        if !self.is_leader(call) {
            return Vec::new();
        }
        if let Some(seconds) = failure.pause_seconds() {
            self.pause = Some(Pause {
                since: now,
                millis: u64::from(seconds) * 1_000,
                failure: failure.clone(),
            });
        }
        let lead = self.lead.as_mut();
        let waiters = lead.map_or(Vec::new(), |lead| std::mem::take(&mut lead.waiters));
        let verdicts = waiters.iter().map(|waiter| (*waiter, failure.clone()));
        self.verdicts.extend(verdicts);
        waiters
    }

    /// What a forked child goes on with: token and the hour's list; nobody leads there.
    #[cfg(feature = "client")]
    pub(super) fn for_child(&self) -> Self {
        Self {
            held: self.held.clone(),
            generation: self.generation,
            refused: self.refused,
            hour: self.hour.clone(),
            ..Self::default()
        }
    }
}
