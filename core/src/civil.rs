//! A date and a time of day without a zone, checked against the calendar.
//!
//! No crate reads just this: each takes more than the format allows (signs, one digit, `:60`), so the
//! shape would be checked here anyway. Nothing is computed with either, so the text is kept and cut.

/// A real civil date-time of the years 1 to 9999, as `YYYY-MM-DD HH:MM`, with `:SS` where it was
/// written. There is no `24:00` and no leap second.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CivilDateTime(String);

impl CivilDateTime {
    /// Reads `YYYY-MM-DD`, a `T` or one space, `HH:MM` or `HH:MM:SS`: a request's own format, and
    /// a superset of the POST APIs'.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = text.replacen('T', " ", 1);
        let shapes = ["0000-00-00 00:00", "0000-00-00 00:00:00"];
        let read = shapes.iter().any(|shape| has_shape(&text, shape)) && is_real(&text);
        read.then_some(Self(text))
    }

    /// Reads `MM/DD/YYYY HH:MM:SS`, the format of `get_v3`.
    pub(crate) fn parse_get_v3(text: &str) -> Option<Self> {
        if !has_shape(text, "00/00/0000 00:00:00") {
            return None;
        }
        let (month, day, year, time) = (&text[..2], &text[3..5], &text[6..10], &text[11..]);
        Self::parse(&format!("{year}-{month}-{day} {time}"))
    }

    fn seconds(&self) -> &str {
        self.0.get(17..).unwrap_or("00")
    }

    /// Whether it has seconds other than zero: the POST APIs' format has minutes only.
    pub(crate) fn has_seconds(&self) -> bool {
        self.seconds() != "00"
    }

    /// `YYYY-MM-DD HH:MM[:SS]`, a request's own format.
    pub(crate) fn into_request_format(self) -> String {
        self.0
    }

    /// `YYYY-MM-DD HH:MM`.
    pub(crate) fn to_post_format(&self) -> String {
        self.0[..16].to_owned()
    }

    /// `MM/DD/YYYY HH:MM:SS`.
    pub(crate) fn to_get_v3_format(&self) -> String {
        let (year, month, day) = (&self.0[..4], &self.0[5..7], &self.0[8..10]);
        let (time, seconds) = (&self.0[11..16], self.seconds());
        format!("{month}/{day}/{year} {time}:{seconds}")
    }
}

/// The day and the time of `YYYY-MM-DD HH:MM:SS`.
pub(crate) fn day_and_time(text: &str) -> Option<(&str, &str)> {
    let fits = has_shape(text, "0000-00-00 00:00:00") && is_real(text);
    fits.then(|| (&text[..10], &text[11..]))
}

/// The number of a day `YYYY-MM-DD` of the calendar, counted from 1970-01-01.
pub(crate) fn day_number(day: &str) -> Option<i64> {
    if !has_shape(day, "0000-00-00") || !is_real(&format!("{day} 00:00:00")) {
        return None;
    }
    let number = |place| {
        day.get(place)
            .and_then(|digits: &str| digits.parse::<i64>().ok())
    };
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    // A year that begins in March has its odd day at its end.
    let (year, month) = if month > 2 {
        (year, month - 3)
    } else {
        (year - 1, month + 9)
    };
    let leap_days = year / 4 - year / 100 + year / 400;
    Some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - DAYS_TO_1970)
}

/// The days from March 1st of the year 0 to 1970-01-01.
const DAYS_TO_1970: i64 = 719_468;

/// The day of a number, for the years 1970 to 9999.
pub(crate) fn day_of_number(number: i64) -> String {
    let (mut year, mut left) = (1970, number);
    while left >= days_in_year(year) {
        left -= days_in_year(year);
        year += 1;
    }
    let mut month = 1;
    while left >= i64::from(days_in_month(year, month)) {
        left -= i64::from(days_in_month(year, month));
        month += 1;
    }
    format!("{year:04}-{month:02}-{:02}", left + 1)
}

fn days_in_year(year: u16) -> i64 {
    (1..=12)
        .map(|month| i64::from(days_in_month(year, month)))
        .sum()
}

/// Whether a text is a time of day, `HH:MM:SS`.
pub(crate) fn is_time_of_day(text: &str) -> bool {
    has_shape(text, "00:00:00") && is_real(&format!("2000-01-01 {text}"))
}

/// Whether a text is this shape, in which `0` stands for any ASCII digit.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, shape): (u8, u8)| match shape {
        b'0' => byte.is_ascii_digit(),
        _ => byte == shape,
    };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}

/// Whether a text of the right shape stands on the calendar and on the clock.
fn is_real(text: &str) -> bool {
    let number = |place| {
        text.get(place)
            .map_or(0, |digits: &str| digits.parse().unwrap_or(0))
    };
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    (1..=days_in_month(year, month)).contains(&day)
        && year >= 1
        && number(11..13) < 24
        && number(14..16) < 60
        && number(17..19) < 60
}

fn days_in_month(year: u16, month: u16) -> u16 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_through_the_calendar() {
        let mut day = "2000-01-01".to_owned();
        for number in 10_957..47_482 {
            assert_eq!(day_of_number(number), day);
            assert_eq!(day_number(&day), Some(number));
            day = day_of_number(number + 1);
        }
        assert_eq!(day, "2100-01-01");
        assert_eq!(day_number("2023-02-29"), None);
        assert_eq!(day_number("2023-2-1"), None);
    }

    #[test]
    fn a_time_of_day_is_one_of_the_clock() {
        assert!(is_time_of_day("23:59:59"));
        for not in [
            "24:00:00",
            "1:00:00",
            "10:60:00",
            "10:00",
            "10:00:60",
            "१0:00:00",
        ] {
            assert!(!is_time_of_day(not), "{not}");
        }
        assert_eq!(
            day_and_time("2026-11-30 10:00:00"),
            Some(("2026-11-30", "10:00:00"))
        );
        assert_eq!(day_and_time("2026-11-31 10:00:00"), None);
        assert_eq!(day_and_time("2026-11-30T10:00:00"), None);
    }
}
