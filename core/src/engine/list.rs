//! A call that asks for a campaign's dispositions. It comes by its token as every other call does, and
//! ends with what came of the question: it says nothing of any disposition.

use std::sync::Arc;

use super::attempt::Ended;
use super::call::{Call, reason_not_to};
use super::fold::Reason;
use super::history::History;
use super::moment::Millis;
use super::policy::Bounds;
use super::seed::Seed;
use super::settings::{CallOptions, Settings};
use super::shared::Shared;
use super::state::{Asked, Material, Purpose, State};
use super::step::{Output, Step};
use crate::build::{build_list_request, check_list_request};
use crate::codes::{Advice, Api};
use crate::http::HttpReply;
use crate::kind::Kind;
use crate::listing::DispositionList;
use crate::reply::{ListReply, ReplyParts};
use crate::request::DispositionRequest;
use crate::sentence;
use crate::violation::Invalid;

/// What is known of such a call while it runs.
#[derive(Debug)]
pub(super) struct Listing {
    api: Api,
    /// Whether a token that is refused can be renewed.
    fetches_tokens: bool,
    /// What came of the last send.
    came: Option<DispositionList>,
}

impl Call {
    pub(super) fn start_list(
        shared: &Arc<Shared>,
        campaign: Option<&str>,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> Result<(Self, Output), Invalid> {
        let settings = &shared.settings;
        let violations = options.violations();
        if !violations.is_empty() {
            return Err(Invalid::new(violations));
        }
        let (account, api, base_url) = (&settings.account, settings.api, &settings.base_url);
        let fetches_tokens = settings.fetches_tokens();
        let material = if fetches_tokens {
            check_list_request(account, campaign, api, base_url)?;
            Material::WithToken(Asked::List(campaign.map(str::to_owned)))
        } else {
            let built = build_list_request(account, campaign, api, base_url)?;
            Material::Built(Arc::new(built))
        };
        let bounds = Bounds {
            began: now,
            deadline: now.after(options.deadline.unwrap_or(settings.deadline)),
            is_event: false,
        };
        let nothing = DispositionRequest::new();
        let mut history = History::new(settings, &nothing, seed);
        history.sending(settings, &nothing);
        let mut state = State::new(history, bounds, &nothing, seed);
        state.material = material;
        state.purpose = Purpose::List(Listing {
            api,
            fetches_tokens,
            came: None,
        });
        Ok(Self::begin(shared, state, |turn| {
            match reason_not_to(shared, options, bounds) {
                Some(kind) => turn.end(&Reason::Kind(kind)),
                None => turn.proceed(),
            }
        }))
    }
}

impl Listing {
    /// A whole reply came.
    pub(super) fn replied(&mut self, http: &HttpReply) -> Ended {
        let parts = ReplyParts::from(http);
        let reply = parts.classify_list();
        let ended = match &reply {
            ListReply::Dispositions(_) => Ended::listed(),
            ListReply::Other(reply) => Ended::replied(reply),
        };
        let list = DispositionList::read(reply, parts.http_status, self.api);
        self.came = Some(list);
        ended
    }

    /// None came.
    pub(super) fn failed(&mut self, kind: Kind, settings: &Settings) {
        self.came = Some(DispositionList::failed_because(kind, &settings.why(kind)));
    }

    /// What the call ends with: what came of its last send; where there was none, this reason.
    pub(super) fn end(&self, reason: &Reason) -> Step {
        let list = match (&self.came, reason) {
            (Some(list), _) if self.fetches_tokens && list.advice == Advice::RefreshToken => {
                let (advice, limit) = reason.without_newer_token();
                let list = list.clone();
                DispositionList {
                    advice,
                    retry_after_seconds: limit.or(list.retry_after_seconds),
                    sentence: list.sentence + sentence::NO_NEWER_TOKEN,
                    ..list
                }
            }
            (Some(list), _) => list.clone(),
            (None, Reason::Token(failure)) => {
                DispositionList::without_token(failure.kind, &failure.told)
            }
            (None, Reason::Kind(kind)) => DispositionList::failed(*kind),
        };
        let list = Box::new(list);
        Step::Listed { list }
    }
}
