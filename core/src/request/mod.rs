//! The disposition to set.

mod fields;
mod json;

use std::fmt;

use serde::Serialize;

use crate::coded::FIRST;
use crate::text::present;
use crate::violation::Field;
use fields::fields;
pub use fields::{RequestField, Shape};

/// What may be left out of the JSON form.
trait Absent {
    fn is_absent(&self) -> bool;
}

impl Absent for Option<String> {
    fn is_absent(&self) -> bool {
        present(self.as_deref()).is_none()
    }
}

impl Absent for Option<bool> {
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl Absent for bool {
    fn is_absent(&self) -> bool {
        !self
    }
}

fields! {
    /// A disposition to set for one call. Nothing is checked here: [`validate`](fn@crate::validate) says
    /// everything that is wrong with it at once.
    ///
    /// A text that is empty or only white space is *absent*: the same as none.
    ///
    /// ```
    /// use cloudagent_disposition::DispositionRequest;
    ///
    /// let request = DispositionRequest::new()
    ///     .ucid("8189000000001")
    ///     .did("914000000001")
    ///     .agent_id("ravi")
    ///     .disposition("Sale")
    ///     .pause("Lunch");
    /// assert_eq!(request.pause_reason.as_deref(), Some("Lunch"));
    /// ```
    ///
    /// It prints without its comments, and with the did's last four digits only.
    #[derive(Clone, Default, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct DispositionRequest, viewed as RequestView {
        /// The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
        /// since 17 digits don't survive a float.
        ucid: Text as Ucid,
        /// The number that calls are dialled out from: the campaign's, not the customer's.
        did: Text as Did,
        /// The agent's login id.
        agent_id: Text as AgentId,
        /// The disposition, as the campaign spells it.
        disposition: Text as Disposition,
        /// Free text for the call record.
        comments: Text as Comments,
        /// Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an
        /// agent whom nobody meant to pause.
        pause_after_dispose: Choice as PauseAfterDispose,
        /// Why the agent is paused.
        pause_reason: Text as PauseReason,
        /// When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`.
        callback_time: Text as CallbackTime,
        /// The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`.
        callback_time_zone: Text as CallbackTimeZone,
        /// The vendor's `autoRelease`, sent only where it is yes.
        auto_release: Flag as AutoRelease,
    }
}

impl DispositionRequest {
    /// An empty request, to be filled by the methods named like its fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Says of a text that the host has bytes for it which are not UTF-8. The field stays empty, and
    /// validation says what is wrong with it: [`Violation::not_utf8`](crate::Violation::not_utf8).
    pub fn mark_not_utf8(&mut self, field: Field) {
        self.unreadable.push(field);
    }

    /// The fields of which [`mark_not_utf8`](Self::mark_not_utf8) was told.
    pub fn not_utf8(&self) -> &[Field] {
        &self.unreadable
    }

    /// Pauses the agent afterwards, for this reason.
    #[must_use]
    pub fn pause(self, reason: impl Into<String>) -> Self {
        self.pause_after_dispose(true).pause_reason(reason)
    }

    /// See [`RequestView::pauses`].
    pub(crate) fn pauses(&self) -> bool {
        RequestView::from(self).pauses()
    }
}

impl RequestView<'_> {
    /// See [`DispositionRequest::mark_not_utf8`].
    pub fn mark_not_utf8(&mut self, field: Field) {
        self.unreadable.push(field);
    }

    /// See [`DispositionRequest::not_utf8`].
    pub fn not_utf8(&self) -> &[Field] {
        &self.unreadable
    }

    /// Whether this request pauses the agent: only where the caller said yes.
    pub(crate) fn pauses(&self) -> bool {
        self.pause_after_dispose == Some(true)
    }
}

/// A did shows its last four digits: enough to find the campaign, no whole number in a log.
pub(crate) struct LastFour<'a>(pub(crate) &'a str);

impl fmt::Debug for LastFour<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.0.chars().count();
        let shown = self.0.chars().skip(count.saturating_sub(4).max(1));
        let shown: String = shown.collect();
        write!(f, "\"…{}\"", shown.escape_debug())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Account, ApiKey};
    use crate::base_url::BaseUrl;
    use crate::codes::Api;
    use crate::validate::validate;
    use crate::violation::Problem;

    #[test]
    fn a_text_that_is_not_utf8_is_one_hard_violation_of_its_field() {
        let mut account = Account::with_api_key("", ApiKey::new("KK-test"));
        account.mark_not_utf8(Field::Customer);
        let mut request = DispositionRequest::new()
            .ucid("8189000000001")
            .did("914000000001")
            .disposition("Sale");
        request.mark_not_utf8(Field::Comments);
        request.mark_not_utf8(Field::AgentId);
        let found = validate(&account, &request, Api::GetV2, &BaseUrl::INDIA);
        let found: Vec<_> = found
            .iter()
            .map(|v| (v.field, v.problem, v.is_hard()))
            .collect();
        let fields = [Field::Customer, Field::AgentId, Field::Comments];
        assert_eq!(found, fields.map(|field| (field, Problem::Invalid, true)));
    }

    #[test]
    fn it_prints_without_comments_and_with_four_digits_of_the_did() {
        let request = DispositionRequest::new()
            .did("914012345678")
            .comments("angry about money");
        let printed = format!("{request:?}");
        for (shown, hidden) in [("…5678", "45678"), ("[not shown]", "angry")] {
            let is_safe = printed.contains(shown) && !printed.contains(hidden);
            assert!(is_safe, "{printed}");
        }
        assert!(!format!("{:?}", DispositionRequest::new().did("1234")).contains("1234"));
    }
}
