//! The events of a trace that begin a call: on which engine, and with what.

use std::time::Duration;

use cloudagent_disposition::engine::{Call, CallOptions, Engine, Millis, Output, Seed, WallMillis};
use cloudagent_disposition::{DispositionRequest, Invalid};
use serde::Deserialize;
use serde_json::{Map, Value};

/// An event that begins a call.
pub(crate) struct Start {
    /// The engine's name, where a case has several.
    pub(crate) engine: Option<String>,
    /// Where it is not the case's.
    pub(crate) seed: Option<String>,
    options: CallOptions,
    what: What,
}

#[derive(Deserialize)]
#[serde(tag = "event", rename_all = "snake_case", deny_unknown_fields)]
enum What {
    Start {
        request: Value,
    },
    StartList {
        campaign: Option<String>,
    },
    StartLookUp {
        request: Value,
        day: String,
        wall: u64,
    },
    StartLookUpAll {
        requests: Vec<Value>,
        day: String,
        from: Option<String>,
        to: Option<String>,
        wall: u64,
    },
}

impl Start {
    pub(crate) fn read(mut event: Map<String, Value>) -> Self {
        let mut text = |key: &str| event.remove(key).map(|text| text.as_str().unwrap().into());
        let (engine, seed) = (text("engine"), text("seed"));
        let options = event.remove("deadline_ms").map(|deadline| {
            CallOptions::new().deadline(Duration::from_millis(deadline.as_u64().unwrap()))
        });
        Self {
            engine,
            seed,
            options: options.unwrap_or_default(),
            what: serde_json::from_value(event.into()).unwrap(),
        }
    }

    /// The call and what comes first, or what is wrong with a look-up.
    pub(crate) fn begin(
        &self,
        engine: &Engine,
        seed: Seed,
        now: Millis,
    ) -> Result<(Call, Output), Invalid> {
        let options = &self.options;
        match &self.what {
            What::Start { request } => Ok(engine.start(&read(request), options, seed, now)),
            What::StartList { campaign } => {
                engine.start_list(campaign.as_deref(), options, seed, now)
            }
            What::StartLookUp { request, day, wall } => {
                let wall = WallMillis(*wall);
                engine.start_look_up(&read(request), day, options, seed, now, wall)
            }
            What::StartLookUpAll {
                requests,
                day,
                from,
                to,
                wall,
            } => {
                let requests: Vec<_> = requests.iter().map(read).collect();
                let (from, to, wall) = (from.as_deref(), to.as_deref(), WallMillis(*wall));
                engine.start_look_up_all(&requests, day, from, to, options, seed, now, wall)
            }
        }
    }
}

fn read(request: &Value) -> DispositionRequest {
    DispositionRequest::from_json(&request.to_string()).unwrap()
}
