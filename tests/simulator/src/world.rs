//! What the simulated CloudAgent remembers, and the only code that changes it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::call::CallPhase;
use crate::disposition::Disposition;
use crate::reports::{Pace, Records};
use crate::scenario::{Account, Scenario};
use crate::tokens::Tokens;

/// What each call and each agent became, for `GET /_sim/state` and [`crate::Simulator::state`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct State {
    /// By `ucid`.
    pub calls: BTreeMap<String, CallState>,
    /// By login id.
    pub agents: BTreeMap<String, AgentState>,
}

/// One call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallState {
    /// The number it was dialled out from.
    pub did: String,
    /// The agent on it.
    pub agent: String,
    /// Whether the agent is still on it.
    pub state: CallPhase,
    /// The disposition in force.
    pub disposition: Option<Disposition>,
    /// The disposition that waits for the call's end.
    pub queued: Option<Disposition>,
    /// How many requests set or queued a disposition: two mean that a request was applied twice.
    pub times_set: u32,
}

/// One agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AgentState {
    /// Whether a disposition has paused the agent.
    pub paused: bool,
    /// The reason of that pause.
    pub reason: Option<String>,
}

/// What an API does about a call that has a disposition in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Again {
    Overwrite,
    Refuse,
}

/// What became of a disposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Filed {
    Queued,
    Saved,
    Updated,
    Refused,
}

#[derive(Clone, Debug)]
pub(crate) struct AccountState {
    pub(crate) account: Account,
    pub(crate) tokens: Tokens,
    pub(crate) pace: Pace,
}

#[derive(Clone, Debug)]
pub(crate) struct World {
    pub(crate) accounts: Vec<AccountState>,
    pub(crate) campaigns: BTreeMap<String, Vec<String>>,
    pub(crate) records: Records,
    pause_reasons: Vec<String>,
    state: State,
}

impl World {
    /// The world that begins at `now`, seconds since 1970.
    pub(crate) fn new(scenario: &Scenario, now: u64) -> Self {
        let accounts = scenario.accounts.iter().map(|account| AccountState {
            account: account.clone(),
            tokens: Tokens::starting_with(account.token.as_deref()),
            pace: Pace::default(),
        });
        let calls = scenario.calls.iter().map(|call| {
            let state = CallState {
                did: call.did.clone(),
                agent: call.agent.clone(),
                state: call.state,
                disposition: None,
                queued: None,
                times_set: 0,
            };
            (call.ucid.clone(), state)
        });
        let agents = scenario
            .agents
            .iter()
            .map(|login| (login.clone(), AgentState::default()));
        Self {
            accounts: accounts.collect(),
            campaigns: scenario.campaigns.clone(),
            records: Records::new(scenario, now),
            pause_reasons: scenario.pause_reasons.clone(),
            state: State {
                calls: calls.collect(),
                agents: agents.collect(),
            },
        }
    }

    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    pub(crate) fn account(&mut self, customer: &str) -> Option<&mut AccountState> {
        self.accounts
            .iter_mut()
            .find(|account| account.account.customer == customer)
    }

    pub(crate) fn call(&self, ucid: &str, did: &str) -> Option<&CallState> {
        self.state.calls.get(ucid).filter(|call| call.did == did)
    }

    pub(crate) fn has_agent(&self, login: &str) -> bool {
        self.state.agents.contains_key(login)
    }

    pub(crate) fn allows_pause_reason(&self, reason: &str) -> bool {
        self.pause_reasons.is_empty() || self.pause_reasons.iter().any(|known| known == reason)
    }

    /// Stores a disposition: in force on an ended call, else waiting for the end; the last one that
    /// waits wins.
    pub(crate) fn file(
        &mut self,
        ucid: &str,
        disposition: Disposition,
        again: Again,
        now: u64,
    ) -> Filed {
        let Some(call) = self.state.calls.get_mut(ucid) else {
            return Filed::Refused;
        };
        if call.state == CallPhase::Live {
            call.queued = Some(disposition);
            call.times_set += 1;
            return Filed::Queued;
        }
        let existed = call.disposition.is_some();
        if existed && again == Again::Refuse {
            return Filed::Refused;
        }
        call.times_set += 1;
        self.records.filed(ucid, &disposition, now);
        put_in_force(call, &mut self.state.agents, disposition);
        if existed {
            Filed::Updated
        } else {
            Filed::Saved
        }
    }

    /// Disconnects a call, which puts what waits for it in force. `None` when there is no such
    /// call.
    pub(crate) fn end_call(&mut self, ucid: &str, now: u64) -> Option<CallState> {
        let call = self.state.calls.get_mut(ucid)?;
        call.state = CallPhase::Ended;
        self.records.ended(ucid, now);
        if let Some(disposition) = call.queued.take() {
            self.records.filed(ucid, &disposition, now);
            put_in_force(call, &mut self.state.agents, disposition);
        }
        Some(call.clone())
    }

    /// The agent sets a disposition by hand, over any that is there; on a live call it waits. No
    /// request did it: it isn't counted as one. `None` when there is no such call.
    pub(crate) fn dispose(
        &mut self,
        ucid: &str,
        disposition: Disposition,
        now: u64,
    ) -> Option<CallState> {
        let call = self.state.calls.get_mut(ucid)?;
        if call.state == CallPhase::Live {
            call.queued = Some(disposition);
        } else {
            self.records.filed(ucid, &disposition, now);
            call.disposition = Some(disposition);
        }
        Some(call.clone())
    }

    pub(crate) fn expire_tokens(&mut self) {
        for account in &mut self.accounts {
            account.tokens.expire();
        }
    }
}

fn put_in_force(
    call: &mut CallState,
    agents: &mut BTreeMap<String, AgentState>,
    disposition: Disposition,
) {
    if disposition.pause {
        let paused = AgentState {
            paused: true,
            reason: disposition.pause_reason.clone(),
        };
        agents.insert(call.agent.clone(), paused);
    }
    call.disposition = Some(disposition);
}
