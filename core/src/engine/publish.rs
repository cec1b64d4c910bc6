//! What becomes of a lease once its fetch is over: the token goes into the store, or the lease is put
//! away.

use super::failure::Failure;
use super::lease::{Lease, Task};
use super::record::Record;
use super::step::Step;
use super::tokens::Tokens;
use super::turn::Turn;
use crate::account::Token;
use crate::store::{StoreAnswer, StoreOperation};

impl Turn<'_> {
    pub(super) fn confirm_lease(
        &mut self,
        lease: Lease,
        token: Token,
        life: u64,
        expiry: Option<u64>,
    ) -> Step {
        let operation = StoreOperation::Get { key: self.key() };
        let task = Task::Confirm {
            lease,
            token,
            life,
            expiry,
        };
        self.ask_store(operation, task)
    }

    /// The token goes into the store, unless somebody took the lease over: then it serves this call.
    pub(super) fn confirmed(
        &mut self,
        lease: &Lease,
        token: Token,
        life: u64,
        expiry: Option<u64>,
        answer: StoreAnswer,
    ) -> Step {
        let now = self.state.latest;
        let found = match answer {
            StoreAnswer::Found { bytes, version } => {
                let record = Record::read(bytes.expose());
                record.ok().map(|record| (record, Some(version)))
            }
            StoreAnswer::Nothing => Some((Record::default(), None)),
            _ => None,
        };
        let mut common = self.shared.common();
        let tokens = &mut common.tokens;
        let known = tokens.generation;
        let is_taken = found.as_ref().is_some_and(|(record, _)| {
            let is_others = record.lease.as_ref().is_some_and(|it| *it != lease.nonce);
            is_others || record.generation > known
        });
        if is_taken || !tokens.is_leader(self.id) {
            let held = Tokens::lend(token, known, now);
            self.wake.extend(tokens.end_lead(self.id));
            drop(common);
            return self.use_fetched(held);
        }
        let stored = found.as_ref().map_or(0, |(record, _)| record.generation);
        let held = tokens.keep(token.clone(), known.max(stored) + 1, now, life);
        let Some((mut record, version)) = found else {
            self.wake.extend(tokens.end_lead(self.id));
            drop(common);
            return self.use_fetched(held);
        };
        // Whoever waits has it from here on; the lead stays until it is written.
        self.wake.extend(tokens.free_waiters(self.id));
        drop(common);
        record.generation = held.generation;
        record.token = Some(token);
        record.expiry = expiry;
        record.lease = None;
        self.put(&mut record, version, Task::Publish(held))
    }

    /// The fetch failed: others need not wait for its lease.
    pub(super) fn release_lease(&mut self, lease: Lease, counts: bool, failure: Failure) -> Step {
        let operation = StoreOperation::Get { key: self.key() };
        let task = Task::Release {
            lease,
            counts,
            failure: Box::new(failure),
        };
        self.ask_store(operation, task)
    }
}
