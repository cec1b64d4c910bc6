//! `engine.json`: traces of calls, each a list of `[now, event, expected step]`.

use std::collections::HashMap;
use std::time::Duration;

use cloudagent_disposition::engine::{
    Call, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
};
use cloudagent_disposition::{Account, HttpReply, Kind, RetryPolicy, Token, status_number};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::engine_driver::Driver;
use crate::engine_starts::Start;
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
    let mut driver = Driver::default();
    for (place, (now, mut event, expected)) in case.trace.into_iter().enumerate() {
        let place = format!("{}, event {place}", case.id);
        let call = event.remove("call").map(|call| call.to_string());
        let by_engine = event.remove("played_by").is_some_and(|by| by == "engine");
        assert_eq!(
            driver.gives(&call, &event),
            !by_engine,
            "{place}: played_by"
        );
        if by_engine {
            assert!(driver.misses_nothing(&call, &expected), "{place}");
        } else {
            driver.hears(&call, &expected);
        }
        stage.play(&place, call, event, Millis(now), expected);
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

impl Stage {
    /// One event, and the step that it must lead to.
    fn play(
        &mut self,
        place: &str,
        call: Option<String>,
        event: Map<String, Value>,
        now: Millis,
        expected: Value,
    ) {
        let kind = event["event"].as_str().unwrap();
        let step = if kind == "close" {
            let name = event.get("engine").and_then(Value::as_str);
            self.engine(name).close();
            return assert!(expected.is_null());
        } else if kind.starts_with("start") {
            let start = Start::read(event);
            let seed = start.seed.as_ref().unwrap_or(&self.seed);
            let seed = Seed(u128::from_str_radix(seed, 16).unwrap());
            let engine = self.engine(start.engine.as_deref());
            match start.begin(&engine, seed, now) {
                Ok((begun, output)) => {
                    let other = self.calls.insert(call.clone(), begun);
                    assert!(other.is_none(), "{place}: a call is started once");
                    Some(output.step)
                }
                Err(invalid) => return compare_invalid(place, &invalid, &expected),
            }
        } else {
            let event = serde_json::from_value(event.into()).unwrap();
            self.take(&call, event, now)
        };
        if let Some(Step::Store { seq, operation, .. }) = &step {
            self.store.asked((call, *seq), operation);
        }
        compare(place, step.as_ref(), expected);
    }

    /// The engine of this name.
    fn engine(&mut self, name: Option<&str>) -> Engine {
        let made = || Engine::new(self.settings.clone()).unwrap();
        let name = name.map(str::to_owned);
        self.engines.entry(name).or_insert_with(made).clone()
    }

    /// The step that an event leads to; `None` is a misuse.
    fn take(&mut self, call: &Option<String>, event: CaseEvent, now: Millis) -> Option<Step> {
        let event = match event {
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
        let output = self.calls[call].step(event, now).ok();
        output.map(|output| output.step)
    }
}
