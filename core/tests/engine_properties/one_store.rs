//! P8 for a store: engines whose clocks run at one speed, whatever they show, and whose Timers are given
//! at their moment, have at most one fetch out between them; and who vanishes with the lease is replaced.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, HttpReply, Kind, RetryPolicy, SecretBytes,
    StoreAnswer, StoreOperation,
};
use proptest::prelude::*;

use crate::worlds::{Fate, Plan, World, worlds};

/// Stands in each token.
const TOKEN: &str = "zqTokenqz";

const EXPIRED: &str = r#"{"message": "token expired", "status": "Error"}"#;
const QUEUED: &str = r#"{"details": "queued successfully", "status": "Success"}"#;

/// What comes of a step that is out, in the order in which it is looked at within one millisecond.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Due {
    /// The store does what it was asked to.
    Executed(usize, u32),
    Answered(usize, u32),
    Start(usize),
    Fate(usize),
    GoesOn(usize),
}

struct Running {
    call: Call,
    step: Step,
    /// What it asked of the store, the token service or the vendor.
    asked: BTreeMap<u32, Asked>,
    /// The number of the token request that is out.
    fetch: Option<u32>,
    /// It stood still in its fetch, which no longer counts.
    is_deposed: bool,
    is_stopped: bool,
    is_cancelled: bool,
}

enum Asked {
    Store(StoreOperation, Option<StoreAnswer>),
    Token,
    Vendor,
}

struct Play {
    world: World,
    engines: Vec<Engine>,
    queue: BinaryHeap<Reverse<(u64, Due)>>,
    running: BTreeMap<usize, Running>,
    kept: Option<(SecretBytes, u64)>,
    chosen: usize,
    tokens: u64,
    /// Of which engine each fetch was that may have been granted.
    granted: Vec<usize>,
    ends: BTreeMap<usize, (u64, bool)>,
}

