//! Asking for a campaign's dispositions.

use super::Client;
use crate::engine::CallOptions;
use crate::kind::Kind;
use crate::listing::DispositionList;
use crate::sentence;
use crate::violation::Invalid;

impl Client {
    /// Asks for a campaign's dispositions. The GET APIs need the campaign; on the POST APIs none
    /// means those of the account.
    ///
    /// It is sent once. On `post_token` it takes its token as a disposition does: it uses the one
    /// that is here, fetches where there is none, and asks once more where the token is refused and
    /// there is a newer one.
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
        let live = self.live();
        let list = self.driver(&live).list(campaign, options)?;
        Ok(match self.unusable_proxy {
            Some(variable) if list.kind == Some(Kind::Proxy) => DispositionList {
                sentence: sentence::for_unusable_proxy(variable),
                ..list
            },
            _ => list,
        })
    }
}
