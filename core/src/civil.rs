//! A date and a time of day without a zone, checked against the calendar.

/// A real civil date-time of the years 1 to 9999. There is no `24:00` and no leap second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct CivilDateTime {
    year: u16,
    month: u16,
    day: u16,
    hour: u16,
    minute: u16,
    /// As written: a text without seconds has none.
    second: Option<u16>,
}

impl CivilDateTime {
    /// Reads `YYYY-MM-DD`, a `T` or one space, `HH:MM` or `HH:MM:SS`: a request's own format, and
    /// a superset of the POST APIs'.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(['T', ' '])?;
        let [year, month, day] = numbers(date, b'-', [4, 2, 2])?;
        Self::checked([year, month, day], time)
    }

    /// Reads `MM/DD/YYYY HH:MM:SS`, the format of `get_v3`.
    pub(crate) fn parse_get_v3(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(' ')?;
        let [month, day, year] = numbers(date, b'/', [2, 2, 4])?;
        Self::checked([year, month, day], time).filter(|read| read.second.is_some())
    }

    fn checked([year, month, day]: [u16; 3], time: &str) -> Option<Self> {
        let (hour, minute, second) = match numbers(time, b':', [2, 2, 2]) {
            Some([hour, minute, second]) => (hour, minute, Some(second)),
            None => {
                let [hour, minute] = numbers(time, b':', [2, 2])?;
                (hour, minute, None)
            }
        };
        let on_calendar = year >= 1 && (1..=days_in_month(year, month)).contains(&day);
        let on_clock = hour < 24 && minute < 60 && second.unwrap_or(0) < 60;
        (on_calendar && on_clock).then_some(Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        })
    }

    /// Whether it has seconds other than zero: the POST APIs' format has minutes only.
    pub(crate) fn has_seconds(self) -> bool {
        self.second.unwrap_or(0) != 0
    }

    /// `YYYY-MM-DD HH:MM[:SS]`, a request's own format.
    pub(crate) fn to_request_format(self) -> String {
        match self.second {
            Some(second) => format!("{}:{second:02}", self.to_post_format()),
            None => self.to_post_format(),
        }
    }

    /// `YYYY-MM-DD HH:MM`.
    pub(crate) fn to_post_format(self) -> String {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            ..
        } = self;
        format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}")
    }

    /// `MM/DD/YYYY HH:MM:SS`.
    pub(crate) fn to_get_v3_format(self) -> String {
        let Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        } = self;
        let second = second.unwrap_or(0);
        format!("{month:02}/{day:02}/{year:04} {hour:02}:{minute:02}:{second:02}")
    }
}

/// Reads numbers of exactly these widths with one separator between them, and nothing else.
fn numbers<const N: usize>(text: &str, separator: u8, widths: [usize; N]) -> Option<[u16; N]> {
    let bytes = text.as_bytes();
    let mut found = [0; N];
    let mut at = 0;
    for (place, width) in widths.into_iter().enumerate() {
        if place > 0 {
            (*bytes.get(at)? == separator).then_some(())?;
            at += 1;
        }
        for digit in bytes.get(at..at + width)? {
            digit.is_ascii_digit().then_some(())?;
            found[place] = found[place] * 10 + u16::from(digit - b'0');
        }
        at += width;
    }
    (at == bytes.len()).then_some(found)
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
    fn real_dates_are_written_in_every_format() {
        let time = CivilDateTime::parse("2024-02-29T09:05:07").unwrap();
        assert_eq!(time.to_request_format(), "2024-02-29 09:05:07");
        assert_eq!(time.to_post_format(), "2024-02-29 09:05");
        assert_eq!(time.to_get_v3_format(), "02/29/2024 09:05:07");
        assert!(time.has_seconds());
        let time = CivilDateTime::parse("0001-01-01 00:00").unwrap();
        assert_eq!(time.to_request_format(), "0001-01-01 00:00");
        assert_eq!(time.to_get_v3_format(), "01/01/0001 00:00:00");
        let time = CivilDateTime::parse_get_v3("12/31/9999 23:59:00").unwrap();
        assert_eq!(time.to_request_format(), "9999-12-31 23:59:00");
        assert!(!time.has_seconds());
    }

    #[test]
    fn what_is_on_no_calendar_or_clock_is_refused() {
        let refused = [
            "2023-02-29 09:00",
            "1900-02-29 09:00",
            "2100-02-29 09:00",
            "0000-01-01 09:00",
            "2024-00-01 09:00",
            "2024-13-01 09:00",
            "2024-04-31 09:00",
            "2024-01-00 09:00",
            "2024-01-01 24:00",
            "2024-01-01 09:60",
            "2024-01-01 09:00:60",
        ];
        for text in refused {
            assert_eq!(CivilDateTime::parse(text), None, "{text}");
        }
        assert!(CivilDateTime::parse("2000-02-29 09:00").is_some());
    }

    #[test]
    fn only_the_exact_form_is_read() {
        let refused = [
            "",
            "2024-01-01",
            "2024-01-01t09:00",
            "2024-01-01  09:00",
            "2024-01-01 9:00",
            "24-01-01 09:00",
            "2024-01-01 09:00:00.5",
            "2024-01-01 09:00Z",
            "2024-01-01 09:00+05:30",
            "2024-01-01 09:00 ",
            "+024-01-01 09:00",
            "२०२४-01-01 09:00",
            "01/02/2024 09:00:00",
        ];
        for text in refused {
            assert_eq!(CivilDateTime::parse(text), None, "{text}");
        }
        for text in [
            "01/02/2024 09:00",
            "13/02/2024 09:00:00",
            "2024-01-01 09:00:00",
        ] {
            assert_eq!(CivilDateTime::parse_get_v3(text), None, "{text}");
        }
    }
}
