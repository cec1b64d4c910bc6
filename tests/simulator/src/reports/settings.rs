//! How the reports behave, as far as a scenario may say.

use serde::{Deserialize, Serialize};

/// How the reports behave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ReportSettings {
    /// How many seconds after it is in force a disposition shows. How long the vendor takes is not
    /// documented.
    pub shows_after_seconds: u64,
    /// How many requests a minute an account has for all reports together.
    pub per_minute: usize,
    /// How far the clock that days are counted by is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// Whether an account that has tokens may ask with one. Where not, only its key is taken, as
    /// one integrator found it.
    pub take_tokens: bool,
}

impl Default for ReportSettings {
    /// At once, two a minute, in India, with a token too.
    fn default() -> Self {
        Self {
            shows_after_seconds: 0,
            per_minute: 2,
            utc_offset_minutes: 330,
            take_tokens: true,
        }
    }
}
