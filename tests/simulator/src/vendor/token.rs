//! `POST /ca_apis/CAToken/generateToken`.

use serde::Serialize;

use super::{Answer, Reply, Request, json_reply, spoken};
use crate::words::{Saying, Voice};
use crate::world::World;

pub(super) fn generate(world: &mut World, request: &Request) -> Answer {
    match granted(world, request) {
        Ok(token) => Answer {
            reply: printed(&token),
            changed: true,
        },
        Err(saying) => super::unchanged(spoken(Voice::Post, &saying)),
    }
}

fn granted(world: &mut World, request: &Request) -> Result<String, Saying> {
    if !request.body_is_json {
        return Err(Saying::NotJson);
    }
    let user = request.text("userName").ok_or(Saying::TokenUserMissing)?;
    let key = request.api_key.as_deref().unwrap_or_default();
    let state = match world.account(user) {
        Some(state) if state.account.api_key == key => state,
        _ => return Err(Saying::TokenRefused),
    };
    let lifetime = state.account.token_lifetime_seconds;
    state
        .tokens
        .generate(user, lifetime, request.now)
        .ok_or(Saying::LimitExceeded)
}

/// The page prints no status beside a granted token, and an empty message.
fn printed(token: &str) -> Reply {
    json_reply(Voice::Post, &Granted { token, message: "" })
}

#[derive(Serialize)]
struct Granted<'a> {
    token: &'a str,
    message: &'static str,
}
