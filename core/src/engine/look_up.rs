//! A call that looks up what records say of dispositions. It sets nothing, fetches no token, and takes
//! nothing of what calls share for resends; what it ends with is never an error of sending.

use std::sync::Arc;

use super::attempt::{Ended, Letter};
use super::call::{Call, reason_not_to};
use super::event::{Millis, Output, Seed, Step, WallMillis};
use super::fold::Reason;
use super::history::History;
use super::policy::{self, Bounds};
use super::settings::{CallOptions, DEFAULT_LOOK_UP_DEADLINE};
use super::shared::Shared;
use super::state::{Material, Next, Phase, Purpose, State};
use super::turn::Turn;
use crate::account::Account;
use crate::codes::{Api, Delivery, Outcome};
use crate::http::HttpReply;
use crate::kind::Kind;
use crate::records::{
    Asked, RecordsReply, Settlement, Wanted, What, settle, settle_failed, settle_too_soon,
    settle_without, settle_without_token, violations_of_all,
};
use crate::reply::ReplyParts;
use crate::request::DispositionRequest;
use crate::violation::Invalid;

/// What is known of such a call while it runs.
#[derive(Debug)]
pub(super) struct LookUp {
    api: Api,
    asked: Asked,
    requests: Vec<DispositionRequest>,
    came: Option<Came>,
}

/// What came of the last send, or why there was none.
#[derive(Debug)]
enum Came {
    /// With the seconds until the next one may go, where the server was asked too often.
    Reply(RecordsReply, Option<u32>),
    Failed(Kind),
    /// The pace lets none out for so many seconds.
    TooSoon(u32),
    NoToken,
}

/// Where and when a look-up is asked for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asking<'a> {
    pub(super) what: What<'a>,
    pub(super) day: &'a str,
    pub(super) now: Millis,
    pub(super) wall: WallMillis,
}

impl Call {
    pub(super) fn start_look_up(
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
            api: settings.api,
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

impl LookUp {
    /// What the call ends with; where nothing came, this is why.
    pub(super) fn end(&self, reason: &Reason) -> Step {
        let kind = match reason {
            Reason::Kind(kind) => *kind,
            Reason::Token(failure) => failure.kind,
        };
        let settlements = self.requests.iter();
        let settlements = settlements
            .map(|request| self.settle(request, kind))
            .collect::<Result<_, _>>()
            .expect("each request was judged when the call began");
        Step::Settled { settlements }
    }

    fn settle(&self, request: &DispositionRequest, kind: Kind) -> Result<Settlement, Invalid> {
        let api = self.api;
        match &self.came {
            Some(Came::Reply(RecordsReply::Records(list), _)) => settle(request, api, list),
            Some(Came::Reply(RecordsReply::NoRecords(none), look_again)) => {
                let mut settlement = settle_without(request, api, none)?;
                settlement.look_again_seconds = look_again.or(settlement.look_again_seconds);
                Ok(settlement)
            }
            Some(Came::Failed(kind)) => settle_failed(request, api, *kind),
            Some(Came::TooSoon(seconds)) => settle_too_soon(request, api, *seconds),
            Some(Came::NoToken) => settle_without_token(request, api),
            None => settle_failed(request, api, kind),
        }
    }
}

impl Turn<'_> {
    /// Hands the look-up out, where its time and the pace allow that.
    pub(super) fn send_look_up(&mut self) -> Step {
        let (now, bounds) = (self.state.latest, self.state.bounds);
        let has_time = match self.state.next {
            Next::First | Next::Refresh => bounds.allow(now),
            Next::Resend => bounds.allow_resend(now),
        };
        let Material::Built(request) = &self.state.material else {
            return self.end(&Reason::Kind(Kind::Deadline));
        };
        if !has_time {
            return self.end(&Reason::Kind(Kind::Deadline));
        }
        let request = Arc::clone(request);
        let taken = self.shared.common().pace.take(self.id, now);
        if let Err(millis) = taken {
            return self.look_up_ended(Came::TooSoon(seconds(millis)));
        }
        self.state.counted += 1;
        let (sending, step) = self.hand_out(request, bounds.deadline);
        self.stay(Phase::Sending(sending), step)
    }

    /// A whole reply came: it is the end, whatever it says.
    pub(super) fn look_up_replied(&mut self, reply: &HttpReply) -> Step {
        let Purpose::LookUp(look_up) = &self.state.purpose else {
            return self.end(&Reason::Kind(Kind::Reply));
        };
        let reply = ReplyParts::from(reply).classify_records(look_up.asked);
        let look_again = match &reply {
            RecordsReply::NoRecords(none) if none.outcome == Outcome::RateLimited => {
                let (now, wait) = (self.state.latest, none.retry_after_seconds);
                let mut common = self.shared.common();
                Some(seconds(common.pace.begin_anew(self.id, now, wait)))
            }
            RecordsReply::NoRecords(_) | RecordsReply::Records(_) => None,
        };
        self.look_up_ended(Came::Reply(reply, look_again))
    }

    /// None came. It is sent again only where it did not leave this machine.
    pub(super) fn look_up_failed(&mut self, ended: &Ended) -> Step {
        if ended.delivery == Delivery::NotSent {
            self.shared.common().pace.give_back(self.id);
        }
        let (state, retry) = (&self.state, self.shared.settings.retry);
        let follows = ended.letter == Letter::NotSent
            && policy::is_passing(ended.kind)
            && state.counted < retry.attempts
            && !state.is_cancelled;
        let wait = policy::wait(state.seed, state.counted.into(), None);
        let until = Millis(state.latest.0.saturating_add(wait));
        if !follows || !state.bounds.allow_resend(until) {
            return self.look_up_ended(Came::Failed(ended.kind));
        }
        // What the call ends with where it is cancelled before the next one.
        if let Purpose::LookUp(look_up) = &mut self.state.purpose {
            look_up.came = Some(Came::Failed(ended.kind));
        }
        self.state.next = Next::Resend;
        self.paused(until)
    }

    fn look_up_ended(&mut self, came: Came) -> Step {
        if let Purpose::LookUp(look_up) = &mut self.state.purpose {
            look_up.came = Some(came);
        }
        self.end(&Reason::Kind(Kind::Deadline))
    }
}

fn seconds(millis: u64) -> u32 {
    u32::try_from(millis.div_ceil(1_000)).unwrap_or(u32::MAX)
}

#[cfg(all(test, feature = "client"))]
mod tests {
    use super::*;
    use crate::account::ApiKey;
    use crate::codes::Finding;
    use crate::engine::{Engine, Settings};

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
