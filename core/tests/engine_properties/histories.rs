//! Several calls of one engine, which send again, in a time that jumps: whatever happens to them, in
//! whatever order, each is answered by the rules.

use std::collections::BTreeSet;
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, HttpReply, Kind, Outcome, RetryPolicy,
};
use proptest::prelude::*;

use crate::model::{Abort, End, Letter, REPLIES, check_fold, failure};

const KEY: &str = "KK-zqMarkerqz";
const COMMENTS: &str = "zqRemarkqz";

/// How many calls a history may have.
const CALLS: usize = 4;

#[derive(Debug, Clone, Copy)]
enum Move {
    On(u64),
    /// To so long before or after the moment that this call waits for.
    Near(i64),
    Back(u64),
    To(u64),
}

#[derive(Debug, Clone, Copy)]
enum What {
    /// Begins the call, if it has not begun; else a timer.
    Start,
    Timer,
    Cancel,
    Drop,
    /// Answers what is out, if anything is.
    Reply(usize),
    Fail(Kind, bool),
    /// Answers some number.
    Stray(u32),
}

#[derive(Debug, Clone, Copy)]
struct Plan {
    deadline: u64,
    pauses: bool,
    /// Which call of the agent's it is about.
    subject: u8,
    seed: u64,
}

#[derive(Debug, Clone)]
struct History {
    attempts: u8,
    resend_unknown: bool,
    budget: u8,
    plans: Vec<Plan>,
    happenings: Vec<(usize, Move, What)>,
    /// Whether who should wait is asked at each step.
    asks: bool,
}

fn moves(is_hostile: bool) -> BoxedStrategy<Move> {
    let forward = prop_oneof![
        4 => (0u64..400).prop_map(Move::On),
        6 => (0i64..3).prop_map(Move::Near),
        1 => (0u64..20_000).prop_map(Move::On),
    ];
    if !is_hostile {
        return forward.boxed();
    }
    prop_oneof![
        8 => forward,
        2 => (-3i64..0).prop_map(Move::Near),
        1 => (0u64..100_000).prop_map(Move::Back),
        1 => prop_oneof![Just(0), Just(u64::MAX / 2), 0..u64::MAX / 2].prop_map(Move::To),
    ]
    .boxed()
}

fn whats() -> impl Strategy<Value = What> {
    let passing = prop::sample::select(vec![Kind::NameLookup, Kind::Connect, Kind::ConnectTimeout]);
    prop_oneof![
        4 => Just(What::Start),
        4 => Just(What::Timer),
        1 => Just(What::Cancel),
        1 => Just(What::Drop),
        4 => (0..REPLIES.len()).prop_map(What::Reply),
        4 => passing.prop_map(|kind| What::Fail(kind, true)),
        1 => (prop::sample::select(Kind::ALL), any::<bool>())
            .prop_map(|(kind, sent)| What::Fail(kind, sent)),
        1 => prop_oneof![0u32..6, any::<u32>()].prop_map(What::Stray),
    ]
}

fn plans() -> impl Strategy<Value = Plan> {
    (
        prop_oneof![4 => 1u64..30_000, 1 => Just(60_000), 1 => Just(0)],
        prop::bool::weighted(0.3),
        0u8..2,
        any::<u64>(),
    )
        .prop_map(|(deadline, pauses, subject, seed)| Plan {
            deadline,
            pauses,
            subject,
            seed,
        })
}

fn histories(is_hostile: bool) -> impl Strategy<Value = History> {
    (
        1u8..=10,
        any::<bool>(),
        prop_oneof![Just(100u8), 0u8..=40],
        prop::collection::vec(plans(), CALLS),
        prop::collection::vec((0..CALLS, moves(is_hostile), whats()), 0..60),
        any::<bool>(),
    )
        .prop_map(
            |(attempts, resend_unknown, budget, plans, happenings, asks)| History {
                attempts,
                resend_unknown,
                budget,
                plans,
                happenings,
                asks,
            },
        )
}

/// A call, and what the test saw of it.
struct Track {
    plan: Plan,
    call: Call,
    step: Step,
    began: u64,
    latest: u64,
    out: Option<u32>,
    connect_by: u64,
    issued: BTreeSet<u32>,
    abort: Option<Abort>,
    ends: Vec<End>,
    is_cancelled: bool,
}

