//! What every listener and every handle share: the memory behind one lock, and the gate of the data
//! address.

use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::mpsc::UnboundedSender;

use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::fault::{Fault, Injection};
use crate::journal::{JournalEntry, Received, Replied};
use crate::misbehave::{self, Action};
use crate::parameters;
use crate::scenario::Scenario;
use crate::script::{Plan, Plans, ScriptedReply, clears};
use crate::vendor::{self, Reply, Request};
use crate::world::World;

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

pub(crate) struct Memory {
    scenario: Scenario,
    pub(crate) world: World,
    pub(crate) clock: Clock,
    plans: Plans,
    pub(crate) journal: Vec<JournalEntry>,
    pub(crate) trap: Vec<JournalEntry>,
}

impl Memory {
    fn start(scenario: Scenario) -> Self {
        let clock = Clock::default();
        let world = World::new(&scenario, clock.now());
        Self {
            scenario,
            world,
            clock,
            plans: Plans::default(),
            journal: Vec::new(),
            trap: Vec::new(),
        }
    }

    fn decide(&mut self, request: &Request, trap_url: &str) -> Decision {
        match self.plans.next(vendor::endpoint(request)) {
            None => {
                let (honest, applied) = try_out(&mut self.world, request, true);
                Decision {
                    applied,
                    ..Decision::unapplied(Action::Reply(honest))
                }
            }
            Some(Plan::Scripted(reply)) => Decision {
                scripted: true,
                ..Decision::unapplied(Action::Reply(reply.0))
            },
            Some(Plan::Faulty(injection)) => {
                let (honest, applied) = try_out(&mut self.world, request, injection.applies());
                let action = misbehave::act(&injection.fault, honest, trap_url);
                let fault = Some(injection.fault).filter(|fault| *fault != Fault::None);
                Decision {
                    action,
                    applied,
                    fault,
                    scripted: false,
                }
            }
        }
    }
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

/// What happens to one request.
struct Decision {
    action: Action,
    applied: bool,
    fault: Option<Fault>,
    scripted: bool,
}

impl Decision {
    fn unapplied(action: Action) -> Self {
        Self {
            action,
            applied: false,
            fault: None,
            scripted: false,
        }
    }
}

/// The reply to a request that HTTP itself refuses.
fn refusal(status: u16) -> Reply {
    Reply::new(status, "text/plain", "HTTP cannot carry this request")
}

/// The honest reply, and whether the world was changed by it; without `apply` the world stays as it
/// was.
fn try_out(world: &mut World, request: &Request, apply: bool) -> (Reply, bool) {
    if apply {
        let answer = vendor::answer(world, request);
        return (answer.reply, answer.changed);
    }
    (vendor::answer(&mut world.clone(), request).reply, false)
}

fn decoded(received: &Received, now: u64) -> Request {
    let target = origin_form(&received.target);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let from_body = parameters::from_json(&received.body);
    let body_is_json = from_body.is_some();
    let parameters = if received.method == "POST" || vendor::reads_body(path) {
        from_body.unwrap_or_default()
    } else {
        parameters::from_query(query)
    };
    Request {
        method: received.method.clone(),
        path: path.to_owned(),
        api_key: received.header("apiKey").map(str::to_owned),
        authorization: received.header("authorization").map(str::to_owned),
        parameters,
        body_is_json,
        now,
    }
}

/// Path and query of a target that a proxy would get (`http://host/path`), and of any other.
fn origin_form(target: &str) -> &str {
    match target.strip_prefix("http://") {
        Some(rest) => rest.find('/').map_or("/", |slash| &rest[slash..]),
        None => target,
    }
}
