//! How a look-up begins: what is asked, and by whom.

use std::sync::Arc;

use super::Engine;
use super::call::{Call, reason_not_to};
use super::fold::Reason;
use super::history::History;
use super::look_up::{Came, LookUp};
use super::moment::{Millis, WallMillis};
use super::policy::Bounds;
use super::seed::Seed;
use super::settings::{CallOptions, DEFAULT_LOOK_UP_DEADLINE};
use super::shared::Shared;
use super::state::{Material, Purpose, State};
use super::step::Output;
use crate::account::Account;
use crate::kind::Kind;
use crate::records::{Wanted, What, violations_of_all};
use crate::request::DispositionRequest;
use crate::violation::Invalid;

/// Where and when a look-up is asked for.
#[derive(Debug, Clone, Copy)]
struct Asking<'a> {
    what: What<'a>,
    day: &'a str,
    now: Millis,
    wall: WallMillis,
}

impl Engine {
    /// Begins a call that looks up what the call's records say of a disposition: those of the `day`
    /// (`YYYY-MM-DD`, [`record_day`](crate::record_day)) on which the call began. `wall` is the time
    /// by which the day is judged.
    ///
    /// It is driven as every other call is, and ends with [`Step::Settled`](super::Step::Settled),
    /// which holds one settlement. It is no send of the disposition: no error of sending comes of it.
    /// It fetches no token, takes nothing of what calls share for resends, and is sent again only
    /// where nothing left this machine. Of all its look-ups an engine lets one out in 31 s.
    ///
    /// Its [request](crate::HttpRequest) is a GET with a body, and wants a connection of its own. A
    /// host that can't send one answers with [`Kind::Unsendable`].
    ///
    /// # Errors
    ///
    /// [`Invalid`] where it can't be asked so, as for
    /// [`build_record_request`](crate::build_record_request), and where the request has no
    /// disposition.
    pub fn start_look_up(
        &self,
        request: &DispositionRequest,
        day: &str,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
        wall: WallMillis,
    ) -> Result<(Call, Output), Invalid> {
        let ucid = request.ucid.as_deref().unwrap_or_default();
        let asking = Asking {
            what: What::OneCall { ucid },
            day,
            now,
            wall,
        };
        let requests = std::slice::from_ref(request);
        Call::of_look_up(&self.shared, requests, asking, options, seed)
    }

    /// Begins a call that looks up several dispositions with one request for the records of the
    /// calls that began on a day between two times (`HH:MM:SS`), the whole day where none are given.
    /// It ends with a settlement for each request, in their order. For the rest it is as
    /// [`Engine::start_look_up`]; without requests nothing is asked.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where it can't be asked so, as for
    /// [`build_day_request`](crate::build_day_request), and where a request has no ucid or no
    /// disposition.
    #[expect(
        clippy::too_many_arguments,
        reason = "a host passes them on one by one, as its own caller gave them"
    )]
    pub fn start_look_up_all(
        &self,
        requests: &[DispositionRequest],
        day: &str,
        from: Option<&str>,
        to: Option<&str>,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
        wall: WallMillis,
    ) -> Result<(Call, Output), Invalid> {
        let asking = Asking {
            what: What::Day { from, to },
            day,
            now,
            wall,
        };
        Call::of_look_up(&self.shared, requests, asking, options, seed)
    }
}

impl Call {
    fn of_look_up(
        shared: &Arc<Shared>,
        requests: &[DispositionRequest],
        asking: Asking<'_>,
        options: &CallOptions,
        seed: Seed,
    ) -> Result<(Self, Output), Invalid> {
        let settings = &shared.settings;
        let wanted = Wanted {
            what: asking.what,
            day: asking.day,
            now: i64::try_from(asking.wall.0 / 1_000).unwrap_or(i64::MAX),
            utc_offset_minutes: settings.utc_offset_minutes,
        };
        let mut found = options.violations();
        found.extend(wanted.violations(&settings.account, false, &settings.base_url));
        found.extend(violations_of_all(requests, asking.what));
        if !found.is_empty() {
            found.sort_by_key(|violation| violation.field);
            return Err(Invalid::new(found));
        }
        let bounds = Bounds {
            began: asking.now,
            deadline: (asking.now).after(options.deadline.unwrap_or(DEFAULT_LOOK_UP_DEADLINE)),
            is_event: false,
        };
        let nothing = DispositionRequest::new();
        let history = History::new(settings, &nothing, seed);
        let mut state = State::new(history, bounds, &nothing, seed);
        let mut look_up = LookUp {
            asked: asking.what.asked(),
            requests: requests.to_vec(),
            came: None,
        };
        match in_hand(shared, asking.now) {
            Some(account) => {
                let built = wanted.assemble(&account, &settings.base_url);
                state.material = Material::Built(Arc::new(built));
            }
            None => look_up.came = Some(Came::NoToken),
        }
        // Nobody asks about nothing.
        let is_over = requests.is_empty() || look_up.came.is_some();
        state.purpose = Purpose::LookUp(look_up);
        Ok(Self::begin(shared, state, |turn| {
            match reason_not_to(shared, options, bounds) {
                Some(kind) => turn.look_up_ended(Came::Failed(kind)),
                None if is_over => turn.end(&Reason::Kind(Kind::TokenUnavailable)),
                None => turn.proceed(),
            }
        }))
    }
}

/// Who asks. The token of the host's own source is taken where it is here: a new one would end that
/// with which dispositions are set.
fn in_hand(shared: &Shared, now: Millis) -> Option<Account> {
    let account = &shared.settings.account;
    if !account.has_token_source() {
        return Some(account.clone());
    }
    let token = shared.common().tokens.in_hand(now)?;
    Some(Account::with_token(account.customer(), token))
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::*;
    use crate::account::ApiKey;
    use crate::codes::{Api, Finding};
    use crate::engine::{Settings, Step};

    /// What a look-up of this engine begins with at this moment.
    fn begun(engine: &Engine, now: u64) -> Step {
        let request = DispositionRequest::new()
            .ucid("8189000000001")
            .disposition("Sale");
        let (options, wall) = (CallOptions::new(), WallMillis(1_796_020_000_000));
        let begun =
            engine.start_look_up(&request, "2026-11-30", &options, Seed(7), Millis(now), wall);
        begun.unwrap().1.step
    }

    fn look_again(step: &Step) -> Option<u32> {
        let Step::Settled { settlements } = step else {
            return None;
        };
        assert_eq!(settlements[0].finding, Finding::NoAnswer);
        settlements[0].look_again_seconds
    }

    #[test]
    fn clones_have_one_pace_and_a_forked_child_goes_on_with_it() {
        let account = Account::with_api_key("acme", ApiKey::new("KK-marker"));
        let engine = Engine::new(Settings::new(account, Api::GetV2)).unwrap();
        assert!(matches!(begun(&engine, 100_000), Step::Send { .. }));
        assert_eq!(look_again(&begun(&engine.clone(), 101_000)), Some(30));
        // A child's clock begins at nothing: there the time is counted from its first look.
        let child = engine.for_child();
        assert_eq!(look_again(&begun(&child, 5)), Some(31));
        assert!(matches!(begun(&child, 31_005), Step::Send { .. }));
        assert_eq!(look_again(&begun(&engine, 130_999)), Some(1));
    }
}