impl Track {
    fn deadline(&self) -> u64 {
        self.began + self.plan.deadline
    }

    fn is_done(&self) -> bool {
        matches!(self.step, Step::Done { .. })
    }

    fn until(&self) -> Option<u64> {
        match &self.step {
            Step::Send { until, .. } | Step::Abort { until, .. } | Step::Wait { until } => {
                Some(until.0)
            }
            _ => None,
        }
    }
}

struct World {
    engine: Engine,
    retry: RetryPolicy,
    budget: u8,
    now: u64,
    calls: Vec<Option<Track>>,
    /// Who was to be woken, and was not yet.
    woken: BTreeSet<u64>,
    log: Vec<String>,
}

impl World {
    fn new(history: &History) -> Self {
        let retry = RetryPolicy::new()
            .attempts(history.attempts)
            .resend_unknown(history.resend_unknown);
        let account = Account::with_api_key("acme", ApiKey::new(KEY));
        let settings = Settings::new(account, Api::PostApiKey)
            .retry(retry)
            .budget(history.budget);
        Self {
            engine: Engine::new(settings).unwrap(),
            retry,
            budget: history.budget,
            now: 1_000_000,
            calls: (0..CALLS).map(|_| None).collect(),
            woken: BTreeSet::new(),
            log: Vec::new(),
        }
    }

    fn start(&mut self, place: usize, plan: Plan) {
        let mut request = DispositionRequest::new()
            .ucid(format!("818900000000{}", plan.subject))
            .did("914000000001")
            .agent_id("ravi")
            .disposition("Sale")
            .comments(COMMENTS);
        if plan.pauses {
            request = request.pause("Lunch");
        }
        let options = CallOptions::new().deadline(Duration::from_millis(plan.deadline));
        let seed = Seed((1 << 64) | u128::from(plan.seed));
        let (call, output) = self
            .engine
            .start(&request, &options, seed, Millis(self.now));
        let mut track = Track {
            plan,
            call,
            step: Step::Wait { until: Millis(0) },
            began: self.now,
            latest: self.now,
            out: None,
            connect_by: 0,
            issued: BTreeSet::new(),
            abort: None,
            ends: Vec::new(),
            is_cancelled: false,
        };
        self.note(&mut track, output, false);
        self.calls[place] = Some(track);
    }

    /// One event for one call.
    fn tell(&mut self, place: usize, event: Event) {
        let mut track = self.calls[place].take().unwrap();
        let is_done = track.is_done();
        let was = (track.until(), track.step.clone());
        let answered = match &event {
            Event::Reply { seq, .. } | Event::Failed { seq, .. } => Some(*seq),
            _ => None,
        };
        let is_misuse = !is_done && answered.is_some_and(|seq| !track.issued.contains(&seq));
        // What was never asked for does not count, nor does its moment.
        if !is_misuse {
            track.latest = track.latest.max(self.now);
            self.woken.remove(&track.call.id().get());
        }
        let ends = answered.is_some() && answered == track.out;
        if !is_done && !is_misuse {
            if ends {
                let end = match &event {
                    Event::Reply { reply, .. } => reply_of(reply),
                    Event::Failed { kind, sent, .. } => failure(*kind, *sent, track.abort),
                    _ => unreachable!(),
                };
                track.ends.push(end);
                track.out = None;
                if end.letter() == Letter::Success {
                    self.budget = (self.budget + 1).min(100);
                }
            } else if let (Some(_), Some(abort)) = (track.out, track.abort) {
                // Silence until the abort is over.
                let is_over = track.latest >= was.0.unwrap();
                if is_over {
                    let end = failure(Kind::TransportFailed, true, Some(abort));
                    track.ends.push(end);
                    track.out = None;
                }
            }
        }
        let is_cancel = event == Event::Cancelled && !is_done;
        let before = is_misuse.then(|| format!("{:?}", track.call));
        let output = track.call.step(event, Millis(self.now));
        assert_eq!(output.is_err(), is_misuse, "a misuse");
        track.is_cancelled |= is_cancel;
        match output {
            Err(_) => assert_eq!(
                Some(format!("{:?}", track.call)),
                before,
                "a misuse left a trace"
            ),
            Ok(output) if is_done => {
                assert_eq!(output.step, was.1, "the end repeats");
                self.woken.extend(output.wake.iter().map(|id| id.get()));
            }
            Ok(output) => self.note(&mut track, output, ends),
        }
        self.calls[place] = Some(track);
    }

