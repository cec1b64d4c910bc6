//! Asking for a campaign's dispositions.

use super::Client;
use super::driver::Running;
use crate::engine::{CallOptions, Seed, Step};
use crate::listing::DispositionList;
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
        let end = self.ask(campaign, options)?.finish();
        Ok(listed(end))
    }

    pub(super) fn ask(
        &self,
        campaign: Option<&str>,
        options: &CallOptions,
    ) -> Result<Running, Invalid> {
        let means = self.means();
        let (seed, now) = (Seed::random(), means.live.clock.start());
        let begun = means.live.engine.start_list(campaign, options, seed, now)?;
        Ok(Running::new(means, begun, options.cancel.clone()))
    }
}

/// What a question ended with.
pub(super) fn listed(end: Step) -> DispositionList {
    match end {
        Step::Listed { list } => *list,
        step => unreachable!("{step:?} ends no question"),
    }
}
