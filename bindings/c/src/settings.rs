//! Settings
//!
//! What a client, and an engine, need to know. Begin with CAD_SETTINGS_INIT, and set at least the
//! account and the API.

use std::mem::offset_of;
use std::time::Duration;

use cloudagent_disposition::{Error, RetryPolicy, Settings, ValidationMode};

use crate::cancel::cad_cancel_token;
use crate::codes::{cad_api, cad_mode, value};
use crate::guard::Checked;
use crate::raw::{self, Given, Out, Sizable};
use crate::receipt::cad_receipt;
use crate::request::cad_account;
use crate::status::{CAD_BAD_ENUM, CAD_MISUSE, cad_status};
use crate::text::cad_str;
use crate::tokens::{Tokens, cad_token_source, cad_token_store};
use crate::violations;

/// Stands for the default of a time: a call has 15 s, connecting has 5 s, and the deadline of one
/// call is that of its client or engine.
pub const CAD_DEFAULT_MS: u64 = u64::MAX;

/// Who calls, over which API, and limits.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_settings {
    /// The size of this struct, by CAD_SETTINGS_INIT.
    pub size: usize,
    /// Who calls. Copied; must be there.
    pub account: *const cad_account,
    /// Where the vendor's server is; the domestic host where it is absent. `https://`, or plain
    /// `http://` to this machine.
    pub base_url: cad_str,
    /// How long one call may take, in milliseconds: more than nothing, at most 24 hours.
    pub deadline_ms: u64,
    /// How long making a connection may take, in milliseconds: the same range.
    pub connect_timeout_ms: u64,
    /// Which of the vendor's APIs the account uses. Must be named.
    pub api: cad_api,
    /// How strict validation is.
    pub mode: cad_mode,
    /// How often one call may send in all, 1 to 10; 0 for the default, which is 3. Sent again is what
    /// did not leave this machine, and what was refused with a time to come back.
    pub attempts: u32,
    /// 1 to send again, too, where nobody knows what happened to the last attempt, else 0: then a
    /// disposition may be applied twice. Never where a pause or an auto-release is asked for.
    pub resend_unknown: u32,
    /// Of a client, on `post_token` with an api key: where it shares its token with other clients and
    /// programs; NULL where it keeps it by itself. Copied. An engine asks by its steps.
    ///
    /// On CAD_OK the client owns what its `user` points to, and calls its `free` when nothing uses it
    /// any more; otherwise it stays yours. So each client has one of its own.
    pub token_store: *const cad_token_store,
    /// Of a client whose account was made by `cad_account_with_token_source`: where its tokens come
    /// from. Copied, and owned, like the store. An engine asks by its steps.
    pub token_source: *const cad_token_source,
    /// Of an engine: 1 where the host has a store in which programs share one token, so that the
    /// engine asks it (CAD_STEP_STORE) before it fetches one, else 0. A client goes by its
    /// `token_store`.
    pub shares_tokens: u32,
    /// 0.
    pub reserved: u32,
    /// How many minutes the account's days, by which call records are asked for, are ahead of UTC, -840
    /// to 840; NULL is India's 330. On the international host a look-up needs it. Copied.
    pub utc_offset_minutes: *const i32,
}

// SAFETY: `repr(C)`, its size comes first, numbers, a view and a pointer.
unsafe impl Sizable for cad_settings {
    const FIRST: usize = offset_of!(Self, attempts);
}

impl Given for cad_settings {
    const INIT: Self = Self {
        deadline_ms: CAD_DEFAULT_MS,
        connect_timeout_ms: CAD_DEFAULT_MS,
        mode: ValidationMode::Standard.number(),
        ..Self::ZERO
    };
}

/// What one call may be told.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_call_options {
    /// The size of this struct, by CAD_CALL_OPTIONS_INIT.
    pub size: usize,
    /// How long this call may take, in milliseconds, such as the agent's remaining wrap-up time; a
    /// look-up has 30 s unless told. With 0 nothing is sent.
    pub deadline_ms: u64,
    /// By what this call can be cancelled; NULL for by nothing. An engine's call is told by
    /// CAD_EVENT_CANCELLED; there this only counts where it is cancelled already.
    pub cancel: *const cad_cancel_token,
}

// SAFETY: `repr(C)`, its size comes first, a number and a pointer.
unsafe impl Sizable for cad_call_options {
    const FIRST: usize = offset_of!(Self, cancel);
}

impl Given for cad_call_options {
    const INIT: Self = Self {
        deadline_ms: CAD_DEFAULT_MS,
        ..Self::ZERO
    };
}

impl cad_call_options {
    /// The core's options; none where NULL.
    pub(crate) unsafe fn read(given: *const Self) -> Checked<cloudagent_disposition::CallOptions> {
        let mut options = cloudagent_disposition::CallOptions::new();
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized_or_init(given) }?;
        options.deadline = duration(given.deadline_ms);
        // SAFETY: the caller's promise.
        let cancel = unsafe { given.cancel.as_ref() };
        options.cancel = cancel.map(|cancel| cancel.token.clone());
        Ok(options)
    }
}