    /// What a call answered.
    fn note(&mut self, track: &mut Track, output: Output, ended: bool) {
        self.log.push(format!("{} {output:?}", self.now));
        let own = track.call.id().get();
        assert!(!output.wake.iter().any(|id| id.get() == own));
        self.woken.extend(output.wake.iter().map(|id| id.get()));
        let latest = track.latest;
        match &output.step {
            Step::Send {
                seq,
                connect_by,
                until,
                limits,
                ..
            } => {
                assert_eq!(track.out, None, "one send at a time");
                assert!(track.issued.insert(*seq), "each number once");
                assert!(!track.is_cancelled);
                assert!(until.0 > latest && connect_by.0 > latest && connect_by <= until);
                assert_eq!(until.0, track.deadline());
                assert_eq!(limits.total, until.since(Millis(latest)));
                assert_eq!(limits.connect, connect_by.since(Millis(latest)));
                if track.plan.pauses {
                    assert!(latest <= track.began + 15_000, "a late pause");
                }
                if let Some(last) = track.ends.last() {
                    self.check_resend(track, *last);
                    assert!(self.budget >= 10, "a resend that nobody paid");
                    self.budget -= 10;
                }
                track.out = Some(*seq);
                track.connect_by = connect_by.0;
                track.abort = None;
            }
            Step::Abort { seq, until } => {
                assert_eq!((Some(*seq), until.0), (track.out, latest + 250));
                assert_eq!(track.abort, None, "one abort");
                // A cancel is looked at before the clock.
                track.abort = Some(match () {
                    () if track.is_cancelled => Abort::Cancel,
                    () if track.connect_by == track.deadline() => Abort::BothLimits,
                    () => Abort::Deadline,
                });
            }
            Step::Wait { until } => {
                assert!(until.0 > latest, "{until:?} at {latest}");
                if ended {
                    let wait = wait(track);
                    assert_eq!(until.0, latest + wait);
                    assert!(latest + wait + 1_000 <= track.deadline());
                }
            }
            Step::Done { result } => {
                let kind = match track.plan.deadline {
                    0 => Kind::Deadline,
                    _ => Kind::Cancelled,
                };
                check_fold(result, &track.ends, Some(kind));
                assert_eq!(track.out, None, "it ends with a send that is out");
            }
            other => panic!("{other:?}"),
        }
        track.step = output.step;
        if track.is_done() {
            let budget = format!("budget: Budget({})", self.budget);
            let printed = format!("{:?} {:?}", self.engine, track.call);
            assert!(printed.contains(&budget), "{budget}: {printed}");
            let printed = printed + &self.log.join("");
            assert!(!printed.contains(KEY) && !printed.contains(COMMENTS));
        }
    }

    fn check_resend(&self, track: &Track, last: End) {
        let may = match last {
            End::Replied(reply) => match (&REPLIES[reply], last.letter()) {
                (words, Letter::Refused) => words.retry_after.is_some(),
                (words, Letter::Unknown) => {
                    let is_unavailable = words.outcome == Outcome::Unavailable;
                    self.retry.resend_unknown && !track.plan.pauses && is_unavailable
                }
                _ => false,
            },
            End::Failed(Letter::NotSent, kind) => {
                matches!(
                    kind,
                    Kind::NameLookup | Kind::Connect | Kind::ConnectTimeout
                )
            }
            End::Failed(_, kind) => {
                self.retry.resend_unknown && !track.plan.pauses && kind != Kind::Cancelled
            }
        };
        assert!(may, "sent again after {last:?}");
        assert!(track.ends.len() < usize::from(self.retry.attempts));
        assert!(track.latest + 1_000 <= track.deadline());
    }

