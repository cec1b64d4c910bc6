//! Look-ups of one engine, run through random histories: how far apart they go out is written down
//! here a second time, and none of them ends otherwise than with settlements.

use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, Delivery, DispositionRequest, Effect, Finding, HttpReply, Kind, Outcome,
    Settlement,
};
use proptest::prelude::*;

const WALL: WallMillis = WallMillis(1_796_020_000_000);
const APART: u64 = 31_000;
const ABORTING: u64 = 250;
const RECORD: &str = r#"{"details":[{"UCID":"8189000000001","Disposition":"Sale"}]}"#;

#[derive(Debug, Clone, Copy)]
enum What {
    /// A look-up of so many requests; none: of one call.
    Start(Option<usize>, u64),
    /// To the call that was begun so many before the last one.
    Timer(usize),
    Cancelled(usize),
    Failed(usize, Kind, bool),
    Replied(usize),
    /// Asked too often, and so many seconds to wait.
    Limited(usize, Option<u16>),
}

fn whats() -> impl Strategy<Value = What> {
    let which = || 0usize..4;
    let count = prop_oneof![3 => Just(None), 1 => (0usize..4).prop_map(Some)];
    let kinds = prop::sample::select(Kind::ALL);
    prop_oneof![
        4 => (count, 0u64..60_000).prop_map(|(count, deadline)| What::Start(count, deadline)),
        4 => which().prop_map(What::Timer),
        1 => which().prop_map(What::Cancelled),
        3 => (which(), kinds, any::<bool>()).prop_map(|(it, kind, sent)| What::Failed(it, kind, sent)),
        1 => which().prop_map(What::Replied),
        1 => (which(), prop::option::of(0u16..200)).prop_map(|(it, wait)| What::Limited(it, wait)),
    ]
}

fn histories() -> impl Strategy<Value = Vec<(u64, What)>> {
    let passes = prop_oneof![3 => 0u64..500, 1 => 0u64..40_000];
    prop::collection::vec((passes, whats()), 1..40)
}

/// What is known of a call.
struct Running {
    call: Call,
    requests: usize,
    over_by: u64,
    /// The send that is out.
    out: Option<u32>,
    was_sent: bool,
    is_cancelled: bool,
    until: Option<u64>,
    is_over: bool,
}

/// From when on the next look-up may go, and by whose send.
type Blocked = Option<(usize, u64)>;

struct Stage {
    engine: Engine,
    now: u64,
    calls: Vec<Running>,
    blocked: Blocked,
}

impl Stage {
    fn new() -> Self {
        let account = Account::with_api_key("acme", ApiKey::new("KK-zqMarkerqz"));
        Self {
            engine: Engine::new(Settings::new(account, Api::GetV2)).unwrap(),
            now: 1,
            calls: Vec::new(),
            blocked: None,
        }
    }

    /// The place of the call that was begun so many before the last one.
    fn place(&self, back: usize) -> Option<usize> {
        self.calls.len().checked_sub(back + 1)
    }

    fn start(&mut self, count: Option<usize>, deadline: u64) {
        let request = DispositionRequest::new()
            .ucid("8189000000001")
            .disposition("Sale");
        let options = CallOptions::new().deadline(Duration::from_millis(deadline));
        let (now, day) = (Millis(self.now), "2026-11-30");
        let seed = Seed(self.calls.len() as u128);
        let requests = vec![request.clone(); count.unwrap_or(1)];
        let (engine, none) = (&self.engine, None);
        let begun = match count {
            None => engine.start_look_up(&request, day, &options, seed, now, WALL),
            Some(_) => {
                engine.start_look_up_all(&requests, day, none, none, &options, seed, now, WALL)
            }
        };
        let (call, output) = begun.unwrap();
        self.calls.push(Running {
            call,
            requests: requests.len(),
            over_by: self.now + deadline + ABORTING,
            out: None,
            was_sent: false,
            is_cancelled: false,
            until: None,
            is_over: false,
        });
        self.told(self.calls.len() - 1, output.step);
    }

    fn give(&mut self, place: usize, event: Event) {
        self.calls[place].is_cancelled |= event == Event::Cancelled;
        let answers = event.answers();
        let step = self.calls[place].call.step(event, Millis(self.now));
        if answers.is_some() {
            self.calls[place].out = None;
        }
        self.told(place, step.unwrap().step);
    }

