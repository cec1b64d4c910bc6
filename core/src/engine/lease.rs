//! How processes share one token through a store that keeps bytes and knows no rule: who writes a
//! lease first fetches, the others look at the store again.

use super::failure::Failure;
use super::fetch::Fetch;
use super::fold::Reason;
use super::held::Held;
use super::moment::{Millis, WallMillis};
use super::policy::leaves_time;
use super::record::{self, Record};
use super::state::{Phase, Sort};
use super::step::Step;
use super::turn::Turn;
use crate::account::Token;
use crate::kind::Kind;
use crate::store::{StoreAnswer, StoreOperation};

/// How long a lease of another engine is believed in, from when it was seen first.
const LEASE: u64 = 10_000;

/// How often it is looked at.
const LOOK: u64 = 500;

/// So many conflicts in one call are a store that fails.
const CONFLICTS: u8 = 5;

/// A lease that this call wrote.
#[derive(Debug, Clone)]
pub(super) struct Lease {
    pub(super) nonce: String,
    /// The time that was written down for its fetch.
    wall: WallMillis,
}

/// What the store was asked for.
#[derive(Debug)]
pub(super) enum Task {
    /// What is there.
    Read,
    /// The lease.
    Take(Fetch),
    /// Whether the lease is still this call's, now that it has the token.
    Confirm {
        lease: Lease,
        token: Token,
        life: u64,
        expiry: Option<u64>,
    },
    /// To keep the token.
    Publish(Held),
    /// What is there, to put the lease away that fetched nothing.
    Release {
        lease: Lease,
        counts: bool,
        failure: Box<Failure>,
    },
    /// To put it away.
    PutAway(Box<Failure>),
}

