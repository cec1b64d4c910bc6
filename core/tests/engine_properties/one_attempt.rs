//! One call that sends once. It is run through a history of random events, and what must become of
//! it is written down here a second time, to the millisecond.

use std::mem::discriminant;
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, CancelToken, Engine, Event, Millis, Output, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Advice, Api, ApiKey, Attempt, Delivery, DispositionRequest, Effect, Error, ErrorClass,
    HttpReply, Kind, Receipt, RetryPolicy,
};
use proptest::prelude::*;

use crate::model::{Letter, letter};

/// The credential, and the comment: no printed form of an engine's shows either.
const KEY: &str = "KK-zqMarkerqz";
const COMMENTS: &str = "zqRemarkqz";

/// How long an abort may take.
const ABORTING: u64 = 250;

const QUEUED: &str = r#"{"details": "Queued", "status": "Success"}"#;
const QUEUED_WELL: &str = r#"{"details": "queued successfully", "status": "Success"}"#;
const REFUSED: &str = r#"{"details": "Invalid Agent", "status": "Fail"}"#;

/// Replies of each letter that a reply can have.
const REPLIES: &[(Letter, u16, &str)] = &[
    (Letter::Success, 200, QUEUED),
    (Letter::Success, 200, QUEUED_WELL),
    (Letter::Refused, 200, REFUSED),
    (Letter::Refused, 429, ""),
    (Letter::Unknown, 502, "<html>Bad gateway</html>"),
    (Letter::Unknown, 0, ""),
];

/// One thing that happens, and how the clock moves before it.
type Happening = (Move, What);

#[derive(Debug, Clone, Copy)]
enum What {
    Timer,
    Cancelled,
    /// One of `REPLIES`, to the send of this number.
    Reply(u32, usize),
    Failed(u32, Kind, bool),
}

#[derive(Debug, Clone, Copy)]
enum Move {
    On(u64),
    /// To so long before or after the moment that the last step named.
    Near(i64),
    Back(u64),
    To(u64),
}

impl Move {
    fn from(self, now: u64, until: u64) -> u64 {
        match self {
            Self::On(more) => now.saturating_add(more),
            Self::Near(by) => until.saturating_add_signed(by),
            Self::Back(less) => now.saturating_sub(less),
            Self::To(moment) => moment,
        }
    }
}

fn moves() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0u64..400).prop_map(Move::On),
        4 => (-2i64..3).prop_map(Move::Near),
        1 => (0u64..100_000).prop_map(Move::On),
        1 => (0u64..100_000).prop_map(Move::Back),
        1 => prop_oneof![Just(0), Just(u64::MAX / 2), 0..u64::MAX / 2].prop_map(Move::To),
    ]
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL)
}

fn whats() -> impl Strategy<Value = What> {
    let numbers = || prop_oneof![6 => Just(1u32), 1 => Just(0), 1 => Just(2), 1 => any::<u32>()];
    prop_oneof![
        4 => Just(What::Timer),
        2 => Just(What::Cancelled),
        1 => (numbers(), 0..REPLIES.len()).prop_map(|(seq, reply)| What::Reply(seq, reply)),
        1 => (numbers(), kinds(), any::<bool>())
            .prop_map(|(seq, kind, sent)| What::Failed(seq, kind, sent)),
    ]
}

fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec((moves(), whats()), 0..14)
}

/// With a clock that runs forward only.
fn forward_happenings() -> impl Strategy<Value = Vec<Happening>> {
    happenings().prop_map(|mut happenings| {
        happenings.retain(|(moved, _)| matches!(moved, Move::On(_)));
        happenings
    })
}

/// How a call begins.
#[derive(Debug, Clone, Copy)]
struct Beginning {
    at: u64,
    deadline: u64,
    connect_timeout: u64,
    pauses: bool,
    is_invalid: bool,
    is_closed: bool,
    is_cancelled: bool,
}

