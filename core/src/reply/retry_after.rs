//! The `Retry-After` header (RFC 9110, 10.2.3).

/// The longest wait that is believed.
const LIMIT_SECONDS: u32 = 24 * 60 * 60;

/// How many seconds to wait. An HTTP date counts from the reply's own `Date`, since no clock is
/// read here: without one it says nothing.
pub(super) fn seconds(retry_after: Option<&str>, date: Option<&str>) -> Option<u32> {
    let value = without_padding(retry_after?);
    if value.is_empty() {
        return None;
    }
    if value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.bytes().fold(0, |seconds: u32, digit| {
            let seconds = seconds * 10 + u32::from(digit - b'0');
            seconds.min(LIMIT_SECONDS)
        }));
    }
    let until = httpdate::parse_http_date(value).ok()?;
    let now = httpdate::parse_http_date(without_padding(date?)).ok()?;
    let wait = until.duration_since(now).unwrap_or_default();
    let seconds = u32::try_from(wait.as_secs()).unwrap_or(u32::MAX);
    Some(seconds.min(LIMIT_SECONDS))
}

/// A header's value without the white space that HTTP allows round it.
fn without_padding(value: &str) -> &str {
    value.trim_matches([' ', '\t'])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Option<&str> = Some("Sun, 22 Nov 2026 10:00:00 GMT");

    #[test]
    fn digits_are_seconds_and_a_day_is_the_most() {
        for (value, expected) in [
            ("0", Some(0)),
            (" 007\t", Some(7)),
            ("86400", Some(86_400)),
            ("86401", Some(86_400)),
            ("99999999999999999999999999", Some(86_400)),
            ("", None),
            ("-1", None),
            ("+1", None),
            ("1.5", None),
            ("१२", None),
            ("soon", None),
        ] {
            assert_eq!(seconds(Some(value), None), expected, "{value}");
        }
        assert_eq!(seconds(None, NOW), None);
    }

    #[test]
    fn a_date_counts_from_the_replys_own() {
        for (value, expected) in [
            ("Sun, 22 Nov 2026 10:02:00 GMT", Some(120)),
            ("Sunday, 22-Nov-26 10:02:00 GMT", Some(120)),
            ("Sun Nov 22 10:02:00 2026", Some(120)),
            ("Sun, 22 Nov 2026 09:00:00 GMT", Some(0)),
            ("Wed, 25 Nov 2026 10:00:00 GMT", Some(86_400)),
            ("Sun, 22 Nov 2026", None),
        ] {
            assert_eq!(seconds(Some(value), NOW), expected, "{value}");
            assert_eq!(seconds(Some(value), None), None, "{value}");
            assert_eq!(seconds(Some(value), Some("today")), None, "{value}");
        }
    }
}
