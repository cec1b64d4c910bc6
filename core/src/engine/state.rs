//! What one call knows.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use super::attempt::Sending;
use super::event::{Event, Misuse};
use super::failure::Failure;
use super::fetch::Fetch;
use super::held::Held;
use super::history::History;
use super::lease::Task;
use super::list::Listing;
use super::look_up::LookUp;
use super::moment::Millis;
use super::policy::Bounds;
use super::seed::Seed;
use super::step::Step;
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::build::{build_list_request, build_request};
use crate::codes::Api;
use crate::http::HttpRequest;
use crate::request::DispositionRequest;
use crate::text::present;
use crate::violation::Invalid;

#[derive(Debug)]
pub(super) struct State {
    pub(super) history: History,
    pub(super) purpose: Purpose,
    pub(super) phase: Phase,
    pub(super) bounds: Bounds,
    /// What is sent, and sent again.
    pub(super) material: Material,
    /// Why it is sent next.
    pub(super) next: Next,
    /// What all waits are made of.
    pub(super) seed: u64,
    /// Names the disposition's call and agent.
    pub(super) subject: u64,
    /// How many sends the policy counts.
    pub(super) counted: u8,
    pub(super) is_cancelled: bool,
    /// The latest moment that this call has seen: clocks of hosts have run backwards.
    pub(super) latest: Millis,
    /// The token that was sent last.
    pub(super) using: Option<Using>,
    /// The number of the newest token that was refused to this call.
    pub(super) refused: Option<u64>,
    /// Whether a refusal of the token was followed: it is once.
    pub(super) has_refreshed: bool,
    /// How often the token store had something else than was read.
    pub(super) conflicts: u8,
    whole_seed: Seed,
    leases: u32,
    /// The sort of each step that wants an answer, by its number.
    issued: Vec<Sort>,
}

/// What a call is for.
#[derive(Debug)]
pub(super) enum Purpose {
    /// It sets a disposition.
    Set,
    /// It asks for a list.
    List(Listing),
    /// It asks for call records.
    LookUp(LookUp),
}

/// What is sent.
#[derive(Debug)]
pub(super) enum Material {
    /// Nothing.
    None,
    Built(Arc<HttpRequest>),
    /// It is built with each token.
    WithToken(Asked),
}

/// What the server is asked for with a token.
#[derive(Debug)]
pub(super) enum Asked {
    Disposition(Box<DispositionRequest>),
    /// A campaign's dispositions, or all of them.
    List(Option<String>),
}

impl Asked {
    pub(super) fn build(
        &self,
        account: &Account,
        api: Api,
        base_url: &BaseUrl,
    ) -> Result<HttpRequest, Invalid> {
        match self {
            Self::Disposition(request) => build_request(account, &**request, api, base_url),
            Self::List(campaign) => build_list_request(account, campaign.as_deref(), api, base_url),
        }
    }
}

/// Why the disposition is sent next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    First,
    /// The policy says so. It is counted, and paid.
    Resend,
    /// The token was refused, and there is a newer one. It is free.
    Refresh,
}

/// The sorts of steps that want an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Send,
    Store,
    Token,
}

/// The token that a call uses, and whether it is one that this call fetched.
#[derive(Debug)]
pub(super) struct Using {
    pub(super) held: Held,
    pub(super) is_own: bool,
}

#[derive(Debug)]
pub(super) enum Phase {
    /// Nothing was handed out yet, or a turn is on its way.
    Turning,
    /// What the call is about is out.
    Sending(Sending),
    /// The time before it is sent again.
    Pausing { until: Millis },
    /// Somebody else fetches the token that this call needs.
    Following { since: Millis, until: Millis },
    /// A token request is out.
    Fetching(Sending, Fetch),
    /// The time before it is sent again.
    FetchPausing {
        fetch: Fetch,
        failure: Box<Failure>,
        until: Millis,
    },
    /// The host's source is asked for a token.
    Asking { seq: u32, until: Millis },
    /// The token store is asked.
    Storing { seq: u32, until: Millis, task: Task },
    /// Another engine has the lease.
    Looking { until: Millis },
    /// The end. No exits.
    Over(Step),
}

impl State {
    pub(super) fn new(
        history: History,
        bounds: Bounds,
        request: &DispositionRequest,
        seed: Seed,
    ) -> Self {
        Self {
            history,
            purpose: Purpose::Set,
            phase: Phase::Turning,
            bounds,
            material: Material::None,
            next: Next::First,
            seed: seed.low(),
            subject: subject(request),
            counted: 0,
            is_cancelled: false,
            latest: bounds.began,
            using: None,
            refused: None,
            has_refreshed: false,
            conflicts: 0,
            whole_seed: seed,
            leases: 0,
            issued: Vec::new(),
        }
    }

    /// Whether an event may be told.
    pub(super) fn check(&self, event: &Event) -> Result<(), Misuse> {
        let Some(seq) = event.answers() else {
            return Ok(());
        };
        let place = usize::try_from(seq).ok().and_then(|seq| seq.checked_sub(1));
        let sort = place.and_then(|place| self.issued.get(place));
        let fits = matches!(
            (event, sort),
            (Event::Reply { .. }, Some(Sort::Send))
                | (Event::Failed { .. }, Some(Sort::Send | Sort::Token))
                | (Event::Stored { .. }, Some(Sort::Store))
                | (Event::TokenGiven { .. }, Some(Sort::Token))
        );
        match fits || matches!(self.phase, Phase::Over(_)) {
            true => Ok(()),
            false => Err(Misuse { seq }),
        }
    }

    /// The number of the next step of this sort.
    pub(super) fn issue(&mut self, sort: Sort) -> u32 {
        self.issued.push(sort);
        u32::try_from(self.issued.len()).unwrap_or(u32::MAX)
    }

    /// Names a lease. It differs from every other: a call's seed is random.
    pub(super) fn nonce(&mut self) -> String {
        self.leases += 1;
        format!("{}-{}", self.whole_seed, self.leases)
    }
}

/// The call and the agent, as they are sent. Two requests that only seem to have the same cost
/// no more than a resend.
fn subject(request: &DispositionRequest) -> u64 {
    let mut hasher = DefaultHasher::new();
    for text in [&request.ucid, &request.did, &request.agent_id] {
        present(text.as_deref()).hash(&mut hasher);
    }
    hasher.finish()
}
