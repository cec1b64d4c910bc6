//! The calls of a history, their engines and their store; and one event for one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cloudagent_disposition::engine::{
    CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, Kind, Outcome, RetryPolicy, SecretBytes,
};

use super::plan::{Credential, History, Plan};
use super::track::{Out, Track, reply_of};
use super::{CALLS, COMMENTS, KEY};
use crate::model::{End, Letter, REPLIES, failure};

pub(super) struct World {
    pub(super) credential: Credential,
    pub(super) engines: Vec<Engine>,
    pub(super) retry: RetryPolicy,
    pub(super) budgets: Vec<u8>,
    /// Whether the clock has never run back.
    pub(super) is_forward: bool,
    pub(super) now: u64,
    /// What the store holds, and which writing of it that is.
    pub(super) store: Option<(SecretBytes, u64)>,
    pub(super) writings: u64,
    pub(super) tokens: u64,
    /// Tokens that a reply showed to be good.
    pub(super) accepted: BTreeSet<String>,
    /// For each engine, when it sent for tokens that may have been granted.
    pub(super) fetches: Vec<Vec<u64>>,
    pub(super) calls: Vec<Option<Track>>,
    /// Who was to be woken, and was not yet.
    pub(super) woken: BTreeSet<(usize, u64)>,
    /// Engines of which a call was dropped: whom that wakes is said by their next output.
    pub(super) owing: BTreeSet<usize>,
    pub(super) log: Vec<String>,
}

impl World {
    pub(super) fn new(history: &History) -> Self {
        let retry = RetryPolicy::new()
            .attempts(history.attempts)
            .resend_unknown(history.resend_unknown);
        let account = match history.credential {
            Credential::Source => Account::with_token_source("acme"),
            _ => Account::with_api_key("acme", ApiKey::new(KEY)),
        };
        let api = match history.credential {
            Credential::Key => Api::PostApiKey,
            _ => Api::PostToken,
        };
        let is_shared = history.credential == Credential::Shared;
        let settings = Settings::new(account, api)
            .retry(retry)
            .budget(history.budget)
            .shares_tokens(is_shared);
        let count = if is_shared { 2 } else { 1 };
        let engines = (0..count).map(|_| Engine::new(settings.clone()).unwrap());
        Self {
            credential: history.credential,
            engines: engines.collect(),
            retry,
            budgets: vec![history.budget; count],
            is_forward: true,
            now: 1_000_000,
            store: None,
            writings: 0,
            tokens: 0,
            accepted: BTreeSet::new(),
            fetches: vec![Vec::new(); count],
            calls: (0..CALLS).map(|_| None).collect(),
            woken: BTreeSet::new(),
            owing: BTreeSet::new(),
            log: Vec::new(),
        }
    }

    pub(super) fn start(&mut self, place: usize, plan: Plan) {
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
        let seed = Seed(((1 + place as u128) << 64) | u128::from(plan.seed));
        let engine = place % self.engines.len();
        let (call, output) = self.engines[engine].start(&request, &options, seed, Millis(self.now));
        let mut track = Track {
            plan,
            call,
            step: Step::Wait { until: Millis(0) },
            began: self.now,
            latest: self.now,
            engine,
            out: None,
            connect_by: 0,
            issued: BTreeMap::new(),
            token_requests: 0,
            has_refreshed: false,
            over: 0,
            is_fetching: false,
            is_deposed: false,
            abort: None,
            ends: Vec::new(),
            is_cancelled: false,
        };
        self.note(&mut track, output, false);
        self.calls[place] = Some(track);
    }

    /// One event for one call.
    pub(super) fn tell(&mut self, place: usize, event: Event) {
        let mut track = self.calls[place].take().unwrap();
        let is_done = track.is_done();
        let was = (track.until(), track.step.clone());
        let answered = event.answers();
        let fits = answered.is_none_or(|seq| {
            matches!(
                (&event, track.issued.get(&seq)),
                (
                    Event::Reply { .. } | Event::Failed { .. },
                    Some(Out::Disposition { .. } | Out::Fetch)
                ) | (
                    Event::Failed { .. } | Event::TokenGiven { .. },
                    Some(Out::Token)
                ) | (Event::Stored { .. }, Some(Out::Store(_)))
            )
        });
        let is_misuse = !is_done && !fits;
        // What was never asked for does not count, nor does its moment.
        if !is_misuse {
            track.latest = track.latest.max(self.now);
            self.woken.remove(&(track.engine, track.call.id().get()));
        }
        let out = track.out.clone().filter(|(seq, _)| Some(*seq) == answered);
        let mut ended = false;
        if !is_done && !is_misuse {
            let is_over = track.abort.is_some() && track.latest >= was.0.unwrap();
            match (&out, track.out.clone()) {
                (Some((_, Out::Disposition { token })), _) => {
                    ended = true;
                    let end = match &event {
                        Event::Reply { reply, .. } => reply_of(reply),
                        Event::Failed { kind, sent, .. } => failure(*kind, *sent, track.abort),
                        _ => unreachable!(),
                    };
                    self.attempted(&mut track, end, token.clone());
                }
                (Some((_, Out::Fetch)), _) => {
                    let is_unsent = match &event {
                        Event::Failed { kind, sent, .. } => {
                            failure(*kind, *sent, None).letter() == Letter::NotSent
                        }
                        _ => false,
                    };
                    track.is_fetching = is_unsent;
                    if is_unsent {
                        self.fetches[track.engine].pop();
                    }
                }
                (None, Some((_, Out::Disposition { token }))) if is_over => {
                    let end = failure(Kind::TransportFailed, true, track.abort);
                    self.attempted(&mut track, end, token);
                }
                _ => {}
            }
            if out.is_some() || is_over {
                track.out = None;
            }
        }
        let is_cancel = event == Event::Cancelled && !is_done;
        track.is_cancelled |= is_cancel;
        let before = is_misuse.then(|| format!("{:?}", track.call));
        let output = track.call.step(event, Millis(self.now));
        assert_eq!(output.is_err(), is_misuse, "a misuse");
        match output {
            Err(_) => assert_eq!(
                Some(format!("{:?}", track.call)),
                before,
                "a misuse left a trace"
            ),
            Ok(output) if is_done => {
                assert_eq!(output.step, was.1, "the end repeats");
                self.wake(track.engine, &output);
            }
            Ok(output) => self.note(&mut track, output, ended),
        }
        self.calls[place] = Some(track);
    }

    /// An attempt at the disposition has ended.
    fn attempted(&mut self, track: &mut Track, end: End, token: Option<String>) {
        track.ends.push(end);
        if end.letter() == Letter::Success {
            let budget = &mut self.budgets[track.engine];
            *budget = (*budget + 1).min(100);
        }
        let (Some(token), End::Replied(reply)) = (token, end) else {
            return;
        };
        let is_good = matches!(
            REPLIES[reply].outcome,
            Outcome::Queued | Outcome::InvalidAgent
        );
        if is_good {
            self.accepted.insert(token);
        }
    }

    pub(super) fn wake(&mut self, engine: usize, output: &Output) {
        let woken = output.wake.iter().map(|id| (engine, id.get()));
        self.woken.extend(woken);
        self.owing.remove(&engine);
    }
}
