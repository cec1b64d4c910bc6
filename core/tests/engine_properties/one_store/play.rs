//! Two engines and their store, and what happens to them in its order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, RetryPolicy, SecretBytes, StoreAnswer, StoreOperation,
};

use crate::worlds::{Fate, World};

/// What comes of a step that is out, in the order in which it is looked at within one millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// The store does what it was asked to.
    Executed(usize, u32),
    Answered(usize, u32),
    Start(usize),
    Fate(usize),
    GoesOn(usize),
}

pub(super) struct Running {
    pub(super) call: Call,
    pub(super) step: Step,
    /// What it asked of the store, the token service or the vendor.
    pub(super) asked: BTreeMap<u32, Asked>,
    /// The number of the token request that is out.
    pub(super) fetch: Option<u32>,
    /// It stood still in its fetch, which no longer counts.
    pub(super) is_deposed: bool,
    pub(super) is_stopped: bool,
    pub(super) is_cancelled: bool,
}

pub(super) enum Asked {
    Store(StoreOperation, Option<StoreAnswer>),
    Token,
    Vendor,
}

pub(super) struct Play {
    pub(super) world: World,
    pub(super) engines: Vec<Engine>,
    pub(super) queue: BinaryHeap<Reverse<(u64, Due)>>,
    pub(super) running: BTreeMap<usize, Running>,
    pub(super) kept: Option<(SecretBytes, u64)>,
    pub(super) chosen: usize,
    pub(super) tokens: u64,
    /// Of which engine each fetch was that may have been granted.
    pub(super) granted: Vec<usize>,
    pub(super) ends: BTreeMap<usize, (u64, bool)>,
}

impl Play {
    pub(super) fn new(world: World) -> Self {
        let account = Account::with_api_key("acme", ApiKey::new("KK-marker"));
        let settings = Settings::new(account, Api::PostToken)
            .retry(RetryPolicy::new())
            .shares_tokens(true);
        let starts = world.calls.iter().enumerate();
        let starts = starts.map(|(place, plan)| Reverse((plan.at, Due::Start(place))));
        Self {
            engines: vec![
                Engine::new(settings.clone()).unwrap(),
                Engine::new(settings).unwrap(),
            ],
            queue: starts.collect(),
            running: BTreeMap::new(),
            kept: None,
            chosen: 0,
            tokens: 0,
            granted: Vec::new(),
            ends: BTreeMap::new(),
            world,
        }
    }

    pub(super) fn choose(&mut self) -> (u64, u8) {
        self.chosen += 1;
        self.world.choices[self.chosen % self.world.choices.len()]
    }

    pub(super) fn clock(&self, place: usize, now: u64) -> Millis {
        Millis(self.world.clocks[self.world.calls[place].engine].0 + now)
    }

    pub(super) fn wall(&self, place: usize, now: u64) -> WallMillis {
        let wall = self.world.clocks[self.world.calls[place].engine].1;
        WallMillis(wall.map_or(0, |wall| wall + now))
    }

    /// When this call's next Timer is due.
    pub(super) fn timer(&self, place: usize) -> Option<u64> {
        let running = &self.running[&place];
        let until = match &running.step {
            Step::Send { until, .. }
            | Step::Abort { until, .. }
            | Step::Store { until, .. }
            | Step::Wait { until } => until.0,
            _ => return None,
        };
        let began = self.world.clocks[self.world.calls[place].engine].0;
        (!running.is_stopped).then(|| until - began)
    }

    /// Goes from one moment at which something is due to the next, until nothing is.
    pub(super) fn run(&mut self) {
        let mut latest = 0;
        for _ in 0..20_000 {
            let places = self.running.keys().copied();
            let timers = places.filter_map(|place| Some((self.timer(place)?, place)));
            let timer = timers.min();
            let next = self.queue.peek().map(|Reverse((at, _))| *at);
            match (next, timer) {
                // An answer goes first.
                (Some(next), _) if timer.is_none_or(|(at, _)| next <= at.max(latest)) => {
                    let Reverse((now, due)) = self.queue.pop().unwrap();
                    latest = now;
                    self.happens(now, due);
                }
                (_, Some((at, place))) => {
                    // Of a process that stood still it may be long due.
                    latest = latest.max(at);
                    self.tell(latest, place, Event::Timer);
                }
                (_, None) => return,
            }
        }
        panic!("it never ends");
    }

