//! The control endpoints under `/_sim/`, all JSON.

use std::io;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;
use tokio::sync::oneshot;

use crate::endpoint::Endpoint;
use crate::hub::{Gate, Hub};
use crate::injection::Injection;
use crate::journal::Received;
use crate::reports::callback::Callback;
use crate::scenario::Scenario;
use crate::script::ScriptedReply;
use crate::vendor::Reply;
use crate::world::CallState;

const PREFIX: &str = "/_sim/";

/// Whether a request to the data address is for the simulator itself.
pub(crate) fn is_for(target: &str) -> bool {
    target.starts_with(PREFIX)
}

/// Does what a control request asks for.
pub(crate) async fn answer(hub: &Hub, received: &Received) -> Reply {
    if let Some(status) = received.refused {
        return json_reply(status, &json!({"error": "HTTP cannot carry this request"}));
    }
    let result = match (
        received.method.as_str(),
        received.target.strip_prefix(PREFIX),
    ) {
        ("GET", Some("state")) => Ok(ok(hub.memory().world.state())),
        ("GET", Some("journal")) => Ok(journal(hub)),
        ("POST", Some("callback")) => callback(hub, &received.body).await,
        ("POST", Some("dispose")) => dispose(hub, &received.body),
        ("POST", Some("end-call")) => end_call(hub, &received.body),
        ("POST", Some("clock")) => clock(hub, &received.body),
        ("POST", Some("expire-tokens")) => expire_tokens(hub, &received.body),
        ("POST", Some("script")) => script(hub, &received.body),
        ("POST", Some("fault")) => fault(hub, &received.body).await,
        ("POST", Some("reset")) => reset(hub, &received.body).await,
        ("POST", Some("scenario")) => scenario(hub, &received.body).await,
        _ => Err((404, ENDPOINTS.to_owned())),
    };
    result.unwrap_or_else(|(status, sentence)| json_reply(status, &json!({"error": sentence})))
}

const ENDPOINTS: &str = "no such endpoint: there are GET state, journal and POST callback, \
    clock, dispose, end-call, expire-tokens, fault, reset, scenario, script, all under /_sim/";

/// The status and the sentence of a request that is refused.
type Refusal = (u16, String);

fn journal(hub: &Hub) -> Reply {
    let memory = hub.memory();
    let (requests, trap) = (&memory.journal, &memory.trap);
    ok(&json!({"requests": requests, "trap_visits": trap.len(), "trap": trap}))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EndCall {
    ucid: String,
}

fn end_call(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let EndCall { ucid } = parsed(body)?;
    told(&ucid, hub.memory().end_call(&ucid))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dispose {
    ucid: String,
    disposition: String,
    #[serde(default)]
    comments: String,
}

fn dispose(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let Dispose {
        ucid,
        disposition,
        comments,
    } = parsed(body)?;
    let call = hub.memory().dispose(&ucid, &disposition, &comments);
    told(&ucid, call)
}

/// Answers what the test's server answered.
async fn callback(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let callback: Callback = parsed(body)?;
    let planned = hub.memory().callback(&callback);
    let (target, content_type, body) = planned.map_err(|error| (400, error))?;
    // It may ask the simulator while it answers, which has one thread.
    let pushed = tokio::task::spawn_blocking(move || target.post(content_type, &body));
    let pushed = pushed.await.unwrap_or_else(|error| Err(error.into()));
    let pushed = pushed.map_err(|error| (502, format!("the server at the url: {error}")))?;
    Ok(ok(&pushed))
}

/// What a call became.
fn told(ucid: &str, call: Option<CallState>) -> Result<Reply, Refusal> {
    match call {
        Some(call) => Ok(ok(&call)),
        None => {
            let sentence = format!("the scenario has no call with the ucid {ucid:?}");
            Err((404, sentence))
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Nothing {}

fn expire_tokens(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    nothing(body)?;
    hub.memory().world.expire_tokens();
    Ok(done())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MoveClock {
    move_seconds: i64,
}

/// Answers what time it is then.
fn clock(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let MoveClock { move_seconds } = parsed(body)?;
    let mut memory = hub.memory();
    memory.clock.move_by(move_seconds);
    Ok(ok(&json!({"now": memory.clock.now()})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    endpoint: Option<Endpoint>,
    replies: Vec<ScriptedReply>,
}

fn script(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let Script { endpoint, replies } = parsed(body)?;
    hub.script(endpoint, replies);
    Ok(done())
}

async fn fault(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let injection: Injection = parsed(body)?;
    let gate = hub.inject(injection);
    through(hub, gate).await
}

async fn reset(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    nothing(body)?;
    hub.restart(None);
    through(hub, Gate::Open).await
}

async fn scenario(hub: &Hub, body: &[u8]) -> Result<Reply, Refusal> {
    let scenario = Scenario::from_json(body).map_err(|error| (400, error.to_string()))?;
    hub.restart(Some(scenario));
    through(hub, Gate::Open).await
}

/// Answers once the gate is in place. On the data address a change of the gate ends the asking
/// connection too.
async fn through(hub: &Hub, gate: Gate) -> Result<Reply, Refusal> {
    let (done_sender, in_place) = oneshot::channel::<io::Result<()>>();
    hub.set_gate(gate, move |result| {
        // Nobody waits any more when the asking connection is gone.
        let _ = done_sender.send(result);
    });
    match in_place.await {
        Ok(Ok(())) => Ok(done()),
        Ok(Err(error)) => Err((500, error.to_string())),
        Err(_) => Err((500, "the simulator has stopped".to_owned())),
    }
}

fn parsed<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| (400, error.to_string()))
}

fn nothing(body: &[u8]) -> Result<(), Refusal> {
    if body.trim_ascii().is_empty() {
        Ok(())
    } else {
        parsed::<Nothing>(body).map(|_| ())
    }
}

fn done() -> Reply {
    ok(&json!({"ok": true}))
}

fn ok(value: &impl Serialize) -> Reply {
    json_reply(200, value)
}

fn json_reply(status: u16, value: &impl Serialize) -> Reply {
    match serde_json::to_vec(value) {
        Ok(body) => Reply::new(status, "application/json", body),
        Err(error) => Reply::new(500, "text/plain", error.to_string()),
    }
}
