//! Asking for a campaign's dispositions.

use super::{Client, driver};
use crate::build::build_list_request;
use crate::engine::{CallOptions, Limits};
use crate::kind::Kind;
use crate::listing::DispositionList;
use crate::reply::{BODY_LIMIT, ReplyParts};
use crate::sentence;
use crate::violation::Invalid;

impl Client {
    /// Asks for a campaign's dispositions. The GET APIs need the campaign; on the POST APIs none
    /// means those of the account.
    ///
    /// It is sent once. On `post_token` the account must hold the token itself.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where it can't be asked so. Everything else is in the [`DispositionList`], which
    /// is no error of sending: it says nothing of any call.
    pub fn list_dispositions(&self, campaign: Option<&str>) -> Result<DispositionList, Invalid> {
        self.list_dispositions_with(campaign, &CallOptions::new())
    }

    /// Asks for a campaign's dispositions, with options for this call.
    ///
    /// # Errors
    ///
    /// As [`Client::list_dispositions`].
    pub fn list_dispositions_with(
        &self,
        campaign: Option<&str>,
        options: &CallOptions,
    ) -> Result<DispositionList, Invalid> {
        let settings = self.settings();
        let violations = options.violations();
        if !violations.is_empty() {
            return Err(Invalid::new(violations));
        }
        let (account, api) = (&settings.account, settings.api);
        let request = build_list_request(account, campaign, api, &settings.base_url)?;

        let live = self.live();
        let Some(transport) = live.transport.as_deref() else {
            return Ok(DispositionList::failed(Kind::Closed));
        };
        if options.is_cancelled() {
            return Ok(DispositionList::failed(Kind::Cancelled));
        }
        let total = options.deadline.unwrap_or(settings.deadline);
        if total.is_zero() {
            return Ok(DispositionList::failed(Kind::Deadline));
        }
        let limits = Limits::new(settings.connect_timeout.min(total), total, BODY_LIMIT);
        let cancel = options.cancel.clone().unwrap_or_default();
        let sent = driver::send(Some(transport), &request, &limits, &cancel);
        Ok(match sent {
            Ok(reply) => DispositionList::of_reply(&ReplyParts::from(&reply), api),
            Err(kind) => self.list_failed(kind),
        })
    }

    fn list_failed(&self, kind: Kind) -> DispositionList {
        let failed = DispositionList::failed(kind);
        match self.unusable_proxy {
            Some(variable) if kind == Kind::Proxy => DispositionList {
                sentence: sentence::for_unusable_proxy(variable),
                ..failed
            },
            _ => failed,
        }
    }
}
