use std::sync::Arc;
use std::time::Duration;

use cloudagent_disposition::{RetryPolicy, Settings};

use crate::account::AccountHandle;
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;

/// The [`Settings`] of an engine or a client. The account's secret stays in its object.
#[derive(Debug, Clone, uniffi::Record)]
pub struct SettingsData {
    /// Who calls.
    pub account: Arc<AccountHandle>,
    /// The API's code.
    pub api: String,
    /// Where the vendor's server is: the text as given, which the core judges with all the rest.
    pub base_url: String,
    /// The validation mode's code.
    pub mode: String,
    /// How long one call may take, in milliseconds.
    pub deadline_ms: u64,
    /// How long making a connection may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// When a call sends its request again; the core's default where there is none.
    #[uniffi(default = None)]
    pub retry: Option<RetryData>,
    /// Whether the host has a store in which processes share one token.
    #[uniffi(default = false)]
    pub shares_tokens: bool,
    /// How many minutes the account's days are ahead of UTC; the core's default where there are none.
    #[uniffi(default = None)]
    pub utc_offset_minutes: Option<i32>,
    /// The environment variable that names a proxy which can't be used, as the built-in transport
    /// tells it.
    #[uniffi(default = None)]
    pub unusable_proxy: Option<String>,
}

/// A [`RetryPolicy`].
#[derive(Debug, Clone, Copy, uniffi::Record)]
pub struct RetryData {
    /// How often one call may send in all.
    pub attempts: u32,
    /// Whether to send again where nobody knows what happened.
    pub resend_unknown: bool,
}

impl RetryData {
    /// The core's policy, which judges the number: one that is too large for it stays too large.
    fn read(self) -> RetryPolicy {
        RetryPolicy::new()
            .attempts(u8::try_from(self.attempts).unwrap_or(u8::MAX))
            .resend_unknown(self.resend_unknown)
    }
}

impl SettingsData {
    /// The core's settings.
    pub(crate) fn read(self) -> Result<Settings, Misuse> {
        panic_at(&self.base_url);
        let mut settings = Settings::new((*self.account.0).clone(), code(&self.api)?)
            .base_url(&self.base_url)
            .mode(code(&self.mode)?)
            .deadline(Duration::from_millis(self.deadline_ms))
            .connect_timeout(Duration::from_millis(self.connect_timeout_ms))
            .retry(self.retry.map_or(RetryPolicy::new(), RetryData::read))
            .shares_tokens(self.shares_tokens)
            .unusable_proxy(self.unusable_proxy.as_deref());
        settings.utc_offset_minutes = self.utc_offset_minutes;
        Ok(settings)
    }
}
