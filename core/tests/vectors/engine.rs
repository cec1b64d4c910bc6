//! `engine.json`: traces of calls, each a list of `[now, event, expected step]`.

use std::collections::HashMap;
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, CallOptions, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{
    Account, DispositionRequest, HttpReply, Invalid, Kind, RetryPolicy, Token, status_number,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::engine_steps::{compare, compare_invalid};
use crate::engine_store::{Answer, Store};
use crate::given::{account, api, base_url};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    id: String,
    #[serde(rename = "source")]
    _source: String,
    settings: Value,
    seed: String,
    /// What the engines' store holds at the beginning.
    store: Option<Value>,
    /// An event may name its call, where there is more than one, and its start the engine.
    trace: Vec<(u64, Map<String, Value>, Value)>,
}

#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
enum CaseEvent {
    Start {
        request: Value,
        deadline_ms: Option<u64>,
        engine: Option<String>,
        seed: Option<String>,
    },
    StartList {
        campaign: Option<String>,
        deadline_ms: Option<u64>,
        engine: Option<String>,
        seed: Option<String>,
    },
    StartLookUp {
        request: Value,
        day: String,
        wall: u64,
        deadline_ms: Option<u64>,
        engine: Option<String>,
        seed: Option<String>,
    },
    StartLookUpAll {
        requests: Vec<Value>,
        day: String,
        from: Option<String>,
        to: Option<String>,
        wall: u64,
        deadline_ms: Option<u64>,
        engine: Option<String>,
        seed: Option<String>,
    },
    /// The engine is closed.
    Close {
        engine: Option<String>,
    },
    Timer,
    Reply {
        seq: u32,
        status: i64,
        retry_after: Option<String>,
        date: Option<String>,
        body: String,
        #[serde(default)]
        wall: u64,
    },
    Failed {
        seq: u32,
        kind: Kind,
        #[serde(default = "may_have_left")]
        sent: bool,
    },
    /// The store does now what this step asked for, or answers so and does nothing.
    Stored {
        seq: u32,
        answer: Option<Answer>,
        #[serde(default)]
        wall: u64,
    },
    TokenGiven {
        seq: u32,
        token: String,
        #[serde(default)]
        wall: u64,
    },
    Cancelled,
}

fn may_have_left() -> bool {
    true
}

/// What a case is played on.
struct Stage {
    settings: Settings,
    seed: String,
    /// Each by its name if it has one: made when its first call starts.
    engines: HashMap<Option<String>, Engine>,
    calls: HashMap<Option<String>, Call>,
    store: Store,
}

pub(crate) fn run(case: Value) {
    let case: Case = serde_json::from_value(case).unwrap_or_else(|error| panic!("{error}"));
    let mut stage = Stage {
        settings: settings(&case.settings),
        seed: case.seed,
        engines: HashMap::new(),
        calls: HashMap::new(),
        store: Store::holding(case.store),
    };
    for (place, (now, mut event, expected)) in case.trace.into_iter().enumerate() {
        let call = event.remove("call").map(|call| call.to_string());
        if event["event"] == "dropped" {
            // The host has lost the call: nobody is told what to do next.
            assert!(stage.calls.remove(&call).is_some() && expected.is_null());
            continue;
        }
        let event = serde_json::from_value(event.into()).unwrap();
        if let CaseEvent::Close { engine } = event {
            stage.starting(engine, None).0.close();
            assert!(expected.is_null());
            continue;
        }
        let actual = match stage.begin_look_up(&call, &event, Millis(now)) {
            Some(Err(invalid)) => {
                compare_invalid(&case.id, &invalid, &expected);
                continue;
            }
            Some(Ok(step)) => Some(step),
            None => stage.take(call.clone(), event, Millis(now)),
        };
        if let Some(Step::Store { seq, operation, .. }) = &actual {
            stage.store.asked((call, *seq), operation);
        }
        let place = format!("{}, event {place}", case.id);
        compare(&place, actual.as_ref(), expected);
    }
}

fn settings(case: &Value) -> Settings {
    let account = match case["token_source"].as_bool() {
        Some(true) => Account::with_token_source(case["customer"].as_str().unwrap()),
        _ => account(case),
    };
    let shares_tokens = case["shares_tokens"].as_bool().unwrap_or_default();
    let mut settings = Settings::new(account, api(case))
        .base_url(base_url(case))
        .shares_tokens(shares_tokens);
    let millis = |key: &str| case[key].as_u64().map(Duration::from_millis);
    let mut retry = RetryPolicy::new();
    if let Some(attempts) = case["attempts"].as_u64() {
        retry = retry.attempts(attempts.try_into().unwrap());
    }
    retry.resend_unknown = case["resend_unknown"].as_bool().unwrap_or_default();
    settings = settings.retry(retry);
    if let Some(minutes) = case["utc_offset_minutes"].as_i64() {
        settings = settings.utc_offset_minutes(minutes.try_into().unwrap());
    }
    if let Some(budget) = case["budget"].as_u64() {
        settings = settings.budget(budget.try_into().unwrap());
    }
    if let Some(mode) = case["mode"].as_str() {
        settings = settings.mode(mode.parse().unwrap());
    }
    if let Some(deadline) = millis("deadline_ms") {
        settings = settings.deadline(deadline);
    }
    if let Some(timeout) = millis("connect_timeout_ms") {
        settings = settings.connect_timeout(timeout);
    }
    settings
}

