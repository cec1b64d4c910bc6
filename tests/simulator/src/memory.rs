//! What the simulator remembers, and what it decides by that.

use crate::clock::Clock;
use crate::fault::Fault;
use crate::journal::JournalEntry;
use crate::misbehave::{self, Action};
use crate::scenario::Scenario;
use crate::script::{Plan, Plans};
use crate::vendor::{self, Reply, Request};
use crate::world::World;

pub(crate) struct Memory {
    pub(crate) scenario: Scenario,
    pub(crate) world: World,
    pub(crate) clock: Clock,
    pub(crate) plans: Plans,
    pub(crate) journal: Vec<JournalEntry>,
    pub(crate) trap: Vec<JournalEntry>,
}

impl Memory {
    pub(crate) fn start(scenario: Scenario) -> Self {
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

    pub(crate) fn decide(&mut self, request: &Request, trap_url: &str) -> Decision {
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

/// What happens to one request.
pub(crate) struct Decision {
    pub(crate) action: Action,
    pub(crate) applied: bool,
    pub(crate) fault: Option<Fault>,
    pub(crate) scripted: bool,
}

impl Decision {
    pub(crate) fn unapplied(action: Action) -> Self {
        Self {
            action,
            applied: false,
            fault: None,
            scripted: false,
        }
    }
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
