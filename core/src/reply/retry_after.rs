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