fn options(deadline_ms: Option<u64>) -> CallOptions {
    deadline_ms.map_or(CallOptions::new(), |deadline| {
        CallOptions::new().deadline(Duration::from_millis(deadline))
    })
}

impl Stage {
    /// The engine of this name, and the seed of a call of it.
    fn starting(&mut self, engine: Option<String>, seed: Option<String>) -> (Engine, Seed) {
        let seed = seed.as_ref().unwrap_or(&self.seed);
        let seed = Seed(u128::from_str_radix(seed, 16).unwrap());
        let made = || Engine::new(self.settings.clone()).unwrap();
        let engine = self.engines.entry(engine).or_insert_with(made);
        (engine.clone(), seed)
    }

    fn started(&mut self, name: Option<String>, call: Call) {
        let other = self.calls.insert(name, call);
        assert!(other.is_none(), "a call is started once");
    }

    /// Begins a look-up, where that is the event.
    fn begin_look_up(
        &mut self,
        call: &Option<String>,
        event: &CaseEvent,
        now: Millis,
    ) -> Option<Result<Step, Invalid>> {
        let read = |request: &Value| DispositionRequest::from_json(&request.to_string()).unwrap();
        let begun = match event {
            CaseEvent::StartLookUp {
                request,
                day,
                wall,
                deadline_ms,
                engine,
                seed,
            } => {
                let (engine, seed) = self.starting(engine.clone(), seed.clone());
                let (options, wall) = (options(*deadline_ms), WallMillis(*wall));
                engine.start_look_up(&read(request), day, &options, seed, now, wall)
            }
            CaseEvent::StartLookUpAll {
                requests,
                day,
                from,
                to,
                wall,
                deadline_ms,
                engine,
                seed,
            } => {
                let (engine, seed) = self.starting(engine.clone(), seed.clone());
                let requests: Vec<_> = requests.iter().map(read).collect();
                let (from, to) = (from.as_deref(), to.as_deref());
                let (options, wall) = (options(*deadline_ms), WallMillis(*wall));
                engine.start_look_up_all(&requests, day, from, to, &options, seed, now, wall)
            }
            _ => return None,
        };
        Some(begun.map(|(begun, output)| {
            self.started(call.clone(), begun);
            output.step
        }))
    }

    /// The step that an event leads to; `None` is a misuse.
    fn take(&mut self, call: Option<String>, event: CaseEvent, now: Millis) -> Option<Step> {
        let event = match event {
            CaseEvent::Start {
                request,
                deadline_ms,
                engine,
                seed,
            } => {
                let request = DispositionRequest::from_json(&request.to_string()).unwrap();
                let (engine, seed) = self.starting(engine, seed);
                let (begun, output) = engine.start(&request, &options(deadline_ms), seed, now);
                self.started(call, begun);
                return Some(output.step);
            }
            CaseEvent::StartList {
                campaign,
                deadline_ms,
                engine,
                seed,
            } => {
                let (engine, seed) = self.starting(engine, seed);
                let begun =
                    engine.start_list(campaign.as_deref(), &options(deadline_ms), seed, now);
                let (begun, output) = begun.unwrap();
                self.started(call, begun);
                return Some(output.step);
            }
            CaseEvent::StartLookUp { .. }
            | CaseEvent::StartLookUpAll { .. }
            | CaseEvent::Close { .. } => {
                unreachable!("it was looked at before")
            }
            CaseEvent::Timer => Event::Timer,
            CaseEvent::Cancelled => Event::Cancelled,
            CaseEvent::Failed { seq, kind, sent } => Event::Failed { seq, kind, sent },
            CaseEvent::Stored { seq, answer, wall } => {
                let wall = WallMillis(wall);
                let answer = self.store.answer(&(call.clone(), seq), answer);
                Event::Stored { seq, answer, wall }
            }
            CaseEvent::TokenGiven { seq, token, wall } => {
                let (token, wall) = (Token::new(token), WallMillis(wall));
                Event::TokenGiven { seq, token, wall }
            }
            CaseEvent::Reply {
                seq,
                status,
                retry_after,
                date,
                body,
                wall,
            } => {
                let reply = HttpReply {
                    status: status_number(status),
                    retry_after,
                    date,
                    body: body.into_bytes(),
                };
                let wall = WallMillis(wall);
                Event::Reply { seq, reply, wall }
            }
        };
        let output = self.calls[&call].step(event, now).ok();
        output.map(|output| output.step)
    }
}
