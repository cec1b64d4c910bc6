//! Dates and times as a clock on the wall shows them, which the vendor's reports are made of.

use std::fmt;

const DAY_SECONDS: i64 = 86_400;

/// A day and a time of day, without a zone: seconds since 1970 as if the wall's clock were UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Civil(i64);

impl Civil {
    /// What a wall's clock shows that is so many minutes ahead of UTC.
    pub(crate) fn at(unix_seconds: u64, utc_offset_minutes: i32) -> Self {
        let seconds = i64::try_from(unix_seconds).unwrap_or(i64::MAX / 2);
        Self(seconds + i64::from(utc_offset_minutes) * 60)
    }

    /// Reads `YYYY-MM-DD HH:MM:SS`, and nothing else.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let pattern = b"dddd-dd-dd dd:dd:dd";
        let fits = |(byte, expected): (u8, &u8)| match expected {
            b'd' => byte.is_ascii_digit(),
            other => byte == *other,
        };
        if text.len() != pattern.len() || !text.bytes().zip(pattern).all(fits) {
            return None;
        }
        let number = |from: usize, to: usize| text[from..to].parse::<i64>().ok();
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        let days = days_since_1970(year, month, day);
        // A 30th of February would be another day's number.
        let exists = month >= 1 && date(days) == (year, month, day);
        let is_time = hour < 24 && minute < 60 && second < 60;
        (exists && is_time).then_some(Self(
            days * DAY_SECONDS + hour * 3_600 + minute * 60 + second,
        ))
    }

    /// Counts days, to compare them.
    pub(crate) fn day_number(self) -> i64 {
        self.0.div_euclid(DAY_SECONDS)
    }

    /// `YYYY-MM-DD`.
    pub(crate) fn day(self) -> String {
        let (year, month, day) = date(self.day_number());
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `HH:MM:SS`.
    pub(crate) fn time(self) -> String {
        duration(self.0.rem_euclid(DAY_SECONDS))
    }

    /// `HH:MM:SS` from one to the other; nothing where the other comes first.
    pub(crate) fn until(self, other: Self) -> String {
        duration((other.0 - self.0).max(0))
    }
}

impl fmt::Display for Civil {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} {}", self.day(), self.time())
    }
}

fn duration(seconds: i64) -> String {
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

/// The Gregorian calendar's years begin in March here, so that the leap day comes last.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

fn date(days_since_1970: i64) -> (i64, i64, i64) {
    let days = days_since_1970 + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 {
        shifted + 3
    } else {
        shifted - 9
    };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDIA: i32 = 330;

    #[test]
    fn a_wall_in_india_is_ahead() {
        for (unix_seconds, shown) in [
            (0, "1970-01-01 05:30:00"),
            (1_709_231_399, "2024-02-29 23:59:59"),
            (1_709_231_400, "2024-03-01 00:00:00"),
            (1_798_741_799, "2026-12-31 23:59:59"),
            (4_107_522_599, "2100-02-28 23:59:59"),
            (4_107_522_600, "2100-03-01 00:00:00"),
        ] {
            let civil = Civil::at(unix_seconds, INDIA);
            assert_eq!(civil.to_string(), shown);
            assert_eq!(Civil::parse(shown), Some(civil));
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "",
            "2026-11-30",
            "2026-11-30T10:00:00",
            "2026-11-31 10:00:00",
            "2025-02-29 10:00:00",
            "2026-00-01 10:00:00",
            "2026-13-01 10:00:00",
            "2026-11-00 10:00:00",
            "2026-11-30 24:00:00",
            "2026-11-30 10:60:00",
            "30-11-2026 10:00:00",
            "2026-11-30 10:00:0é",
        ] {
            assert_eq!(Civil::parse(text), None, "{text}");
        }
    }
}
