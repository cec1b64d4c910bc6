//! An object behind PHP's own words, looked for by hand.

use super::json::{self, Json};
use super::{is_space, labels};

const PHP_WORDS: &[&str] = &[
    "warning:",
    "notice:",
    "deprecated:",
    "strict standards:",
    "parse error:",
    "fatal error:",
    "recoverable fatal error:",
];

pub(crate) fn read(body: &[u8], known_keys: &[&str]) -> Option<Json> {
    let text = String::from_utf8_lossy(body);
    let trimmed = text.trim_matches(is_space);
    if trimmed.starts_with(|c| labels::is_quote(c) || c == '{' || c == '[') {
        return None;
    }
    let begins_line = |before: &str| {
        let plain = before.trim_end_matches(|c| is_space(c) && c != '\n' && c != '\r');
        plain.is_empty() || plain.ends_with(['\n', '\r'])
    };
    // Bytes and not characters, so that places stay what they are where the body is no text.
    let place = (0..body.len()).find(|at| {
        let before = String::from_utf8_lossy(&body[..*at]);
        body[*at] == b'{' && (begins_line(&before) || before.ends_with('>'))
    })?;
    let mut preface: String = body[..place]
        .utf8_chunks()
        .map(|chunk| chunk.valid())
        .collect();
    while let Some(open) = preface.find('<') {
        let Some(close) = preface[open..].find('>') else {
            break;
        };
        preface.replace_range(open..=open + close, "");
    }
    let preface = preface.trim_matches(is_space);
    let message = preface.to_ascii_lowercase();
    let message = message.strip_prefix("php ").unwrap_or(&message);
    if !PHP_WORDS.iter().any(|word| message.starts_with(word)) || labels::any(preface) {
        return None;
    }
    let rest = &body[place..];
    match json::parse(rest, known_keys) {
        Some(object @ Json::Object(_)) => Some(object),
        _ => None,
    }
}
