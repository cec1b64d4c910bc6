//! A history from its beginning to its end.

use cloudagent_disposition::engine::{Event, Millis, Step};

use super::CALLS;
use super::answer::reply;
use super::plan::{History, Move, What};
use super::track::{Out, Track};
use super::world::World;

impl World {
    pub(super) fn play(&mut self, history: &History) {
        for (place, moved, what) in &history.happenings {
            let until = self.calls[*place].as_ref().and_then(Track::until);
            let before = self.now;
            self.now = match *moved {
                Move::On(more) => self.now.saturating_add(more),
                Move::Near(by) => until.map_or(self.now, |until| until.saturating_add_signed(by)),
                Move::Back(less) => self.now.saturating_sub(less),
                Move::To(moment) => moment,
            };
            self.is_forward &= self.now >= before;
            let Some(track) = &self.calls[*place] else {
                self.start(*place, history.plans[*place]);
                continue;
            };
            let event = match (*what, track.out.clone()) {
                (What::Drop, _) => {
                    self.owing.insert(track.engine);
                    self.calls[*place] = None;
                    continue;
                }
                (What::Cancel, _) => Event::Cancelled,
                (What::Reply(choice), Some((seq, out))) => self.answer(seq, &out, choice),
                (What::Fail(kind, sent), Some((seq, out))) if !matches!(out, Out::Store(_)) => {
                    Event::Failed { seq, kind, sent }
                }
                (What::Stray(seq), _) => reply(seq, 0),
                _ => Event::Timer,
            };
            self.tell(*place, event);
            if history.asks {
                self.check_who_waits();
            }
        }
    }

    /// Gives each its timer at its moment until all have ended.
    pub(super) fn finish(&mut self) {
        for place in 0..CALLS {
            for _ in 0..100 {
                let Some(track) = &self.calls[place] else {
                    break;
                };
                let Some(until) = track.until() else { break };
                self.now = self.now.max(track.latest).max(until);
                self.tell(place, Event::Timer);
            }
            if let Some(track) = &self.calls[place] {
                assert!(track.is_done(), "a hundred timers ended nothing");
            }
        }
    }

    /// Everybody who is not woken and not due has nothing to do but wait.
    fn check_who_waits(&mut self) {
        for track in self.calls.iter_mut().flatten() {
            let now = track.latest.max(self.now);
            let Some(until) = track.until() else { continue };
            if self.owing.contains(&track.engine) {
                continue;
            }
            if until > now && !self.woken.contains(&(track.engine, track.call.id().get())) {
                let output = track.call.poll(Millis(self.now));
                track.latest = now;
                let until = Millis(until);
                assert_eq!(output.step, Step::Wait { until }, "nobody woke it");
                let woken = output.wake.iter().map(|id| (track.engine, id.get()));
                self.woken.extend(woken);
            }
        }
    }
}