fn beginnings() -> impl Strategy<Value = Beginning> {
    let rarely = || prop::bool::weighted(0.05);
    (
        prop_oneof![Just(0), 0..1_000_000u64, Just(1 << 53), Just(u64::MAX / 2)],
        prop_oneof![8 => 1..30_000u64, 1 => Just(0), 1 => Just(86_400_000)],
        prop_oneof![Just(5_000), 1..40_000u64],
        any::<bool>(),
        (rarely(), rarely(), rarely()),
    )
        .prop_map(|(at, deadline, connect_timeout, pauses, ended)| Beginning {
            at,
            deadline,
            connect_timeout,
            pauses,
            is_invalid: ended.0,
            is_closed: ended.1,
            is_cancelled: ended.2,
        })
}

impl Beginning {
    fn start(self) -> (Call, Output) {
        let account = Account::with_api_key("acme", ApiKey::new(KEY));
        let settings = Settings::new(account, Api::PostApiKey)
            .connect_timeout(Duration::from_millis(self.connect_timeout))
            .retry(RetryPolicy::none());
        let engine = Engine::new(settings).unwrap();
        if self.is_closed {
            engine.close();
        }
        let mut request = DispositionRequest::new()
            .ucid("8189000000001")
            .did("914000000001")
            .agent_id("ravi")
            .disposition(if self.is_invalid { "" } else { "Sale" })
            .comments(COMMENTS)
            .pause_after_dispose(self.pauses);
        if self.pauses {
            request = request.pause_reason("Lunch");
        }
        let token = CancelToken::new();
        if self.is_cancelled {
            token.cancel();
        }
        let options = CallOptions::new()
            .deadline(Duration::from_millis(self.deadline))
            .cancel(token);
        engine.start(&request, &options, Seed(7), Millis(self.at))
    }
}

