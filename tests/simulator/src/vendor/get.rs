//! The GET APIs: setting a disposition (V2, V3) and listing a campaign's dispositions.

use super::{Answer, Request, check_call, listed, spoken, told, unchanged};
use crate::disposition::{Disposition, is_true};
use crate::words::{Saying, Voice};
use crate::world::{Again, Filed, World};

/// `DispositionAPIV2.php`. One page spells the agent `agentId`, another `agentID`.
pub(super) fn set_v2(world: &mut World, request: &Request) -> Answer {
    let agent = request.text("agentId").or_else(|| request.text("agentID"));
    // The page calls `true` the default: a client that leaves the flag out pauses the agent.
    let pause = request.text("pauseAfterDispose").is_none_or(is_true);
    let result = check(world, request, agent).and_then(|()| {
        if pause && request.text("pauseReason").is_none() {
            return Err(Saying::NoPauseReason);
        }
        let disposition = Disposition::of(&request.parameters, Voice::GetV2, pause);
        // No page says what a second one does. Here it overwrites and is told as the first one was.
        Ok(
            match world.file(
                request.raw("ucid"),
                disposition,
                Again::Overwrite,
                request.now,
            ) {
                Filed::Queued => Saying::Queued,
                Filed::Saved | Filed::Updated | Filed::Refused => Saying::Saved,
            },
        )
    });
    told(Voice::GetV2, result)
}

/// `DispositionAPIV3.php`, which overwrites, and has no reason for a pause.
pub(super) fn set_v3(world: &mut World, request: &Request) -> Answer {
    let result = check(world, request, request.text("agentID")).map(|()| {
        let pause = request.text("pauseAfterDispose").is_some_and(is_true);
        let disposition = Disposition::of(&request.parameters, Voice::GetV3, pause);
        match world.file(
            request.raw("ucid"),
            disposition,
            Again::Overwrite,
            request.now,
        ) {
            Filed::Queued => Saying::Queued,
            Filed::Updated => Saying::Updated,
            Filed::Saved | Filed::Refused => Saying::Saved,
        }
    });
    told(Voice::GetV3, result)
}

/// `DispositionAPI.php`.
pub(super) fn list(world: &mut World, request: &Request) -> Answer {
    let campaign = request.raw("campaignID");
    let result = authenticated(world, request)
        .and_then(|()| expect_action(request, "get"))
        .and_then(|()| names(world, campaign, request.raw("customer")));
    unchanged(match result {
        Ok(names) => listed(Voice::GetV2, names),
        Err(saying) => spoken(Voice::GetV2, &saying),
    })
}

/// A campaign's dispositions; one without any is told like an unknown one.
pub(super) fn names<'a>(
    world: &'a World,
    campaign: &str,
    user: &str,
) -> Result<&'a [String], Saying> {
    match world.campaigns.get(campaign) {
        Some(names) if !names.is_empty() => Ok(names),
        _ => Err(Saying::NoDispositions {
            campaign: campaign.to_owned(),
            user: user.to_owned(),
        }),
    }
}

fn check(world: &mut World, request: &Request, agent: Option<&str>) -> Result<(), Saying> {
    authenticated(world, request)?;
    expect_action(request, "set")?;
    check_call(world, request, agent)
}

fn authenticated(world: &mut World, request: &Request) -> Result<(), Saying> {
    let key = request.raw("apiKey");
    match world.account(request.raw("customer")) {
        Some(state) if state.account.api_key == key => Ok(()),
        _ => Err(Saying::AuthenticationFails),
    }
}

/// `Set` on one page, `set` on another: the case does not count.
fn expect_action(request: &Request, expected: &str) -> Result<(), Saying> {
    let action = request.raw("action");
    if action.eq_ignore_ascii_case(expected) {
        Ok(())
    } else {
        Err(Saying::InvalidAction(action.to_owned()))
    }
}