fn duration(ms: u64) -> Option<Duration> {
    (ms != CAD_DEFAULT_MS).then(|| Duration::from_millis(ms))
}

/// Reads an engine's settings. What it would never ask must not be given to it: tokens would not be
/// shared by somebody who believes that they are.
pub(crate) unsafe fn read(given: *const cad_settings) -> Checked<Settings> {
    // SAFETY: the caller's promise.
    let given = unsafe { raw::sized(given) }?;
    if !given.token_store.is_null() || !given.token_source.is_null() {
        return Err(CAD_MISUSE);
    }
    let shares_tokens = yes_or_no(given.shares_tokens)?;
    // SAFETY: the caller's promise.
    Ok(unsafe { given.whole() }?.shares_tokens(shares_tokens))
}

/// Reads a client's settings.
pub(crate) unsafe fn read_of_client(given: *const cad_settings) -> Checked<(Settings, Tokens)> {
    // SAFETY: the caller's promise.
    let given = unsafe { raw::sized(given) }?;
    // SAFETY: the caller's promise.
    unsafe { Ok((given.whole()?, given.tokens()?)) }
}

/// Reads a client's settings whose missing parts come from the environment.
#[cfg(feature = "client")]
pub(crate) unsafe fn read_with_environment(
    given: *const cad_settings,
) -> Checked<Result<(Settings, Tokens), Error>> {
    // SAFETY: the caller's promise.
    let given = unsafe { raw::sized_or_init(given) }?;
    let mut environment = cloudagent_disposition::Environment::new();
    if !given.account.is_null() {
        // SAFETY: the caller's promise.
        let account = unsafe { raw::shared(given.account) }?;
        environment = environment.account(account.account.clone());
    }
    if given.api != 0 {
        environment = environment.api(value(given.api)?);
    }
    // What is no view and no mode is told before anything is read, as it is without an environment.
    // SAFETY: the caller's promise.
    let (base_url, tokens) = unsafe { (violations::base_url(given.base_url)?, given.tokens()?) };
    let mode = value(given.mode)?;
    if !given.base_url.data.is_null() {
        environment = environment.base_url(base_url);
    }
    if let Some(deadline) = duration(given.deadline_ms) {
        environment = environment.deadline(deadline);
    }
    // What is no flag is told before anything is read, too.
    given.retry()?;
    match environment.settings() {
        Ok(settings) => {
            // SAFETY: the caller's promise.
            let settings = unsafe { given.add_the_rest(settings, mode) }?;
            Ok(Ok((settings, tokens)))
        }
        Err(invalid) => Ok(Err(Error::from(invalid))),
    }
}

/// What may be 0 or 1.
pub(crate) fn yes_or_no(number: u32) -> Checked<bool> {
    match number {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(CAD_BAD_ENUM),
    }
}

impl cad_settings {
    /// The core's settings.
    unsafe fn whole(&self) -> Checked<Settings> {
        // SAFETY: the caller's promise.
        let (account, base_url) = unsafe {
            (
                raw::shared(self.account)?,
                violations::base_url(self.base_url)?,
            )
        };
        let account = account.account.clone();
        let mut settings = Settings::new(account, value(self.api)?).base_url(base_url);
        if let Some(deadline) = duration(self.deadline_ms) {
            settings = settings.deadline(deadline);
        }
        // SAFETY: the caller's promise.
        unsafe { self.add_the_rest(settings, value(self.mode)?) }
    }

    /// Where a client's tokens are, and come from.
    unsafe fn tokens(&self) -> Checked<Tokens> {
        yes_or_no(self.shares_tokens)?;
        // SAFETY: the caller's promise.
        unsafe { Tokens::read(self.token_store, self.token_source) }
    }

    /// What no variable of the environment holds.
    unsafe fn add_the_rest(&self, settings: Settings, mode: ValidationMode) -> Checked<Settings> {
        if self.reserved != 0 {
            return Err(CAD_BAD_ENUM);
        }
        let mut settings = settings.mode(mode).retry(self.retry()?);
        // SAFETY: the caller's promise.
        if let Some(minutes) = unsafe { self.utc_offset_minutes.as_ref() } {
            settings = settings.utc_offset_minutes(*minutes);
        }
        Ok(match duration(self.connect_timeout_ms) {
            Some(timeout) => settings.connect_timeout(timeout),
            None => settings,
        })
    }

    /// A number of attempts that is too large for the core's stays too large.
    fn retry(&self) -> Checked<RetryPolicy> {
        let policy = RetryPolicy::new().resend_unknown(yes_or_no(self.resend_unknown)?);
        Ok(match self.attempts {
            0 => policy,
            attempts => policy.attempts(u8::try_from(attempts).unwrap_or(u8::MAX)),
        })
    }
}

/// Hands over what settings are for, or a receipt that tells why there is none.
pub(crate) fn make<T>(
    out: Out<'_, Option<Box<T>>>,
    problem: Out<'_, Option<Box<cad_receipt>>>,
    make: impl FnOnce() -> Checked<Result<T, Error>>,
) -> cad_status {
    raw::make_or_tell(out, problem, make, |error| {
        let receipt = cad_receipt::new(Err(error));
        let result = receipt.result;
        (receipt, result)
    })
}