fn event(what: What) -> Event {
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

fn until(step: &Step) -> Option<u64> {
    match step {
        Step::Send { until, .. } | Step::Abort { until, .. } | Step::Wait { until } => {
            Some(until.0)
        }
        _ => None,
    }
}

/// What a call was told, when, and what it answered; `None` is a misuse.
type Log = Vec<(u64, Option<What>, Option<Step>)>;

/// Runs a history; the log begins with the start.
fn run(beginning: Beginning, happenings: &[Happening]) -> (Call, Log) {
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
fn end(call: &Call, mut step: Step, mut now: u64) -> (Result<Receipt, Error>, u64) {
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

/// How the send ended, by a second reading of the rules: the letter, and the kind where no reply
/// came. `None` where the history leaves it open.
fn ending(beginning: Beginning, log: &Log) -> Option<(Letter, Option<Kind>)> {
    let deadline = beginning.at + beginning.deadline;
    let mut latest = beginning.at;
    // Why the send is aborted, and until when.
    let mut abort: Option<(bool, u64)> = None;
    for (now, what, step) in &log[1..] {
        // No send has the number that a misuse names; not even its moment counts.
        if step.is_none() {
            continue;
        }
        latest = latest.max(*now);
        match (*what)? {
            What::Reply(1, reply) => return Some((REPLIES[reply].0, None)),
            What::Failed(1, kind, sent) => {
                let letter = letter(kind, sent);
                let kind = match (abort, letter) {
                    (None, _) if kind.is_reported() => kind,
                    (None, _) => Kind::TransportFailed,
                    (Some((true, _)), _) => Kind::Cancelled,
                    // Both limits end at once, and the connection's is looked at first.
                    (Some(_), _)
                        if kind == Kind::ConnectTimeout
                            && beginning.connect_timeout >= beginning.deadline =>
                    {
                        kind
                    }
                    (Some((false, _)), Letter::NotSent) => Kind::Deadline,
                    (Some((false, _)), _) => Kind::Timeout,
                };
                return Some((letter, Some(kind)));
            }
            What::Reply(..) | What::Failed(..) => {}
            What::Timer | What::Cancelled => match abort {
                None if matches!(what, Some(What::Cancelled)) => {
                    abort = Some((true, latest + ABORTING));
                }
                None if latest >= deadline => abort = Some((false, latest + ABORTING)),
                None => {}
                Some((true, over)) if latest >= over => {
                    return Some((Letter::Unknown, Some(Kind::Cancelled)));
                }
                Some((false, over)) if latest >= over => {
                    return Some((Letter::Unknown, Some(Kind::Timeout)));
                }
                Some(_) => {}
            },
        }
    }
    None
}

fn letter_of(attempt: &Attempt, receipt: &Receipt) -> Letter {
    match (attempt.delivery, receipt.effect) {
        (Delivery::NotSent, _) => Letter::NotSent,
        (Delivery::NoReply, _) | (Delivery::Replied, Effect::Unknown) => Letter::Unknown,
        (Delivery::Replied, Effect::NotApplied) => Letter::Refused,
        (Delivery::Replied, _) => Letter::Success,
    }
}

/// That the end is the fold over its attempts, by the rules' second table.
fn check_fold(beginning: Beginning, result: &Result<Receipt, Error>) {
    let receipt = result.as_ref().unwrap_or_else(|error| error.receipt());
    let error = result.as_ref().err();
    let (class, kind) = (error.map(Error::class), error.and_then(Error::kind));
    let expected = match receipt.attempts.last() {
        _ if beginning.is_invalid => (Some(ErrorClass::Invalid), None),
        None if beginning.is_closed => (Some(ErrorClass::NotSent), Some(Kind::Closed)),
        None if beginning.is_cancelled => (Some(ErrorClass::NotSent), Some(Kind::Cancelled)),
        None => (Some(ErrorClass::NotSent), Some(Kind::Deadline)),
        Some(attempt) => match letter_of(attempt, receipt) {
            Letter::Success => (None, None),
            Letter::Unknown => (
                Some(ErrorClass::Uncertain),
                Some(attempt.kind.unwrap_or(Kind::Reply)),
            ),
            Letter::Refused => (Some(ErrorClass::Refused), None),
            Letter::NotSent => (Some(ErrorClass::NotSent), attempt.kind),
        },
    };
    assert_eq!((class, kind), expected);
    let is_known = receipt.effect != Effect::Unknown;
    assert_eq!(class == Some(ErrorClass::Uncertain), !is_known);
    assert_eq!(receipt.advice == Advice::CheckFirst, !is_known);
    let may_resend = receipt.effect == Effect::NotApplied && receipt.advice == Advice::RetryLater;
    assert_eq!(receipt.may_resend, may_resend);
}

/// The steps that tell a host to do something, and when: waits and repeated ends are none.
fn doings(log: &Log) -> Vec<String> {
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
fn promptly(beginning: Beginning, happenings: &[Happening], extra: bool) -> Log {
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// P1, P2, P3, P6, P11, P12, P13.
    #[test]
    fn whatever_happens_is_answered_by_the_rules(
        beginning in beginnings(),
        happenings in happenings(),
    ) {
        let (call, log) = run(beginning, &happenings);
        let (mut latest, mut sends, mut was_cancelled) = (beginning.at, 0, false);
        let mut done: Option<&Step> = None;
        for (now, what, step) in &log {
            if step.is_some() {
                latest = latest.max(*now);
            }
            was_cancelled |= matches!(what, Some(What::Cancelled));
            if let Some(end) = done {
                prop_assert_eq!(step.as_ref(), Some(end));
                continue;
            }
            let answers_no_send =
                matches!(what, Some(What::Reply(seq, _) | What::Failed(seq, ..)) if *seq != 1);
            prop_assert_eq!(step.is_none(), answers_no_send);
            let Some(step) = step else { continue };
            if let Some(until) = until(step) {
                prop_assert!(until > latest, "{:?} at {}", step, latest);
            }
            match step {
                Step::Send { seq, connect_by, until, limits, .. } => {
                    sends += 1;
                    prop_assert_eq!(*seq, 1);
                    prop_assert!(!was_cancelled);
                    prop_assert!(connect_by.0 > latest && connect_by <= until);
                    prop_assert_eq!(limits.total, until.since(Millis(latest)));
                    prop_assert_eq!(limits.connect, connect_by.since(Millis(latest)));
                }
                Step::Abort { seq, until } => {
                    prop_assert_eq!((*seq, until.0), (1, latest + ABORTING));
                }
                Step::Done { .. } => done = Some(step),
                _ => {}
            }
        }
        prop_assert!(sends <= 1);
        let aborts = log.iter().filter(|line| matches!(line.2, Some(Step::Abort { .. })));
        prop_assert!(aborts.count() <= 1);
        let printed = format!("{call:?} {log:?}");
        prop_assert!(!printed.contains(KEY) && !printed.contains(COMMENTS));

        let open = call.poll(Millis(latest)).step;
        let (result, _) = end(&call, open, latest);
        check_fold(beginning, &result);
        let receipt = result.as_ref().unwrap_or_else(|error| error.receipt());
        prop_assert_eq!(receipt.attempts.len(), sends);
        if let (Some((letter, kind)), Some(attempt)) =
            (ending(beginning, &log), receipt.attempts.first())
        {
            prop_assert_eq!((letter_of(attempt, receipt), attempt.kind), (letter, kind));
        }
    }

    /// P1: what was never asked for leaves no trace.
    #[test]
    fn a_misuse_changes_nothing(beginning in beginnings(), happenings in happenings()) {
        let (call, log) = run(beginning, &happenings);
        let (without, output) = beginning.start();
        let mut steps = vec![output.step];
        for (now, what, step) in &log[1..] {
            if step.is_some() {
                steps.push(without.step(event(what.unwrap()), Millis(*now)).unwrap().step);
            }
        }
        let with: Vec<_> = log.into_iter().filter_map(|line| line.2).collect();
        prop_assert_eq!(with, steps);
        prop_assert_eq!(format!("{call:?}"), format!("{without:?}"));
    }

    /// P2.
    #[test]
    fn timers_alone_end_a_call_in_time(beginning in beginnings()) {
        let (call, output) = beginning.start();
        let (_, now) = end(&call, output.step, beginning.at);
        prop_assert!(now <= beginning.at + beginning.deadline + ABORTING);
    }

    /// P5.
    #[test]
    fn extra_timers_change_nothing(
        beginning in beginnings(),
        happenings in forward_happenings(),
    ) {
        let (plain, extra) =
            (promptly(beginning, &happenings, false), promptly(beginning, &happenings, true));
        prop_assert_eq!(doings(&plain), doings(&extra));
    }

    /// P5: only how long things take counts, not when they are.
    #[test]
    fn a_constant_added_to_all_times_shifts_all_moments(
        beginning in beginnings(),
        happenings in forward_happenings(),
        shift in 0u64..1_000_000_000,
    ) {
        let later = Beginning { at: beginning.at + shift, ..beginning };
        let ((_, log), (_, shifted)) = (run(beginning, &happenings), run(later, &happenings));
        for ((_, _, step), (_, _, later)) in log.iter().zip(&shifted) {
            match (step, later) {
                (Some(step), Some(later)) if until(step).is_some() => {
                    prop_assert_eq!(until(step).unwrap() + shift, until(later).unwrap());
                    prop_assert_eq!(discriminant(step), discriminant(later));
                }
                (step, later) => prop_assert_eq!(step, later),
            }
        }
    }

    /// P10.
    #[test]
    fn the_same_history_gives_the_same_bytes(
        beginning in beginnings(),
        happenings in happenings(),
    ) {
        let (first, second) = (run(beginning, &happenings), run(beginning, &happenings));
        prop_assert_eq!(format!("{first:?}"), format!("{second:?}"));
    }
}
