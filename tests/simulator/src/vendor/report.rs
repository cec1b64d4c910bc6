//! `fetchCdrByUCID` and `fetchCDRDetails`: call records, for a GET with a JSON body.

use serde::Serialize;

use super::post::bearer;
use super::report_words::Refusal;
use super::{Answer, Reply, Request, unchanged};
use crate::civil::Civil;
use crate::reports::{Asked, Row};
use crate::scenario::Authentication;
use crate::tokens::Standing;
use crate::world::World;

/// The vendor spells one with `Cdr` and the other with `CDR`.
pub(super) const BY_UCID: &str = "/ca_reports/fetchCdrByUCID";
pub(super) const BY_DAY: &str = "/ca_reports/fetchCDRDetails";

/// How many days back there are records; of older ones the list is empty.
const DAYS_BACK: i64 = 15;

/// One leg, or all legs of one call.
pub(super) fn of_call(world: &mut World, request: &Request) -> Answer {
    let needs_ucid = true;
    told(answer(world, request, needs_ucid))
}

/// Whatever began between two times of one day.
pub(super) fn of_day(world: &mut World, request: &Request) -> Answer {
    let needs_ucid = false;
    told(answer(world, request, needs_ucid))
}

fn answer(world: &mut World, request: &Request, needs_ucid: bool) -> Result<Vec<Row>, Refusal> {
    if !request.body_is_json {
        return Err(Refusal::NotJson);
    }
    let api_key = authenticated(world, request)?;
    let now = Civil::at(request.now, world.records.settings.utc_offset_minutes);
    let asked = Asked {
        from: date(request, "fromDate")?,
        to: date(request, "toDate")?,
        id: request.text("ucid").map(str::trim),
    };
    let (day, last_day) = (asked.from.day_number(), asked.to.day_number());
    if day.max(last_day) > now.day_number() {
        return Err(Refusal::FutureDate);
    }
    if day != last_day {
        return Err(Refusal::MoreThanOneDay);
    }
    if needs_ucid && asked.id.is_none() {
        return Err(Refusal::UcidMissing);
    }
    if day < now.day_number() - DAYS_BACK {
        return Ok(Vec::new());
    }
    Ok(world.records.rows(&asked, &api_key, request.now))
}

/// The account's key. From here on the request counts.
fn authenticated(world: &mut World, request: &Request) -> Result<String, Refusal> {
    let settings = world.records.settings.clone();
    let user = request.text("userName").ok_or(Refusal::Missing)?;
    let shown = request.api_key.as_deref().filter(|key| !key.is_empty());
    let token = bearer(request.authorization.as_deref()).filter(|token| !token.is_empty());
    if shown.is_none() && (token.is_none() || !settings.take_tokens) {
        return Err(Refusal::Missing);
    }
    let state = world.account(user).ok_or(Refusal::WrongUserOrKey)?;
    match (shown, token) {
        (Some(key), _) if key != state.account.api_key => return Err(Refusal::WrongUserOrKey),
        (None, Some(token)) if state.account.authentication == Authentication::Token => {
            match state.tokens.standing(token, request.now) {
                Standing::Valid => {}
                Standing::Expired => return Err(Refusal::TokenExpired),
                Standing::Invalid => return Err(Refusal::TokenInvalid),
            }
        }
        (None, _) => return Err(Refusal::Missing),
        (Some(_), _) => {}
    }
    if !state.pace.allows(settings.per_minute, request.now) {
        return Err(Refusal::TooOften);
    }
    Ok(state.account.api_key.clone())
}

fn date(request: &Request, name: &str) -> Result<Civil, Refusal> {
    let text = request.text(name).ok_or(Refusal::DatesMissing)?;
    Civil::parse(text).ok_or(Refusal::DateMalformed)
}

/// Asking changes nothing but how often one may ask again.
fn told(result: Result<Vec<Row>, Refusal>) -> Answer {
    let json = "application/json";
    unchanged(match result {
        Ok(details) => {
            let list = List {
                details,
                message: "success",
                status: "success",
            };
            // Texts and numbers only: this cannot fail, and an empty body would show if it did.
            Reply::new(200, json, serde_json::to_vec(&list).unwrap_or_default())
        }
        Err(refusal) => Reply::new(refusal.status(), json, refusal.body()),
    })
}

#[derive(Serialize)]
struct List {
    details: Vec<Row>,
    message: &'static str,
    status: &'static str,
}
