//! What every listener and every handle share: the memory behind one lock, and the gate of the data
//! address.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use crate::decode::decoded;
use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::injection::Injection;
use crate::journal::{Received, Replied};
use crate::memory::{Decision, Memory};
use crate::misbehave::{self, Action};
use crate::scenario::Scenario;
use crate::script::{Plan, ScriptedReply, clears};
use crate::vendor::Reply;

/// Whether the data address takes connections.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gate {
    Open,
    Refuse,
    NeverAccept,
    ResetWhileReading,
}

/// Asks the data listener for a gate. `done` is called once it is in place and connections of the
/// old one are gone.
pub(crate) struct GateCommand {
    pub(crate) gate: Gate,
    pub(crate) done: Box<dyn FnOnce(io::Result<()>) + Send>,
}

pub(crate) struct Hub {
    memory: Mutex<Memory>,
    gate: UnboundedSender<GateCommand>,
    trap_url: String,
}

impl Hub {
    pub(crate) fn new(
        scenario: Scenario,
        gate: UnboundedSender<GateCommand>,
        trap_url: String,
    ) -> Self {
        Self {
            memory: Mutex::new(Memory::start(scenario)),
            gate,
            trap_url,
        }
    }

    /// Nothing half-done can be seen after a panic: every change is one assignment or one push.
    pub(crate) fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Decides, applies and writes down, all under one lock: a client that has a reply finds it in
    /// the journal.
    pub(crate) fn receive(&self, received: Received) -> Action {
        let mut memory = self.memory();
        let request = decoded(&received, memory.clock.now());
        let decision = match received.refused {
            Some(status) => Decision::unapplied(Action::Reply(refusal(status))),
            None => memory.decide(&request, &self.trap_url),
        };
        let status = match &decision.action {
            Action::Reply(reply) | Action::Late { reply, .. } => Some(reply.status),
            Action::Socket(_) => None,
        };
        let number = memory.journal.len() as u64 + 1;
        let replied = Replied {
            status,
            fault: decision.fault,
            scripted: decision.scripted,
        };
        memory
            .journal
            .push(received.entry(number, request.parameters, decision.applied, replied));
        decision.action
    }

    pub(crate) fn receive_in_trap(&self, received: Received) -> Action {
        let mut memory = self.memory();
        let parameters = decoded(&received, memory.clock.now()).parameters;
        let number = memory.trap.len() as u64 + 1;
        let reply = misbehave::trap_reply();
        let replied = Replied {
            status: Some(reply.status),
            ..Replied::default()
        };
        memory
            .trap
            .push(received.entry(number, parameters, false, replied));
        Action::Reply(reply)
    }

    pub(crate) fn script(
        &self,
        endpoint: Option<Endpoint>,
        replies: impl IntoIterator<Item = ScriptedReply>,
    ) {
        let mut memory = self.memory();
        for reply in replies {
            memory.plans.push(endpoint, Plan::Scripted(reply));
        }
    }

    /// Starts again from `scenario`, or from the one that was loaded last. The gate is the caller's
    /// to open.
    pub(crate) fn restart(&self, scenario: Option<Scenario>) {
        let mut memory = self.memory();
        let scenario = scenario.unwrap_or_else(|| memory.scenario.clone());
        *memory = Memory::start(scenario);
    }

    /// Plans a fault and returns the gate that goes with it.
    pub(crate) fn inject(&self, injection: Injection) -> Gate {
        let mut memory = self.memory();
        match injection.fault {
            Fault::Refuse => return Gate::Refuse,
            Fault::NeverAccept => return Gate::NeverAccept,
            Fault::ResetWhileReading => return Gate::ResetWhileReading,
            _ if clears(&injection) => memory.plans.clear_faults(injection.endpoint),
            _ => {
                let endpoint = injection.endpoint;
                memory.plans.push(endpoint, Plan::Faulty(injection));
            }
        }
        Gate::Open
    }

    /// `done` gets an error when the simulator has stopped.
    pub(crate) fn set_gate(&self, gate: Gate, done: impl FnOnce(io::Result<()>) + Send + 'static) {
        if let Err(unsent) = self.gate.send(GateCommand {
            gate,
            done: Box::new(done),
        }) {
            (unsent.0.done)(Err(io::Error::other("the simulator has stopped")));
        }
    }
}

/// The reply to a request that HTTP itself refuses.
fn refusal(status: u16) -> Reply {
    Reply::new(status, "text/plain", "HTTP cannot carry this request")
}
