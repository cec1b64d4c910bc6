//! `POST /ca_apis/CAToken/generateToken`.

use serde::Serialize;

use super::{Answer, Request, json_reply, spoken, unchanged};
use crate::words::{Saying, Voice};
use crate::world::World;

pub(super) fn generate(world: &mut World, request: &Request) -> Answer {
    match granted(world, request) {
        Ok(token) => Answer {
            reply: json_reply(Voice::Post, &Granted { token, message: "" }),
            changed: true,
        },
        Err(saying) => unchanged(spoken(Voice::Post, &saying)),
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
#[derive(Serialize)]
struct Granted {
    token: String,
    message: &'static str,
}
