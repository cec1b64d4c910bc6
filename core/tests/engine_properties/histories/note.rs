//! What a call may answer, by the rules.

use cloudagent_disposition::engine::{Millis, Output, Step};
use cloudagent_disposition::{Kind, Outcome};

use super::plan::Credential;
use super::track::{Out, Track, is_fetch, token_of, wait};
use super::world::World;
use super::{COMMENTS, KEY, TOKEN};
use crate::model::{Abort, End, Letter, REPLIES, check_fold};

impl World {
    /// What a call answered.
    pub(super) fn note(&mut self, track: &mut Track, output: Output, ended: bool) {
        self.log.push(format!("{} {output:?}", self.now));
        let own = track.call.id().get();
        assert!(!output.wake.iter().any(|id| id.get() == own));
        self.wake(track.engine, &output);
        let latest = track.latest;
        if let Step::Send { seq, .. } | Step::Store { seq, .. } | Step::Token { seq, .. } =
            &output.step
        {
            assert!(track.out.is_none(), "one step at a time");
            assert!(!track.issued.contains_key(seq), "each number once");
            assert!(!track.is_cancelled, "nothing is begun after a cancel");
            track.abort = None;
            if !matches!(&output.step, Step::Send { request, .. } if is_fetch(request)) {
                track.is_fetching = false;
            }
        }
        match &output.step {
            Step::Send {
                seq,
                request,
                connect_by,
                until,
                limits,
            } => {
                assert!(until.0 > latest && connect_by.0 > latest && connect_by <= until);
                assert_eq!(limits.total, until.since(Millis(latest)));
                assert_eq!(limits.connect, connect_by.since(Millis(latest)));
                let out = if is_fetch(request) {
                    self.fetched(track, until.0);
                    Out::Fetch
                } else {
                    assert_eq!(until.0, track.deadline());
                    if track.plan.pauses {
                        assert!(latest <= track.began + 15_000, "a late pause");
                    }
                    if let Some(last) = track.ends.last().copied() {
                        self.check_resend(track, last);
                    }
                    let token = token_of(request);
                    assert_eq!(token.is_some(), self.credential != Credential::Key);
                    Out::Disposition { token }
                };
                track.issued.insert(*seq, out.clone());
                track.out = Some((*seq, out));
                track.connect_by = connect_by.0;
            }
            Step::Store {
                seq,
                operation,
                until,
            } => {
                assert_eq!(self.credential, Credential::Shared);
                assert_eq!(until.0, track.deadline());
                let out = Out::Store(operation.clone());
                track.issued.insert(*seq, out.clone());
                track.out = Some((*seq, out));
            }
            Step::Token { seq, until, .. } => {
                assert_eq!(self.credential, Credential::Source);
                assert_eq!(until.0, track.deadline());
                track.issued.insert(*seq, Out::Token);
                track.out = Some((*seq, Out::Token));
            }
            Step::Abort { seq, until } => {
                let out = track.out.as_ref().map(|(seq, _)| *seq);
                assert_eq!((Some(*seq), until.0), (out, latest + 250));
                assert_eq!(track.abort, None, "one abort");
                track.over = until.0;
                // A cancel is looked at before the clock.
                track.abort = Some(match () {
                    () if track.is_cancelled => Abort::Cancel,
                    () if track.connect_by == track.deadline() => Abort::BothLimits,
                    () => Abort::Deadline,
                });
            }
            Step::Wait { until } => {
                assert!(until.0 > latest, "{until:?} at {latest}");
                if ended && self.credential == Credential::Key {
                    let wait = wait(track);
                    assert_eq!(until.0, latest + wait);
                    assert!(latest + wait + 1_000 <= track.deadline());
                }
            }
            Step::Done { result } => {
                let kind = match (track.plan.deadline, self.credential) {
                    (0, _) => Some(Kind::Deadline),
                    (_, Credential::Key) => Some(Kind::Cancelled),
                    _ => None,
                };
                check_fold(result, &track.ends, kind);
                let receipt = match &**result {
                    Ok(receipt) => receipt,
                    Err(error) => error.receipt(),
                };
                assert_eq!(receipt.token_requests, track.token_requests);
                if let Some((_, Out::Disposition { .. } | Out::Fetch)) = track.out {
                    panic!("it ends with a send that is out");
                }
                track.out = None;
            }
            other => panic!("{other:?}"),
        }
        track.step = output.step;
        if track.is_done() {
            let engine = &self.engines[track.engine];
            let budget = format!("budget: Budget({})", self.budgets[track.engine]);
            let printed = format!("{engine:?} {:?}", track.call);
            assert!(printed.contains(&budget), "{budget}: {printed}");
            let printed = printed + &self.log.join("");
            for secret in [KEY, COMMENTS, TOKEN] {
                assert!(!printed.contains(secret), "{printed}");
            }
        }
    }

