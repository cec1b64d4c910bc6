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
