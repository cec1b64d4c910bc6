//! A reply behind PHP's own warnings: a server that shows its errors prints them before the JSON.

use super::body::Body;
use super::lenient::{has_label, is_quote};
use super::strict;
use super::table::Scope;
use super::words::{Reading, Words};
use crate::text::{is_space, trim};

/// How PHP's own words begin, in lower case.
const PHP_WORDS: [&str; 7] = [
    "warning:",
    "notice:",
    "deprecated:",
    "strict standards:",
    "parse error:",
    "fatal error:",
    "recoverable fatal error:",
];

/// The words of the one JSON object behind a preface, where the body is so; it grants nothing.
pub(super) fn words(body: Body<'_>) -> Option<Words<'_>> {
    let mut words = strict::object(object(body)?, Scope::Every).ok()?.words;
    words.reading = Reading::Preface;
    Some(words)
}

/// What stands behind a preface, from the first place that an object can begin at. Only that place
/// is tried: what stands further on may be anybody's.
pub(super) fn object(body: Body<'_>) -> Option<Body<'_>> {
    let bytes = body.bytes;
    let first = String::from_utf8_lossy(&bytes[..bytes.len().min(4)]);
    if first.starts_with(|c| is_quote(c) || matches!(c, '{' | '[')) {
        return None;
    }
    let place = object_place(bytes)?;
    let preface: String = bytes[..place]
        .utf8_chunks()
        .map(|chunk| chunk.valid())
        .collect();
    is_php(trim(&without_tags(&preface))).then(|| body.part(place..bytes.len()))
}

/// The first `{` that begins a line, white space aside, or follows `>`.
fn object_place(body: &[u8]) -> Option<usize> {
    let mut at = 0;
    let (mut begins_line, mut follows_tag) = (true, false);
    for chunk in body.utf8_chunks() {
        for (offset, c) in chunk.valid().char_indices() {
            if c == '{' && (begins_line || follows_tag) {
                return Some(at + offset);
            }
            begins_line = matches!(c, '\n' | '\r') || begins_line && is_space(c);
            follows_tag = c == '>';
        }
        at += chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            (begins_line, follows_tag) = (false, false);
        }
    }
    None
}

/// A text without its tags. A `<` that nothing closes is none.
fn without_tags(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        let Some((_, behind)) = tag.split_once('>') else {
            break;
        };
        plain.push_str(before);
        rest = behind;
    }
    plain + rest
}

/// Whether a text is PHP's: it begins as its messages do, and no label stands in it.
fn is_php(text: &str) -> bool {
    let begins = |text: &str, word: &str| {
        let begin = text.get(..word.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(word))
    };
    let message = if begins(text, "php ") {
        &text[4..]
    } else {
        text
    };
    PHP_WORDS.iter().any(|word| begins(message, word)) && !has_label(text)
}