impl Turn<'_> {
    pub(super) fn read_store(&mut self) -> Step {
        let operation = StoreOperation::Get { key: self.key() };
        self.ask_store(operation, Task::Read)
    }

    pub(super) fn key(&self) -> String {
        let settings = &self.shared.settings;
        record::key(&settings.account, &settings.base_url)
    }

    pub(super) fn ask_store(&mut self, operation: StoreOperation, task: Task) -> Step {
        let (now, until) = (self.state.latest, self.state.bounds.deadline);
        if now >= until {
            return self.store_interrupted(task, Kind::TokenUnavailable);
        }
        self.shared.common().tokens.lead_until(self.id, now, until);
        let seq = self.state.issue(Sort::Store);
        self.state.phase = Phase::Storing { seq, until, task };
        Step::Store {
            seq,
            operation,
            until,
        }
    }

    pub(super) fn put(&mut self, record: &mut Record, version: Option<String>, task: Task) -> Step {
        let (key, bytes) = (self.key(), record.write());
        let operation = StoreOperation::PutIf {
            key,
            version,
            bytes,
        };
        self.ask_store(operation, task)
    }

    /// The store answered.
    pub(super) fn stored(&mut self, task: Task, answer: StoreAnswer, wall: WallMillis) -> Step {
        match task {
            Task::Read | Task::Take(_) if !self.shared.common().tokens.is_leader(self.id) => {
                // Somebody thought it gone, and does this now.
                self.need_token()
            }
            Task::Read => match answer {
                StoreAnswer::Found { bytes, version } => match Record::read(bytes.expose()) {
                    Ok(record) => self.consider(record, Some(version), wall),
                    Err(record::TooNew) => self.store_failed(),
                },
                StoreAnswer::Nothing => self.consider(Record::default(), None, wall),
                _ => self.store_failed(),
            },
            Task::Take(fetch) => match answer {
                StoreAnswer::Written => self.leased(fetch),
                StoreAnswer::Conflict => {
                    self.state.conflicts += 1;
                    match self.state.conflicts < CONFLICTS {
                        true => self.read_store(),
                        false => self.store_failed(),
                    }
                }
                _ => self.store_failed(),
            },
            Task::Confirm {
                lease,
                token,
                life,
                expiry,
            } => self.confirmed(&lease, token, life, expiry, answer),
            Task::Publish(held) => {
                let woken = self.shared.common().tokens.end_lead(self.id);
                self.wake.extend(woken);
                self.use_fetched(held)
            }
            Task::Release {
                lease,
                counts,
                failure,
            } => match answer {
                StoreAnswer::Found { bytes, version } => match Record::read(bytes.expose()) {
                    Ok(mut record) if record.lease.as_ref() == Some(&lease.nonce) => {
                        record.lease = None;
                        if !counts {
                            record.uncount(lease.wall);
                        }
                        self.put(&mut record, Some(version), Task::PutAway(failure))
                    }
                    _ => self.end(&Reason::Token(failure)),
                },
                _ => self.end(&Reason::Token(failure)),
            },
            Task::PutAway(failure) => self.end(&Reason::Token(failure)),
        }
    }

    fn store_failed(&mut self) -> Step {
        self.no_token(None, Failure::of_store(), None)
    }

    /// What the store holds is known: its token is used, its lease waited for, or a lease taken.
    fn consider(&mut self, mut record: Record, version: Option<String>, wall: WallMillis) -> Step {
        let (now, deadline) = (self.state.latest, self.state.bounds.deadline);
        let mut common = self.shared.common();
        let tokens = &mut common.tokens;
        let refused = self.state.refused.max(tokens.refused);
        if let Some((token, life)) = record.usable(wall, refused) {
            let held = tokens.keep(token, record.generation, now, life);
            self.wake.extend(tokens.end_lead(self.id));
            drop(common);
            return self.use_token(held, false);
        }
        tokens.generation = tokens.generation.max(record.generation);
        let lease = record.lease.as_deref();
        if let Some(nonce) = lease.filter(|nonce| !tokens.leases.is_own(nonce)) {
            if tokens.leases.seen_for(nonce, now) < LEASE && now < deadline {
                let until = Millis(now.0.saturating_add(LOOK)).min(deadline);
                tokens.lead_until(self.id, now, until);
                drop(common);
                self.state.phase = Phase::Looking { until };
                return Step::Wait { until };
            }
        }
        if let Some(millis) = tokens.hour.limit(now).max(record.limit(wall)) {
            drop(common);
            return self.no_token(None, Failure::over_limit(millis), None);
        }
        if !leaves_time(now, deadline) {
            drop(common);
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        let nonce = self.state.nonce();
        tokens.leases.own(nonce.clone());
        let mut fetch = Fetch::new(now, deadline, tokens.generation);
        drop(common);
        record.lease = Some(nonce.clone());
        record.count(wall);
        fetch.lease = Some(Lease { nonce, wall });
        self.put(&mut record, version, Task::Take(fetch))
    }

    /// The lease is written. Who learns that too late fetches nothing with it: others may think it
    /// dead by then.
    fn leased(&mut self, fetch: Fetch) -> Step {
        let now = self.state.latest;
        if now >= fetch.end {
            return self.read_store();
        }
        if !leaves_time(now, self.state.bounds.deadline) {
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        self.fetch(fetch)
    }

    /// The call's time is over, or its caller has taken it back, while the store was asked. What the
    /// store does to the end is carried out all the same.
    pub(super) fn store_interrupted(&mut self, task: Task, otherwise: Kind) -> Step {
        match task {
            Task::Confirm { token, life, .. } => {
                // The others need not fetch it once more.
                let now = self.state.latest;
                let mut common = self.shared.common();
                if common.tokens.is_leader(self.id) {
                    let generation = common.tokens.generation + 1;
                    common.tokens.keep(token, generation, now, life);
                }
                drop(common);
                self.end(&Reason::Kind(otherwise))
            }
            Task::Release { failure, .. } | Task::PutAway(failure) => {
                self.end(&Reason::Token(failure))
            }
            Task::Read | Task::Take(_) | Task::Publish(_) => self.end(&Reason::Kind(otherwise)),
        }
    }

    /// Another engine's lease is looked at again.
    pub(super) fn look_at_lease(&mut self) -> Step {
        let is_leader = self.shared.common().tokens.is_leader(self.id);
        if self.state.latest >= self.state.bounds.deadline {
            return self.end(&Reason::Kind(Kind::TokenUnavailable));
        }
        match is_leader {
            true => self.read_store(),
            false => self.need_token(),
        }
    }
}
