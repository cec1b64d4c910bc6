//! `POST /ca_apis/DispositionAPIV2`: one URL for both credentials, and for setting as well as
//! listing.

use std::collections::BTreeSet;

use super::get::names;
use super::{Answer, Reply, Request, check_call, listed, spoken, told, unchanged};
use crate::disposition::{Disposition, is_true};
use crate::endpoint::Endpoint;
use crate::scenario::Authentication;
use crate::tokens::Standing;
use crate::words::{Saying, Voice};
use crate::world::{Again, Filed, World};

/// The action tells.
pub(super) fn endpoint(request: &Request) -> Endpoint {
    if asks_for(request, "get") {
        Endpoint::List
    } else {
        Endpoint::Disposition
    }
}

fn asks_for(request: &Request, action: &str) -> bool {
    request.raw("action").eq_ignore_ascii_case(action)
}

pub(super) fn set_or_list(world: &mut World, request: &Request) -> Answer {
    if let Err(saying) = authenticated(world, request) {
        return unchanged(spoken(Voice::Post, &saying));
    }
    if asks_for(request, "get") {
        return unchanged(list(world, request));
    }
    let result = if asks_for(request, "set") {
        set(world, request)
    } else {
        Err(Saying::InvalidAction(request.raw("action").to_owned()))
    };
    told(Voice::Post, result)
}

/// No page prints this reply: it is the GET list's, and without a campaign it names those of all
/// campaigns.
fn list(world: &World, request: &Request) -> Reply {
    let result = match request.text("campaignID") {
        Some(campaign) => names(world, campaign, request.raw("userName")).map(<[String]>::to_vec),
        None => {
            let all: BTreeSet<String> = world.campaigns.values().flatten().cloned().collect();
            Ok(all.into_iter().collect())
        }
    };
    match result {
        Ok(names) => listed(Voice::Post, &names),
        Err(saying) => spoken(Voice::Post, &saying),
    }
}

fn authenticated(world: &mut World, request: &Request) -> Result<(), Saying> {
    if !request.body_is_json {
        return Err(Saying::NotJson);
    }
    let user = request.text("userName").ok_or(Saying::UserMissing)?;
    let Some(state) = world.account(user) else {
        return Err(Saying::WrongUserOrKey);
    };
    match state.account.authentication {
        Authentication::Basic => match request.api_key.as_deref() {
            None | Some("") => Err(Saying::ApiKeyMissing),
            Some(key) if key == state.account.api_key => Ok(()),
            Some(_) => Err(Saying::WrongUserOrKey),
        },
        Authentication::Token => match bearer(request.authorization.as_deref()) {
            None | Some("") => Err(Saying::TokenMissing),
            Some(token) => match state.tokens.standing(token, request.now) {
                Standing::Valid => Ok(()),
                Standing::Expired => Err(Saying::TokenExpired),
                Standing::Invalid => Err(Saying::TokenInvalid),
            },
        },
    }
}

/// The token after the scheme; a header without the scheme `Bearer` is taken as an invalid token.
pub(super) fn bearer(header: Option<&str>) -> Option<&str> {
    let header = header?;
    match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => Some(token.trim()),
        _ if header.eq_ignore_ascii_case("bearer") => Some(""),
        _ => Some(header),
    }
}

fn set(world: &mut World, request: &Request) -> Result<Saying, Saying> {
    check_call(world, request, request.text("agentID"))?;
    let pause = request.text("pauseAfterDispose").is_some_and(is_true);
    let reason = request.text("pauseReason").filter(|_| pause);
    if reason.is_some_and(|reason| !world.allows_pause_reason(reason)) {
        return Err(Saying::InvalidPauseReason);
    }
    let disposition = Disposition::of(&request.parameters, Voice::Post, pause);
    match world.file(request.raw("ucid"), disposition, Again::Refuse, request.now) {
        Filed::Queued => Ok(Saying::Queued),
        Filed::Saved | Filed::Updated => Ok(Saying::Saved),
        Filed::Refused => Err(Saying::AlreadyDisposed),
    }
}
