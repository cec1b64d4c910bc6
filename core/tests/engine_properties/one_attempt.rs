//! One call that sends once. It is run through a history of random events, and what must become of
//! it is written down here a second time, to the millisecond.

mod beginning;
mod history;
mod reading;

use std::mem::discriminant;

use cloudagent_disposition::engine::{Millis, Step};
use proptest::prelude::*;

use beginning::{Beginning, beginnings};
use history::{What, doings, end, event, forward_happenings, happenings, promptly, run, until};
use reading::{check_fold, ending, letter_of};

/// The credential, and the comment: no printed form of an engine's shows either.
const KEY: &str = "KK-zqMarkerqz";
const COMMENTS: &str = "zqRemarkqz";

/// How long an abort may take.
const ABORTING: u64 = 250;

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