impl Play {
    fn new(world: World) -> Self {
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

    fn choose(&mut self) -> (u64, u8) {
        self.chosen += 1;
        self.world.choices[self.chosen % self.world.choices.len()]
    }

    fn clock(&self, place: usize, now: u64) -> Millis {
        Millis(self.world.clocks[self.world.calls[place].engine].0 + now)
    }

    fn wall(&self, place: usize, now: u64) -> WallMillis {
        let wall = self.world.clocks[self.world.calls[place].engine].1;
        WallMillis(wall.map_or(0, |wall| wall + now))
    }

    /// When this call's next Timer is due.
    fn timer(&self, place: usize) -> Option<u64> {
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
    fn run(&mut self) {
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

    fn happens(&mut self, now: u64, due: Due) {
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

    fn is_out(&self, place: usize) -> bool {
        let running = self.running.get(&place);
        running
            .is_some_and(|running| !matches!(running.step, Step::Done { .. } | Step::Listed { .. }))
    }

    fn start(&mut self, now: u64, place: usize) {
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

    fn tell(&mut self, now: u64, place: usize, event: Event) {
        let clock = self.clock(place, now);
        let running = self.running.get_mut(&place).unwrap();
        if event.answers().is_some() && event.answers() == running.fetch {
            running.fetch = None;
        }
        let output = running.call.step(event, clock).unwrap();
        self.note(now, place, output);
    }

    fn note(&mut self, now: u64, place: usize, output: Output) {
        let (plan, clock) = (self.world.calls[place], self.clock(place, now));
        let (delay, choice) = self.choose();
        let printed = format!("{output:?}");
        assert!(!printed.contains(TOKEN), "{printed}");
        // Others may never be told: that costs time, not the rules.
        let is_told = self.world.is_healthy || choice % 3 > 0;
        let woken = output.wake.iter().filter(|_| is_told);
        let woken: Vec<_> = woken.map(|call| call.get()).collect();
        let mut asks = |asked, seq| {
            self.running
                .get_mut(&place)
                .unwrap()
                .asked
                .insert(seq, asked);
            // What hangs is answered after every deadline.
            let delay = if choice == 9 && !self.world.is_healthy {
                90_000
            } else {
                delay
            };
            let executed = Reverse((now + delay / 2, Due::Executed(place, seq)));
            let answered = Reverse((now + delay, Due::Answered(place, seq)));
            self.queue.extend([executed, answered]);
        };
        match &output.step {
            Step::Store { seq, operation, .. } => {
                asks(Asked::Store(operation.clone(), None), *seq);
            }
            Step::Send { seq, request, .. } if request.url().ends_with("/generateToken") => {
                asks(Asked::Token, *seq);
                self.fetches(now, place, *seq);
            }
            Step::Send { seq, .. } => asks(Asked::Vendor, *seq),
            Step::Done { .. } | Step::Listed { .. } => {
                let is_success = match &output.step {
                    Step::Done { result } => result.is_ok(),
                    Step::Listed { list } => list.kind.is_none(),
                    _ => unreachable!(),
                };
                let stopped = match plan.fate {
                    Fate::Stopped(millis) => millis + 100,
                    _ => 0,
                };
                let last = plan.at + plan.deadline + 250 + stopped;
                let (ended, _) = *self.ends.entry(place).or_insert((now, is_success));
                assert!(ended <= last, "{place} ended at {ended}, not by {last}");
                self.running.get_mut(&place).unwrap().fetch = None;
            }
            Step::Abort { .. } | Step::Wait { .. } => {}
            other => panic!("{other:?}"),
        }
        let running = self.running.get_mut(&place).unwrap();
        let begins = matches!(&output.step, Step::Send { .. } | Step::Store { .. });
        assert!(!(begins && running.is_cancelled), "begun after a cancel");
        if let Step::Wait { until } | Step::Abort { until, .. } = &output.step {
            assert!(*until > clock, "{until:?} at {clock:?}");
        }
        if !matches!(&output.step, Step::Abort { .. } | Step::Wait { .. })
            && !matches!(&output.step, Step::Send { seq, .. } if Some(*seq) == running.fetch)
        {
            running.fetch = None;
        }
        running.step = output.step;
        let engine = plan.engine;
        let places: Vec<_> = self.running.keys().copied().collect();
        for other in places {
            let running = &self.running[&other];
            let is_same = self.world.calls[other].engine == engine;
            if is_same && !running.is_stopped && woken.contains(&running.call.id().get()) {
                self.tell(now, other, Event::Timer);
            }
        }
    }

    /// A token request is handed out: nobody else's is out.
    fn fetches(&mut self, now: u64, place: usize, seq: u32) {
        let mut others = self.running.iter();
        let other = others.find(|(_, running)| running.fetch.is_some() && !running.is_deposed);
        assert!(other.is_none(), "another fetch is out at {now}");
        let running = self.running.get_mut(&place).unwrap();
        (running.fetch, running.is_deposed) = (Some(seq), false);
    }

    fn answer(&mut self, now: u64, place: usize, seq: u32) -> Event {
        let (_, choice) = self.choose();
        let choice = if self.world.is_healthy { 0 } else { choice };
        let wall = self.wall(place, now);
        let reply = |body: String| Event::Reply {
            seq,
            reply: HttpReply {
                status: 200,
                body: body.into_bytes(),
                ..HttpReply::default()
            },
            wall,
        };
        let failed = |kind| Event::Failed {
            seq,
            kind,
            sent: true,
        };
        match &self.running[&place].asked[&seq] {
            Asked::Store(_, answer) => {
                let answer = answer.clone().filter(|_| choice != 1);
                let answer = answer.unwrap_or(StoreAnswer::Failed);
                Event::Stored { seq, answer, wall }
            }
            Asked::Token if choice == 1 => failed(Kind::Connect),
            Asked::Token => {
                self.granted.push(self.world.calls[place].engine);
                if choice == 2 {
                    return failed(Kind::Reset);
                }
                self.tokens += 1;
                reply(format!(r#"{{"token": "{TOKEN}{}"}}"#, self.tokens))
            }
            Asked::Vendor if self.world.refuses || choice < 4 && choice > 0 => {
                reply(EXPIRED.to_owned())
            }
            Asked::Vendor => reply(QUEUED.to_owned()),
        }
    }
}

fn check_the_hour(world: World) -> Result<(), TestCaseError> {
    let walls = world.clocks.map(|(_, wall)| wall);
    let mut play = Play::new(world);
    play.run();
    // The vendor grants no more. Where the machines agree on the time, they don't ask for more.
    let all = play.granted.len();
    let first = play.granted.iter().filter(|engine| **engine == 0).count();
    prop_assert!(first <= 10 && all - first <= 10, "{:?}", play.granted);
    if walls[0] == walls[1] && walls[0].is_some() {
        prop_assert!(all <= 10, "{:?}", play.granted);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// P8, for a store.
    #[test]
    fn one_fetch_is_out_for_a_store_and_ten_are_made_in_an_hour(world in worlds(false)) {
        check_the_hour(world)?;
    }

    /// Each call has its token refused, and so fetches two.
    #[test]
    fn ten_tokens_are_asked_for_in_an_hour(mut world in worlds(false), engines in prop::collection::vec(0usize..2, 14)) {
        let at = |place: usize| 1_000 * place as u64;
        let plan = |(place, engine)| Plan {
            at: at(place), engine, deadline: 20_000, is_list: false, fate: Fate::Left, fate_after: 0,
        };
        world.calls = engines.into_iter().enumerate().map(plan).collect();
        world.refuses = true;
        // Nothing hangs, and the store works; some fetches are never heard of.
        for (delay, choice) in &mut world.choices {
            (*delay, *choice) = (*delay % 30, if *choice < 5 { 0 } else { 2 });
        }
        check_the_hour(world)?;
    }

    /// Who has the lease, and stands still until others have taken it over, fetches nothing with it.
    #[test]
    fn who_stood_still_with_the_lease_begins_nothing(
        mut world in worlds(true),
        (after, millis) in (0u64..2_000, 7_000u64..16_000),
    ) {
        let fate = Fate::Stopped(millis);
        let first = Plan { at: 0, engine: 0, deadline: 60_000, is_list: false, fate, fate_after: after };
        for (place, plan) in world.calls.iter_mut().enumerate() {
            plan.at += 100;
            plan.engine = (place + 1) % 2;
        }
        world.calls.insert(0, first);
        for (delay, _) in &mut world.choices {
            *delay *= 15;
        }
        Play::new(world).run();
    }

    /// Where everything works, who vanishes with the lease holds the others up for no longer than it.
    #[test]
    fn who_vanishes_with_the_lease_is_replaced(mut world in worlds(true), after in 0u64..300) {
        let first = Plan { at: 0, engine: 0, deadline: 30_000, is_list: false, fate: Fate::Lost, fate_after: after };
        world.calls.insert(0, first);
        // Where they disagree on the time, one takes for expired what the other fetched.
        world.clocks[1].1 = world.clocks[0].1;
        let plans = world.calls.clone();
        let mut play = Play::new(world);
        play.run();
        for (place, (ended, is_success)) in &play.ends {
            prop_assert!(*is_success, "{place}");
            let took = ended - plans[*place].at;
            prop_assert!(took <= 12_000, "{place} took {took}");
        }
        prop_assert!(play.granted.len() <= 2, "{:?}", play.granted);
    }
}