    /// Everybody who is not woken and not due has nothing to do but wait.
    fn check_who_waits(&mut self) {
        for track in self.calls.iter_mut().flatten() {
            let now = track.latest.max(self.now);
            let Some(until) = track.until() else { continue };
            if until > now && !self.woken.contains(&track.call.id().get()) {
                let output = track.call.poll(Millis(self.now));
                track.latest = now;
                let until = Millis(until);
                assert_eq!(output.step, Step::Wait { until }, "nobody woke it");
                self.woken.extend(output.wake.iter().map(|id| id.get()));
            }
        }
    }

    /// Gives each its timer at its moment until all have ended.
    fn finish(&mut self) {
        for place in 0..CALLS {
            for _ in 0..100 {
                let Some(track) = &self.calls[place] else {
                    break;
                };
                let Some(until) = track.until() else { break };
                self.now = track.latest.max(until);
                self.tell(place, Event::Timer);
            }
            if let Some(track) = &self.calls[place] {
                assert!(track.is_done(), "a hundred timers ended nothing");
            }
        }
    }

    fn play(&mut self, history: &History) {
        for (place, moved, what) in &history.happenings {
            let until = self.calls[*place].as_ref().and_then(Track::until);
            self.now = match *moved {
                Move::On(more) => self.now.saturating_add(more),
                Move::Near(by) => until.map_or(self.now, |until| until.saturating_add_signed(by)),
                Move::Back(less) => self.now.saturating_sub(less),
                Move::To(moment) => moment,
            };
            let Some(track) = &self.calls[*place] else {
                self.start(*place, history.plans[*place]);
                continue;
            };
            let event = match (*what, track.out) {
                (What::Drop, _) => {
                    self.calls[*place] = None;
                    continue;
                }
                (What::Cancel, _) => Event::Cancelled,
                (What::Reply(words), Some(seq)) => reply(seq, words),
                (What::Fail(kind, sent), Some(seq)) => Event::Failed { seq, kind, sent },
                (What::Stray(seq), _) => reply(seq, 0),
                _ => Event::Timer,
            };
            self.tell(*place, event);
            if history.asks {
                self.check_who_waits();
            }
        }
    }
}

fn reply(seq: u32, words: usize) -> Event {
    let words = &REPLIES[words];
    let reply = HttpReply {
        status: words.status.into(),
        body: words.body.as_bytes().to_vec(),
        retry_after: words.retry_after.map(str::to_owned),
        ..HttpReply::default()
    };
    let wall = WallMillis(0);
    Event::Reply { seq, reply, wall }
}

fn reply_of(reply: &HttpReply) -> End {
    let place = REPLIES.iter().position(|words| {
        let told = (reply.status, &*reply.body, reply.retry_after.as_deref());
        told == (
            words.status.into(),
            words.body.as_bytes(),
            words.retry_after,
        )
    });
    End::Replied(place.unwrap())
}

/// The wait before the next resend, written down a second time.
fn wait(track: &Track) -> u64 {
    let n = track.ends.len() as u64;
    let cap = 2_000.min(200 * 2u64.pow(track.ends.len() as u32 - 1));
    let mut x = track.plan.seed.wrapping_add(n);
    x = x.wrapping_add(0x9E37_79B9_7F4A_7C15);
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^= x >> 31;
    let asked = match track.ends.last() {
        Some(End::Replied(reply)) => REPLIES[*reply]
            .retry_after
            .map_or(0, |s| s.parse().unwrap()),
        _ => 0,
    };
    1_000 * asked + x % (cap + 1)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// P1 to P4, P6, P7, P9, P11 to P14, by a clock that does what it likes.
    #[test]
    fn whatever_happens_each_call_is_answered_by_the_rules(history in histories(true)) {
        let mut world = World::new(&history);
        world.play(&history);
        world.finish();
    }

    /// The same, by a clock that runs forward: then there are more resends.
    #[test]
    fn in_a_time_that_runs_forward_too(history in histories(false)) {
        let mut world = World::new(&history);
        world.play(&history);
        world.finish();
    }

    /// P10.
    #[test]
    fn the_same_history_gives_the_same_bytes(history in histories(true)) {
        let logs: Vec<_> = (0..2).map(|_| {
            let mut world = World::new(&history);
            world.play(&history);
            world.log
        }).collect();
        prop_assert_eq!(&logs[0], &logs[1]);
    }
}