    pub(super) fn happens(&mut self, now: u64, due: Due) {
        match due {
            Due::Start(place) => self.start(now, place),
            Due::Executed(place, seq) => {
                let Some(running) = self.running.get_mut(&place) else {
                    return;
                };
                let Some(Asked::Store(operation, answer)) = running.asked.get_mut(&seq) else {
                    return;
                };
                *answer = Some(match operation {
                    StoreOperation::PutIf { version, bytes, .. } => {
                        let known = self.kept.as_ref().map(|(_, version)| version.to_string());
                        if known == *version {
                            let next = self.kept.as_ref().map_or(0, |(_, version)| version + 1);
                            self.kept = Some((bytes.clone(), next));
                            StoreAnswer::Written
                        } else {
                            StoreAnswer::Conflict
                        }
                    }
                    _ => match &self.kept {
                        None => StoreAnswer::Nothing,
                        Some((bytes, version)) => StoreAnswer::Found {
                            bytes: bytes.clone(),
                            version: version.to_string(),
                        },
                    },
                });
            }
            Due::Answered(place, seq) => {
                let Some(running) = self.running.get(&place) else {
                    return;
                };
                if running.is_stopped {
                    // It is heard of when the process goes on.
                    self.queue
                        .push(Reverse((now + 100, Due::Answered(place, seq))));
                    return;
                }
                let event = self.answer(now, place, seq);
                self.tell(now, place, event);
            }
            Due::Fate(place) => match (self.world.calls[place].fate, self.is_out(place)) {
                (_, false) | (Fate::Left, _) => {}
                (Fate::Cancelled, _) => {
                    self.running.get_mut(&place).unwrap().is_cancelled = true;
                    self.tell(now, place, Event::Cancelled);
                }
                (Fate::Lost, _) => {
                    self.running.remove(&place);
                }
                (Fate::Stopped(millis), _) => {
                    let running = self.running.get_mut(&place).unwrap();
                    running.is_stopped = true;
                    // Its Timer is late, so another may take over while it believes to fetch.
                    running.is_deposed = running.fetch.is_some();
                    self.queue.push(Reverse((now + millis, Due::GoesOn(place))));
                }
            },
            Due::GoesOn(place) => self.running.get_mut(&place).unwrap().is_stopped = false,
        }
    }

    pub(super) fn is_out(&self, place: usize) -> bool {
        let running = self.running.get(&place);
        running
            .is_some_and(|running| !matches!(running.step, Step::Done { .. } | Step::Listed { .. }))
    }

    pub(super) fn start(&mut self, now: u64, place: usize) {
        let plan = self.world.calls[place];
        let engine = &self.engines[plan.engine];
        let options = CallOptions::new().deadline(Duration::from_millis(plan.deadline));
        let (seed, clock) = (Seed((place as u128 + 1) << 64), self.clock(place, now));
        let (call, output) = if plan.is_list {
            engine.start_list(None, &options, seed, clock).unwrap()
        } else {
            let request = DispositionRequest::new()
                .ucid(format!("818900000000{place}"))
                .did("914000000001")
                .agent_id("ravi")
                .disposition("Sale");
            engine.start(&request, &options, seed, clock)
        };
        let running = Running {
            call,
            step: Step::Wait { until: clock },
            asked: BTreeMap::new(),
            fetch: None,
            is_deposed: false,
            is_stopped: false,
            is_cancelled: false,
        };
        self.running.insert(place, running);
        let fate = Reverse((now + plan.fate_after, Due::Fate(place)));
        self.queue.push(fate);
        self.note(now, place, output);
    }

    pub(super) fn tell(&mut self, now: u64, place: usize, event: Event) {
        let clock = self.clock(place, now);
        let running = self.running.get_mut(&place).unwrap();
        if event.answers().is_some() && event.answers() == running.fetch {
            running.fetch = None;
        }
        let output = running.call.step(event, clock).unwrap();
        self.note(now, place, output);
    }
}
