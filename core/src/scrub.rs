//! Cuts what must not be repeated out of the texts that a reply brought.

use std::borrow::Cow;
use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::account::Account;
use crate::request::DispositionRequest;
use crate::text::{present, trim};

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The texts to cut out, each with what stands in its place. The longest come first, so that a
/// secret inside another never leaves the rest of it behind.
pub(crate) struct Scrubber {
    patterns: Vec<(String, &'static str)>,
}

impl Scrubber {
    pub(crate) fn new(account: &Account, request: &DispositionRequest) -> Self {
        let mut patterns = Vec::new();
        add_forms(&mut patterns, account.secret(), "[redacted]");
        add_forms(&mut patterns, request.comments.as_deref(), "[comments]");
        patterns.sort_by(|(one, _), (other, _)| other.len().cmp(&one.len()).then(one.cmp(other)));
        patterns.dedup_by(|(one, _), (other, _)| one == other);
        Self { patterns }
    }

    /// The text without them. Each pattern is searched once along the text, so the time grows
    /// with its length only.
    pub(crate) fn scrub<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let find = |pattern: &str, from: usize| text[from..].find(pattern).map(|at| from + at);
        let mut next: Vec<Option<usize>> = self
            .patterns
            .iter()
            .map(|(pattern, _)| find(pattern, 0))
            .collect();
        let mut kept = String::new();
        let mut copied = 0;
        // The first of those that begin soonest is the longest of them.
        while let Some((at, which)) = next
            .iter()
            .enumerate()
            .filter_map(|(which, at)| at.map(|at| (at, which)))
            .min()
        {
            let (pattern, mark) = &self.patterns[which];
            kept.push_str(&text[copied..at]);
            kept.push_str(mark);
            copied = at + pattern.len();
            for ((pattern, _), at) in self.patterns.iter().zip(&mut next) {
                if at.is_some_and(|at| at < copied) {
                    *at = find(pattern, copied);
                }
            }
        }
        if copied == 0 {
            return Cow::Borrowed(text);
        }
        kept.push_str(&text[copied..]);
        Cow::Owned(kept)
    }
}

/// What it holds is what nobody may print.
impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Scrubber({} patterns)", self.patterns.len())
    }
}

/// A server may repeat a text as it stood in the URL, in a form, in JSON, or trimmed.
fn add_forms(patterns: &mut Vec<(String, &'static str)>, text: Option<&str>, mark: &'static str) {
    let Some(text) = present(text) else { return };
    for text in [text, trim(text)] {
        let encoded = utf8_percent_encode(text, ENCODED).to_string();
        let json = serde_json::Value::from(text).to_string();
        patterns.push((text.to_owned(), mark));
        patterns.push((lower_hex(&encoded), mark));
        patterns.push((encoded.replace("%20", "+"), mark));
        patterns.push((lower_hex(&encoded.replace("%20", "+")), mark));
        patterns.push((encoded, mark));
        patterns.push((json[1..json.len() - 1].to_owned(), mark));
    }
}

/// `%2F` as `%2f`: servers write either.
fn lower_hex(encoded: &str) -> String {
    let mut hex_left = 0;
    let lower = |c: char| {
        if c == '%' {
            hex_left = 2;
        } else if hex_left > 0 {
            hex_left -= 1;
            return c.to_ascii_lowercase();
        }
        c
    };
    encoded.chars().map(lower).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::ApiKey;

    fn scrubber(key: &str, comments: &str) -> Scrubber {
        let account = Account::with_api_key("acme", ApiKey::new(key));
        Scrubber::new(&account, &DispositionRequest::new().comments(comments))
    }

    #[test]
    fn every_form_of_the_secret_and_the_comment_is_cut_out() {
        let scrubber = scrubber("KK/1+2", " call \"back\" नमस्ते ");
        let texts = [
            ("bad key KK/1+2.", "bad key [redacted]."),
            ("?apiKey=KK%2F1%2B2&x", "?apiKey=[redacted]&x"),
            ("?apiKey=KK%2f1%2b2&x", "?apiKey=[redacted]&x"),
            ("[call \"back\" नमस्ते]", "[[comments]]"),
            (r#"{"c":"call \"back\" नमस्ते"}"#, r#"{"c":"[comments]"}"#),
            (
                "c=call%20%22back%22%20%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87.",
                "c=[comments].",
            ),
            (
                "c=call+%22back%22+%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87.",
                "c=[comments].",
            ),
        ];
        for (text, expected) in texts {
            assert_eq!(scrubber.scrub(text), expected);
        }
    }

    #[test]
    fn nothing_to_hide_changes_nothing() {
        assert!(matches!(
            scrubber("", "  ").scrub("Invalid agent"),
            Cow::Borrowed(_)
        ));
    }

    #[test]
    fn a_secret_within_the_comment_leaves_no_part_of_either() {
        assert_eq!(
            scrubber("KK", "my KK key").scrub("echo: my KK key, KK"),
            "echo: [comments], [redacted]"
        );
    }
}
