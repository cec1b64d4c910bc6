//! Several calls, of one engine or of two that share a token store, which send again and fetch tokens,
//! in a time that jumps: whatever happens to them, in whatever order, each is answered by the rules.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Output, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, Api, ApiKey, DispositionRequest, HttpReply, HttpRequest, Kind, Outcome, RetryPolicy,
    SecretBytes, StoreAnswer, StoreOperation, Token,
};
use proptest::prelude::*;

use crate::model::{Abort, End, Letter, REPLIES, check_fold, failure};

const KEY: &str = "KK-zqMarkerqz";
const COMMENTS: &str = "zqRemarkqz";

/// Stands in each token.
const TOKEN: &str = "zqTokenqz";

/// How many calls a history may have.
const CALLS: usize = 4;

/// How calls come by what proves who they are.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Credential {
    Key,
    /// Tokens are fetched with the key.
    Fetched,
    /// They are, by two engines that share a store.
    Shared,
    /// They come from the host's own source.
    Source,
}

/// What is out.
#[derive(Debug, Clone)]
enum Out {
    Disposition { token: Option<String> },
    Fetch,
    Store(StoreOperation),
    Token,
}

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
    credential: Credential,
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
        2 => prop::sample::select(vec![Kind::Reset, Kind::Timeout])
            .prop_map(|kind| What::Fail(kind, true)),
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
    let credentials = prop_oneof![
        Just(Credential::Key),
        Just(Credential::Fetched),
        Just(Credential::Shared),
        Just(Credential::Source),
    ];
    (
        credentials,
        1u8..=10,
        any::<bool>(),
        prop_oneof![Just(100u8), 0u8..=40],
        prop::collection::vec(plans(), CALLS),
        prop::collection::vec((0..CALLS, moves(is_hostile), whats()), 0..60),
        any::<bool>(),
    )
        .prop_map(
            |(credential, attempts, resend_unknown, budget, plans, happenings, asks)| History {
                credential,
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
    engine: usize,
    out: Option<(u32, Out)>,
    connect_by: u64,
    issued: BTreeMap<u32, Out>,
    /// The sends to the token service.
    token_requests: u32,
    has_refreshed: bool,
    /// When the send that is out is over, its abort in it.
    over: u64,
    /// Whether its last send was one to the token service that did not leave.
    is_fetching: bool,
    /// Another call of the engine has taken over: this one's fetch is for itself alone.
    is_deposed: bool,
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
            Step::Send { until, .. }
            | Step::Abort { until, .. }
            | Step::Store { until, .. }
            | Step::Token { until, .. }
            | Step::Wait { until } => Some(until.0),
            _ => None,
        }
    }
}

struct World {
    credential: Credential,
    engines: Vec<Engine>,
    retry: RetryPolicy,
    budgets: Vec<u8>,
    /// Whether the clock has never run back.
    is_forward: bool,
    now: u64,
    /// What the store holds, and which writing of it that is.
    store: Option<(SecretBytes, u64)>,
    writings: u64,
    tokens: u64,
    /// Tokens that a reply showed to be good.
    accepted: BTreeSet<String>,
    /// For each engine, when it sent for tokens that may have been granted.
    fetches: Vec<Vec<u64>>,
    calls: Vec<Option<Track>>,
    /// Who was to be woken, and was not yet.
    woken: BTreeSet<(usize, u64)>,
    /// Engines of which a call was dropped: whom that wakes is said by their next output.
    owing: BTreeSet<usize>,
    log: Vec<String>,
}

impl World {
    fn new(history: &History) -> Self {
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
    fn tell(&mut self, place: usize, event: Event) {
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

    fn wake(&mut self, engine: usize, output: &Output) {
        let woken = output.wake.iter().map(|id| (engine, id.get()));
        self.woken.extend(woken);
        self.owing.remove(&engine);
    }

    /// What a call answered.
    fn note(&mut self, track: &mut Track, output: Output, ended: bool) {
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

    /// The answer to a store's step, as the store is now.
    fn carry_out(&mut self, operation: &StoreOperation, choice: usize) -> StoreAnswer {
        match (operation, choice) {
            (_, 9) => StoreAnswer::Failed,
            (StoreOperation::Get { .. }, _) => match &self.store {
                None => StoreAnswer::Nothing,
                Some((bytes, version)) => StoreAnswer::Found {
                    bytes: bytes.clone(),
                    version: version.to_string(),
                },
            },
            (StoreOperation::PutIf { .. }, 8) => StoreAnswer::Conflict,
            (StoreOperation::PutIf { version, bytes, .. }, _) => {
                let is = self.store.as_ref().map(|(_, version)| version.to_string());
                if is != *version {
                    return StoreAnswer::Conflict;
                }
                self.writings += 1;
                self.store = Some((bytes.clone(), self.writings));
                StoreAnswer::Written
            }
            (other, _) => panic!("{other:?}"),
        }
    }

    /// What answers what is out.
    fn answer(&mut self, seq: u32, out: &Out, choice: usize) -> Event {
        let wall = WallMillis(match choice {
            7 => 0,
            _ => 1_764_000_000_000 + self.now.min(1 << 40),
        });
        match out {
            Out::Disposition { .. } => reply(seq, choice),
            Out::Fetch if choice % 4 != 3 => {
                self.tokens += 1;
                let body = format!(r#"{{"token": "{TOKEN}{}"}}"#, self.tokens);
                let reply = HttpReply {
                    status: 200,
                    body: body.into_bytes(),
                    ..HttpReply::default()
                };
                Event::Reply { seq, reply, wall }
            }
            Out::Fetch => reply(seq, choice),
            Out::Store(operation) => {
                let answer = self.carry_out(operation, choice);
                Event::Stored { seq, answer, wall }
            }
            Out::Token if choice == 9 => {
                let token = Token::new("");
                Event::TokenGiven { seq, token, wall }
            }
            Out::Token => {
                self.tokens += 1;
                let token = Token::new(format!("{TOKEN}{}", self.tokens));
                Event::TokenGiven { seq, token, wall }
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

    /// Gives each its timer at its moment until all have ended.
    fn finish(&mut self) {
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

    fn play(&mut self, history: &History) {
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
}

fn is_fetch(request: &HttpRequest) -> bool {
    request.url().ends_with("generateToken")
}

/// The token that a request carries.
fn token_of(request: &HttpRequest) -> Option<String> {
    let mut headers = request.headers();
    let (_, value) = headers.find(|(name, _)| *name == "Authorization")?;
    Some(value.strip_prefix("Bearer ").unwrap().to_owned())
}

fn reply(seq: u32, words: usize) -> Event {
    let words = &REPLIES[words];
    let reply = HttpReply {
        status: words.status,
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
        told == (words.status, words.body.as_bytes(), words.retry_after)
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
