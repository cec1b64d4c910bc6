//! The requests for call records.

use cloudagent_disposition as core;

use crate::account::AccountHandle;
use crate::http::{BuildResult, built};
use crate::misuse::Misuse;
use crate::planted::panic_at;

/// Builds the request for the records of one call. `now` is in seconds since 1970.
#[uniffi::export]
pub fn build_record_request(
    account: &AccountHandle,
    ucid: &str,
    day: &str,
    now: i64,
    utc_offset_minutes: Option<i32>,
    base_url: &str,
) -> Result<BuildResult, Misuse> {
    panic_at(base_url);
    Ok(built(core::build_record_request(
        &account.0,
        ucid,
        day,
        now,
        utc_offset_minutes,
        base_url,
    )))
}

/// Builds the request for the records of all calls that began on a day between two times. `now` is in
/// seconds since 1970. (`from` alone is a word of Python's.)
#[uniffi::export]
pub fn build_day_request(
    account: &AccountHandle,
    day: &str,
    from_time: Option<String>,
    to_time: Option<String>,
    now: i64,
    utc_offset_minutes: Option<i32>,
    base_url: &str,
) -> Result<BuildResult, Misuse> {
    panic_at(base_url);
    Ok(built(core::build_day_request(
        &account.0,
        day,
        from_time.as_deref(),
        to_time.as_deref(),
        now,
        utc_offset_minutes,
        base_url,
    )))
}

/// The day on which a call is recorded that began at this moment, in seconds since 1970; none outside the
/// years 2000 to 2099.
#[uniffi::export]
pub fn record_day(unix_seconds: i64, utc_offset_minutes: i32) -> Result<Option<String>, Misuse> {
    Ok(core::record_day(unix_seconds, utc_offset_minutes))
}
