//! The vendor's day: that on which a call began, in the account's own zone.

use crate::civil::day_of_number;

const SECONDS_A_DAY: i64 = 24 * 60 * 60;
/// The furthest that a zone is from UTC.
const OFFSET_MAX: i32 = 14 * 60;
/// 2000-01-01 and 2100-01-01, counted from 1970-01-01.
const FIRST_DAY: i64 = 10_957;
const BEHIND_LAST_DAY: i64 = 47_482;

/// Whether it is an offset from UTC, in minutes.
pub(crate) fn is_offset(minutes: i32) -> bool {
    (-OFFSET_MAX..=OFFSET_MAX).contains(&minutes)
}

/// The number of the day of a moment.
pub(super) fn day_number_at(unix_seconds: i64, utc_offset_minutes: i32) -> Option<i64> {
    let offset = is_offset(utc_offset_minutes).then_some(i64::from(utc_offset_minutes) * 60)?;
    let number = unix_seconds.checked_add(offset)?.div_euclid(SECONDS_A_DAY);
    (FIRST_DAY..BEHIND_LAST_DAY)
        .contains(&number)
        .then_some(number)
}

/// The day `YYYY-MM-DD` on which a call is recorded that **began** at this moment, in seconds since
/// 1970 (UTC), where clocks are so many minutes ahead of UTC: 330 in India.
///
/// `None` for a moment outside the years 2000 to 2099, which milliseconds are, and for an offset
/// of more than 14 hours.
///
/// ```
/// use cloudagent_disposition::record_day;
///
/// // Half past six in the evening in London is after midnight in India.
/// assert_eq!(record_day(1_795_977_000, 330).as_deref(), Some("2026-11-30"));
/// assert_eq!(record_day(1_795_977_000, 0).as_deref(), Some("2026-11-29"));
/// assert_eq!(record_day(1_795_977_000_000, 330), None);
/// ```
pub fn record_day(unix_seconds: i64, utc_offset_minutes: i32) -> Option<String> {
    day_number_at(unix_seconds, utc_offset_minutes).map(day_of_number)
}