    /// A token request was handed out.
    fn fetched(&mut self, track: &mut Track, until: u64) {
        let (engine, now) = (track.engine, track.latest);
        assert!(until <= track.deadline() && until <= now + 8_000);
        track.token_requests += 1;
        track.over = until + 250;
        // A resend is paid. A fetch that begins anew, since somebody else took over between, is not.
        let paid = format!("budget: Budget({})", self.budgets[engine].wrapping_sub(10));
        if track.is_fetching && format!("{:?}", self.engines[engine]).contains(&paid) {
            self.budgets[engine] -= 10;
        }
        let fetches = &mut self.fetches[engine];
        fetches.push(now);
        if self.is_forward {
            let recent = fetches.iter().filter(|at| now - **at < 3_600_000).count();
            assert!(recent <= 10, "the eleventh fetch in an hour");
            let others = self.calls.iter_mut().flatten();
            for other in others.filter(|other| other.engine == engine && !other.is_deposed) {
                if let Some((_, Out::Fetch)) = other.out {
                    assert!(other.over + 250 <= now, "two fetches at a time");
                    // Whatever it still does, its fetch is no longer the engine's.
                    other.is_deposed = true;
                }
            }
            track.is_deposed = false;
        }
    }

    fn check_resend(&mut self, track: &mut Track, last: End) {
        let mut sends = track.issued.values().rev();
        let token = sends.find_map(|out| match out {
            Out::Disposition { token } => Some(token.clone()),
            _ => None,
        });
        let token = token.flatten();
        let is_refused = match last {
            End::Replied(reply) => match REPLIES[reply].outcome {
                Outcome::TokenExpired => token.is_some(),
                Outcome::AuthenticationFailed => {
                    token.is_some_and(|token| self.accepted.contains(&token))
                }
                _ => false,
            },
            End::Failed(..) => false,
        };
        if is_refused {
            assert!(!track.has_refreshed, "refreshed twice");
            track.has_refreshed = true;
            return;
        }
        let may = match last {
            End::Replied(reply) => match (&REPLIES[reply], last.letter()) {
                (words, Letter::Refused) => words.retry_after.is_some(),
                (words, Letter::Unknown) => {
                    let is_unavailable = words.outcome == Outcome::Unavailable;
                    self.retry.resend_unknown && !track.plan.pauses && is_unavailable
                }
                _ => false,
            },
            End::Failed(Letter::NotSent, kind) => matches!(
                kind,
                Kind::NameLookup | Kind::Connect | Kind::ConnectTimeout
            ),
            End::Failed(_, kind) => {
                self.retry.resend_unknown && !track.plan.pauses && kind != Kind::Cancelled
            }
        };
        assert!(may, "sent again after {last:?}");
        let counted = track.ends.len() - usize::from(track.has_refreshed);
        assert!(counted < usize::from(self.retry.attempts));
        assert!(track.latest + 1_000 <= track.deadline());
        let budget = &mut self.budgets[track.engine];
        assert!(*budget >= 10, "a resend that nobody paid");
        *budget -= 10;
    }
}
