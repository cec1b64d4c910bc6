//! How often call records are asked for: the vendor takes two such requests a minute for the whole
//! account, reports of other programs included, so an engine lets one out in 31 s.

use super::call::CallId;
use super::hour::age;
use super::moment::Millis;

/// How far apart look-ups go out, in milliseconds.
const APART: u64 = 31_000;

/// When the last look-up went out, and what it asks the next one to wait.
#[derive(Debug, Clone, Default)]
pub(super) struct Pace {
    last: Option<Last>,
}

#[derive(Debug, Clone, Copy)]
struct Last {
    call: CallId,
    since: Millis,
    millis: u64,
}

impl Pace {
    /// Lets a call's look-up out, or says how long it is until one may go, in milliseconds.
    pub(super) fn take(&mut self, call: CallId, now: Millis) -> Result<(), u64> {
        match self.left(now) {
            0 => {
                self.last = Some(Last {
                    call,
                    since: now,
                    millis: APART,
                });
                Ok(())
            }
            left => Err(left),
        }
    }

    /// The call's look-up did not leave this machine, so it does not count.
    pub(super) fn give_back(&mut self, call: CallId) {
        self.last.take_if(|last| last.call == call);
    }

    /// The server said that it was asked too often: the time begins anew, or is the server's own.
    /// How long it is, in milliseconds. What another call was told meanwhile is not made shorter.
    pub(super) fn begin_anew(&mut self, call: CallId, now: Millis, seconds: Option<u32>) -> u64 {
        let asked = seconds.map_or(APART, |seconds| u64::from(seconds) * 1_000);
        let anothers = match self.last {
            Some(last) if last.call != call => self.left(now),
            _ => 0,
        };
        let millis = asked.max(anothers);
        self.last = Some(Last {
            call,
            since: now,
            millis,
        });
        millis
    }

    fn left(&mut self, now: Millis) -> u64 {
        let last = self.last.as_mut();
        last.map_or(0, |last| {
            last.millis.saturating_sub(age(&mut last.since, now))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: CallId = CallId(1);
    const OTHER: CallId = CallId(2);

    #[test]
    fn what_did_not_leave_counts_only_against_its_own_call() {
        let mut pace = Pace::default();
        assert_eq!(pace.take(ONE, Millis(1_000)), Ok(()));
        assert_eq!(pace.take(OTHER, Millis(31_999)), Err(1));
        assert_eq!(pace.take(OTHER, Millis(32_000)), Ok(()));
        pace.give_back(ONE);
        assert_eq!(pace.take(ONE, Millis(32_000)), Err(31_000));
        pace.give_back(OTHER);
        assert_eq!(pace.take(ONE, Millis(32_000)), Ok(()));
    }

    #[test]
    fn a_server_that_was_asked_too_often_says_how_long_it_is() {
        let mut pace = Pace::default();
        assert_eq!(pace.take(ONE, Millis(0)), Ok(()));
        assert_eq!(pace.begin_anew(ONE, Millis(20_000), None), 31_000);
        assert_eq!(pace.begin_anew(ONE, Millis(20_000), Some(5)), 5_000);
        assert_eq!(pace.take(OTHER, Millis(25_000)), Ok(()));
        assert_eq!(pace.begin_anew(OTHER, Millis(25_000), Some(600)), 600_000);
        // The first call's late reply does not shorten what the second one was told.
        assert_eq!(pace.begin_anew(ONE, Millis(26_000), None), 599_000);
    }

    #[test]
    fn a_clock_that_ran_back_begins_the_time_anew_and_no_more() {
        let mut pace = Pace::default();
        assert_eq!(pace.take(ONE, Millis(1_000_000)), Ok(()));
        assert_eq!(pace.take(OTHER, Millis(10)), Err(31_000));
        assert_eq!(pace.take(OTHER, Millis(31_010)), Ok(()));
    }
}
