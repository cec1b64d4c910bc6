//! What a call may answer, by the rules, and what it is answered.

use std::cmp::Reverse;

use cloudagent_disposition::engine::{Event, Output, Step};
use cloudagent_disposition::{HttpReply, Kind, StoreAnswer};

use super::play::{Asked, Due, Play};
use crate::worlds::Fate;

/// Stands in each token.
const TOKEN: &str = "zqTokenqz";

const EXPIRED: &str = r#"{"message": "token expired", "status": "Error"}"#;
const QUEUED: &str = r#"{"details": "queued successfully", "status": "Success"}"#;

impl Play {
    pub(super) fn note(&mut self, now: u64, place: usize, output: Output) {
        let (plan, clock) = (self.world.calls[place], self.clock(place, now));
        let (delay, choice) = self.choose();
        let printed = format!("{output:?}");
        assert!(!printed.contains(TOKEN), "{printed}");
        // Others may never be told: that costs time, not the rules.
        let is_told = self.world.is_healthy || choice % 3 > 0;
        let woken = output.wake.iter().filter(|_| is_told);
        let woken: Vec<_> = woken.map(|call| call.get()).collect();
        let mut asks = |asked, seq| {
            // What hangs is answered after every deadline.
            let delay = if choice == 9 && !self.world.is_healthy {
                90_000
            } else {
                delay
            };
            let slower = match asked {
                Asked::Token => self.world.token_takes,
                _ => 0,
            };
            let delay = delay + slower;
            let executed = Reverse((now + delay / 2, Due::Executed(place, seq)));
            let answered = Reverse((now + delay, Due::Answered(place, seq)));
            self.queue.extend([executed, answered]);
            let running = self.running.get_mut(&place).unwrap();
            running.asked.insert(seq, asked);
        };
        match &output.step {
            Step::Store { seq, operation, .. } => {
                asks(Asked::Store(operation.clone(), None), *seq);
            }
            Step::Send { seq, request, .. } if request.url().ends_with("/generateToken") => {
                asks(Asked::Token, *seq);
                self.fetches(now, place, *seq);
            }
            Step::Send { seq, .. } => {
                asks(Asked::Vendor, *seq);
                let running = &self.running[&place];
                let asked = running.asked.values();
                let sends = asked.filter(|asked| matches!(asked, Asked::Vendor)).count();
                // The vendor refuses tokens, and otherwise answers for good.
                assert!(sends <= 2, "a token is renewed twice");
            }
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
    pub(super) fn fetches(&mut self, now: u64, place: usize, seq: u32) {
        let mut others = self.running.iter();
        let other = others.find(|(_, running)| running.fetch.is_some() && !running.is_deposed);
        assert!(other.is_none(), "another fetch is out at {now}");
        let running = self.running.get_mut(&place).unwrap();
        (running.fetch, running.is_deposed) = (Some(seq), false);
    }

    pub(super) fn answer(&mut self, now: u64, place: usize, seq: u32) -> Event {
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
