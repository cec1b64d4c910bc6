//! Settings
//!
//! What a client, and an engine, need to know. Begin with CAD_SETTINGS_INIT, and set at least the
//! account and the API.

use std::time::Duration;

use cloudagent_disposition::{Error, Settings, ValidationMode};

use crate::codes::{cad_api, cad_mode, value};
use crate::guard::Checked;
use crate::raw::{self, Given, Out, Sizable};
use crate::receipt::cad_receipt;
use crate::request::cad_account;
use crate::status::cad_status;
use crate::text::cad_str;
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
}

// SAFETY: `repr(C)`, its size comes first, numbers, a view and a pointer.
unsafe impl Sizable for cad_settings {}

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
    /// How long this call may take, in milliseconds, such as the agent's remaining wrap-up time.
    /// With 0 nothing is sent.
    pub deadline_ms: u64,
}

// SAFETY: `repr(C)`, its size comes first, a number.
unsafe impl Sizable for cad_call_options {}

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
        Ok(options)
    }
}

fn duration(ms: u64) -> Option<Duration> {
    (ms != CAD_DEFAULT_MS).then(|| Duration::from_millis(ms))
}

/// Reads settings.
pub(crate) unsafe fn read(given: *const cad_settings) -> Checked<Settings> {
    // SAFETY: the caller's promise.
    let given = unsafe { raw::sized(given) }?;
    // SAFETY: the caller's promise.
    let (account, base_url) = unsafe {
        (
            raw::shared(given.account)?,
            violations::base_url(given.base_url)?,
        )
    };
    let mut settings = Settings::new(account.account.clone(), value(given.api)?).base_url(base_url);
    if let Some(deadline) = duration(given.deadline_ms) {
        settings = settings.deadline(deadline);
    }
    Ok(given.add_the_rest(settings, value(given.mode)?))
}

/// Reads settings whose missing parts come from the environment.
#[cfg(feature = "client")]
pub(crate) unsafe fn read_with_environment(
    given: *const cad_settings,
) -> Checked<Result<Settings, Error>> {
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
    let base_url = unsafe { violations::base_url(given.base_url) }?;
    let mode = value(given.mode)?;
    if !given.base_url.data.is_null() {
        environment = environment.base_url(base_url);
    }
    if let Some(deadline) = duration(given.deadline_ms) {
        environment = environment.deadline(deadline);
    }
    let settings = environment.settings().map_err(Error::from);
    Ok(settings.map(|settings| given.add_the_rest(settings, mode)))
}

impl cad_settings {
    /// What no variable of the environment holds.
    fn add_the_rest(&self, settings: Settings, mode: ValidationMode) -> Settings {
        let settings = settings.mode(mode);
        match duration(self.connect_timeout_ms) {
            Some(timeout) => settings.connect_timeout(timeout),
            None => settings,
        }
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
