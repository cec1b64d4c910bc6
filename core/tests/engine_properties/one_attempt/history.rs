//! What may happen to one call, and how it is run through that.

use cloudagent_disposition::engine::{Call, Event, Millis, Step, WallMillis};
use cloudagent_disposition::{Error, HttpReply, Kind, Receipt};
use proptest::prelude::*;

use super::beginning::Beginning;
use crate::model::Letter;

pub(super) const QUEUED: &str = r#"{"details": "Queued", "status": "Success"}"#;
pub(super) const QUEUED_WELL: &str = r#"{"details": "queued successfully", "status": "Success"}"#;
pub(super) const REFUSED: &str = r#"{"details": "Invalid Agent", "status": "Fail"}"#;

/// Replies of each letter that a reply can have.
pub(super) const REPLIES: &[(Letter, u16, &str)] = &[
    (Letter::Success, 200, QUEUED),
    (Letter::Success, 200, QUEUED_WELL),
    (Letter::Refused, 200, REFUSED),
    (Letter::Refused, 429, ""),
    (Letter::Unknown, 502, "<html>Bad gateway</html>"),
    (Letter::Unknown, 0, ""),
];

/// One thing that happens, and how the clock moves before it.
pub(super) type Happening = (Move, What);

#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Timer,
    Cancelled,
    /// One of `REPLIES`, to the send of this number.
    Reply(u32, usize),
    Failed(u32, Kind, bool),
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Move {
    On(u64),
    /// To so long before or after the moment that the last step named.
    Near(i64),
    Back(u64),
    To(u64),
}

impl Move {
    pub(super) fn from(self, now: u64, until: u64) -> u64 {
        match self {
            Self::On(more) => now.saturating_add(more),
            Self::Near(by) => until.saturating_add_signed(by),
            Self::Back(less) => now.saturating_sub(less),
            Self::To(moment) => moment,
        }
    }
}

pub(super) fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0u64..400).prop_map(Move::On),
        4 => (-2i64..3).prop_map(Move::Near),
        1 => (0u64..100_000).prop_map(Move::On),
        1 => (0u64..100_000).prop_map(Move::Back),
        1 => prop_oneof![Just(0), Just(u64::MAX / 2), 0..u64::MAX / 2].prop_map(Move::To),
    ]
}

pub(super) fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL)
}

pub(super) fn whats() -> impl Strategy<Value = What> {
    let numbers = || prop_oneof![6 => Just(1u32), 1 => Just(0), 1 => Just(2), 1 => any::<u32>()];
    prop_oneof![
        4 => Just(What::Timer),
        2 => Just(What::Cancelled),
        1 => (numbers(), 0..REPLIES.len()).prop_map(|(seq, reply)| What::Reply(seq, reply)),
        1 => (numbers(), kinds(), any::<bool>())
            .prop_map(|(seq, kind, sent)| What::Failed(seq, kind, sent)),
    ]
}

pub(super) fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec((moves(), whats()), 0..14)
}

/// With a clock that runs forward only.
pub(super) fn forward_happenings() -> impl Strategy<Value = Vec<Happening>> {
    happenings().prop_map(|mut happenings| {
        happenings.retain(|(moved, _)| matches!(moved, Move::On(_)));
        happenings
    })
}

pub(super) fn event(what: What) -> Event {
    match what {
        What::Timer => Event::Timer,
        What::Cancelled => Event::Cancelled,
        What::Reply(seq, reply) => {
            let (_, status, body) = REPLIES[reply];
            let body = body.as_bytes().to_vec();
            let reply = HttpReply {
                status,
                body,
                ..HttpReply::default()
            };
            let wall = WallMillis(0);
            Event::Reply { seq, reply, wall }
        }
        What::Failed(seq, kind, sent) => Event::Failed { seq, kind, sent },
    }
}

pub(super) fn until(step: &Step) -> Option<u64> {
    match step {
        Step::Send { until, .. } | Step::Abort { until, .. } | Step::Wait { until } => {
            Some(until.0)
        }
        _ => None,
    }
}

/// What a call was told, when, and what it answered; `None` is a misuse.
pub(super) type Log = Vec<(u64, Option<What>, Option<Step>)>;

/// Runs a history; the log begins with the start.
pub(super) fn run(beginning: Beginning, happenings: &[Happening]) -> (Call, Log) {
    let (call, output) = beginning.start();
    let (mut now, mut last) = (beginning.at, beginning.at);
    let mut log = vec![(now, None, Some(output.step))];
    for (moved, what) in happenings {
        last = log
            .last()
            .and_then(|line| until(line.2.as_ref()?))
            .unwrap_or(last);
        now = moved.from(now, last);
        let output = call.step(event(*what), Millis(now));
        let output = output.ok();
        assert!(output.iter().all(|output| output.wake.is_empty()));
        log.push((now, Some(*what), output.map(|output| output.step)));
    }
    (call, log)
}

/// Gives a call a timer whenever it wants one, until it has ended.
pub(super) fn end(call: &Call, mut step: Step, mut now: u64) -> (Result<Receipt, Error>, u64) {
    for _ in 0..100 {
        match step {
            Step::Done { result } => return (*result, now),
            step_before => {
                now = now.max(until(&step_before).unwrap());
                step = call.poll(Millis(now)).step;
            }
        }
    }
    panic!("a hundred timers ended nothing")
}

/// The steps that tell a host to do something, and when: waits and repeated ends are none.
pub(super) fn doings(log: &Log) -> Vec<String> {
    let mut doings: Vec<String> = log
        .iter()
        .filter_map(|(_, _, step)| step.as_ref())
        .filter(|step| !matches!(step, Step::Wait { .. }))
        .map(|step| format!("{step:?}"))
        .collect();
    doings.dedup();
    doings
}

/// A history with each timer given at its moment, by a clock that does not run back.
pub(super) fn promptly(beginning: Beginning, happenings: &[Happening], extra: bool) -> Log {
    let (call, output) = beginning.start();
    let mut now = beginning.at;
    let mut log = vec![(now, None, Some(output.step))];
    for (moved, what) in happenings {
        let then = moved.from(now, now);
        while let Some(due) = log.last().and_then(|line| until(line.2.as_ref()?)) {
            if due > then {
                break;
            }
            log.push((due, Some(What::Timer), Some(call.poll(Millis(due)).step)));
            assert!(log.len() < 1_000, "it asks for one Timer after another");
        }
        if extra {
            let between = Millis(now + (then - now) / 2);
            let step = call.poll(between.max(Millis(log.last().unwrap().0))).step;
            log.push((then, Some(What::Timer), Some(step)));
        }
        now = then;
        // A misuse leaves no step behind that names a moment.
        if let Ok(output) = call.step(event(*what), Millis(now)) {
            log.push((now, Some(*what), Some(output.step)));
        }
    }
    log
}