    /// A step: what must hold of it.
    fn told(&mut self, place: usize, step: Step) {
        let running = &mut self.calls[place];
        match step {
            Step::Send {
                seq,
                request,
                until,
                ..
            } => {
                assert!(request.body_with_get() && running.out.is_none());
                assert!(!running.is_cancelled, "nothing is sent after a cancel");
                let may_go = self.blocked.is_none_or(|(_, from)| self.now >= from);
                assert!(may_go, "{:?} at {}", self.blocked, self.now);
                self.blocked = Some((place, self.now + APART));
                (running.out, running.was_sent) = (Some(seq), true);
                running.until = Some(until.0);
            }
            Step::Abort { until, .. } | Step::Wait { until } => {
                assert!(until.0 > self.now);
                running.until = Some(until.0);
            }
            Step::Settled { settlements } => {
                assert_eq!(settlements.len(), running.requests);
                // The end repeats.
                if std::mem::replace(&mut running.is_over, true) {
                    return;
                }
                (running.until, running.out) = (None, None);
                let was_sent = running.was_sent;
                for settlement in &settlements {
                    self.settled(settlement, was_sent);
                }
            }
            other => panic!("no step of a look-up: {other:?}"),
        }
    }

    fn settled(&self, settlement: &Settlement, was_sent: bool) {
        assert!(!settlement.may_resend);
        let found = settlement.lookup.is_none();
        assert_eq!(found, settlement.effect == Effect::Applied);
        let Some(lookup) = &settlement.lookup else {
            return;
        };
        assert_eq!(settlement.finding, Finding::NoAnswer);
        assert_ne!(lookup.outcome.is_some(), lookup.kind.is_some());
        if !was_sent && lookup.outcome == Some(Outcome::RateLimited) {
            let (_, from) = self.blocked.expect("another look-up is why");
            let left = (from - self.now).div_ceil(1_000);
            assert_eq!(settlement.look_again_seconds.map(u64::from), Some(left));
        }
    }

    fn happens(&mut self, what: What) {
        let (What::Timer(back)
        | What::Cancelled(back)
        | What::Failed(back, ..)
        | What::Replied(back)
        | What::Limited(back, _)) = what
        else {
            let What::Start(count, deadline) = what else {
                return;
            };
            return self.start(count, deadline);
        };
        let Some(place) = self.place(back) else {
            return;
        };
        let out = self.calls[place].out;
        let reply = |status, body: &str, wait: Option<u16>| HttpReply {
            status,
            body: body.into(),
            retry_after: wait.map(|seconds| seconds.to_string()),
            ..HttpReply::default()
        };
        let event = match (what, out) {
            (What::Cancelled(_), _) => Event::Cancelled,
            (What::Failed(_, kind, sent), Some(seq)) => {
                let left = kind.delivery() != Delivery::NotSent || !kind.is_reported();
                let left = left && (kind != Kind::Cancelled || sent);
                self.blocked.take_if(|(by, _)| *by == place && !left);
                Event::Failed { seq, kind, sent }
            }
            (What::Replied(_), Some(seq)) => Event::Reply {
                seq,
                reply: reply(200, RECORD, None),
                wall: WALL,
            },
            (What::Limited(_, wait), Some(seq)) => {
                let asked = self.now + wait.map_or(APART, |seconds| 1_000 * u64::from(seconds));
                let anothers = self.blocked.filter(|(by, _)| *by != place);
                let from = anothers.map_or(asked, |(_, from)| from.max(asked));
                self.blocked = Some((place, from));
                Event::Reply {
                    seq,
                    reply: reply(429, "", wait),
                    wall: WALL,
                }
            }
            _ => Event::Timer,
        };
        self.give(place, event);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Two look-ups are out, and the first hears later that it was one too many: that shortens nothing
    /// of what the second was told. By chance alone the two replies hardly ever come in this order.
    #[test]
    fn a_late_reply_shortens_nothing(
        (apart, between, after) in (APART..50_000, 0u64..5_000, 0u64..5_000),
        (long, short) in (60u16..200, prop::option::of(0u16..40)),
    ) {
        let mut stage = Stage::new();
        for (passes, what) in [
            (0, What::Start(None, 60_000)),
            (apart, What::Start(None, 60_000)),
            (between, What::Limited(0, Some(long))),
            (after, What::Limited(1, short)),
            (40_000, What::Start(None, 0)),
            (0, What::Start(None, 60_000)),
        ] {
            stage.now += passes;
            stage.happens(what);
        }
    }

    #[test]
    fn they_go_out_31_seconds_apart_and_end_with_settlements(history in histories()) {
        let mut stage = Stage::new();
        for (passes, what) in history {
            stage.now += passes;
            stage.happens(what);
        }
        // Timers alone, each at its moment, end each call in its time.
        for place in 0..stage.calls.len() {
            let (begun, mut steps) = (stage.now, 0);
            while let Some(until) = stage.calls[place].until {
                stage.now = stage.now.max(until);
                stage.give(place, Event::Timer);
                steps += 1;
                prop_assert!(steps < 100);
            }
            prop_assert!(stage.now <= stage.calls[place].over_by.max(begun + ABORTING));
        }
    }
}
