//! What happens to calls without a request of a client: they end, agents dispose them, and callbacks
//! tell of them.

use crate::disposition::Disposition;
use crate::memory::Memory;
use crate::push::Target;
use crate::reports::callback::Callback;
use crate::world::CallState;

impl Memory {
    /// Disconnects a call. `None` when there is no such call.
    pub(crate) fn end_call(&mut self, ucid: &str) -> Option<CallState> {
        self.world.end_call(ucid, self.clock.now())
    }

    /// The agent sets a disposition by hand. `None` when there is no such call.
    pub(crate) fn dispose(
        &mut self,
        ucid: &str,
        disposition: &str,
        comments: &str,
    ) -> Option<CallState> {
        let disposition = Disposition {
            disposition: disposition.to_owned(),
            comments: comments.to_owned(),
            ..Disposition::default()
        };
        self.world.dispose(ucid, disposition, self.clock.now())
    }

    /// Where a callback goes, its content type and its body.
    pub(crate) fn callback(
        &self,
        callback: &Callback,
    ) -> Result<(Target, &'static str, String), String> {
        let target = Target::parse(&callback.url)?;
        let mut accounts = self.world.accounts.iter().map(|state| &state.account);
        let account = match &callback.customer {
            None => accounts.next(),
            Some(customer) => accounts.find(|account| account.customer == *customer),
        };
        let account = account.ok_or("customer: the scenario has no such account")?;
        let payload = self.world.records.callback(
            &callback.ucid,
            callback.with_disposition,
            (&account.customer, &account.api_key),
        )?;
        let (content_type, body) = callback.form.write(&payload);
        Ok((target, content_type, body))
    }
}
