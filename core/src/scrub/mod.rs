//! Cuts what must not be repeated out of the texts that a reply brought.

mod spelling;

use std::fmt;

use crate::account::Account;
use crate::request::DispositionRequest;
use crate::text::{present, trim};

/// The texts to cut out (none by default), however a server spells them: as they are, percent-encoded, as form data,
/// escaped for JSON or for HTML.
#[derive(Default)]
pub(crate) struct Scrubber {
    secrets: Vec<Pattern>,
    comments: Vec<Pattern>,
}

type Pattern = Vec<char>;

impl Scrubber {
    pub(crate) fn new(account: &Account, request: &DispositionRequest) -> Self {
        Self {
            secrets: patterns(account.secret()),
            comments: patterns(request.comments.as_deref()),
        }
    }

    /// The beginning of a text without them, up to about so many characters. What is cut later is
    /// scrubbed now, so no half of a secret stays at a cut; and since nothing behind the limit is
    /// looked for, the time does not grow with the product of two long texts.
    pub(crate) fn scrub(&self, text: &str, limit: usize) -> String {
        let mut kept = String::new();
        let mut left = limit;
        let mut at = 0;
        while left > 0 {
            let Some(c) = text[at..].chars().next() else {
                break;
            };
            left -= 1;
            match self.cut_at(text, at) {
                Some((end, mark)) => {
                    kept.push_str(mark);
                    at = end;
                }
                None => {
                    kept.push(c);
                    at += c.len_utf8();
                }
            }
        }
        kept
    }

    /// Where what must be cut out at this place ends, and what stands there instead. A secret that
    /// begins within a comment, or within another secret, goes with it to its own end.
    fn cut_at(&self, text: &str, at: usize) -> Option<(usize, &'static str)> {
        let secret = longest(&self.secrets, text, at);
        let comments = longest(&self.comments, text, at);
        let (mut end, mark) = match (secret, comments) {
            (Some(secret), comments) if Some(secret) >= comments => (secret, "[redacted]"),
            (_, comments) => (comments?, "[comments]"),
        };
        let mut inside = at + 1;
        while inside < end {
            if text.is_char_boundary(inside) {
                end = end.max(longest(&self.secrets, text, inside).unwrap_or(end));
            }
            inside += 1;
        }
        Some((end, mark))
    }
}

/// What it holds is what nobody may print.
impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.secrets.len() + self.comments.len();
        write!(f, "Scrubber({count} patterns)")
    }
}

/// The text as it was given, and as a server sees it that trims.
fn patterns(text: Option<&str>) -> Vec<Pattern> {
    let Some(text) = present(text) else {
        return Vec::new();
    };
    let mut patterns = vec![text.chars().collect()];
    if trim(text) != text {
        patterns.push(trim(text).chars().collect());
    }
    patterns
}

fn longest(patterns: &[Pattern], text: &str, at: usize) -> Option<usize> {
    patterns
        .iter()
        .filter_map(|pattern| spelling::end_of(pattern, text.as_bytes(), at))
        .max()
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
    fn every_spelling_of_the_secret_is_cut_out() {
        let scrubber = scrubber("KK/1+2~é", "");
        for spelled in [
            "KK/1+2~é",
            "KK%2F1%2B2~%C3%A9",
            "KK%2f1%2b2%7E%c3%A9",
            "%4b%4B/1+2~é",
            r"KK\/1+2~\u00e9",
            r"KK/1\u002B2~\u00E9",
            "KK&#x2F;1&#43;2~&#233;",
        ] {
            let text = format!("bad key {spelled}, sorry");
            assert_eq!(scrubber.scrub(&text, 500), "bad key [redacted], sorry");
        }
    }

    #[test]
    fn every_spelling_of_the_comment_is_cut_out() {
        let scrubber = scrubber("", " call \"back\" & नमस्ते 🙂\n");
        for spelled in [
            "call \"back\" & नमस्ते 🙂",
            r#"call \"back\" & नमस्ते 🙂"#,
            r#"call \"back\" \u0026 \u0928\u092e\u0938\u094D\u0924\u0947 \ud83d\ude42"#,
            "call%20%22back%22%20%26%20%E0%A4%A8%E0%A4%AE%E0%A4%B8%E0%A5%8D%E0%A4%A4%E0%A5%87%20%F0%9F%99%82",
            "call+%22back%22+%26+%e0%a4%a8%e0%a4%ae%e0%a4%b8%e0%a5%8d%e0%a4%a4%e0%a5%87+%f0%9f%99%82",
            "call &quot;back&quot; &amp; नमस्ते 🙂",
        ] {
            assert_eq!(scrubber.scrub(&format!("<{spelled}>"), 500), "<[comments]>");
        }
        let whole = scrubber.scrub("c= call \"back\" & नमस्ते 🙂\n.", 500);
        assert_eq!(whole, "c=[comments].", "the white space round it goes too");
    }

    #[test]
    fn nothing_to_hide_changes_nothing() {
        let text = "Invalid agent 50% \\u00 &amp; &# नम";
        assert_eq!(scrubber("", "  ").scrub(text, 500), text);
        assert_eq!(scrubber("KK-other", "other").scrub(text, 500), text);
        assert_eq!(scrubber("", "").scrub("नमस्ते", 2), "नम");
    }

    #[test]
    fn a_secret_that_overlaps_the_comment_leaves_no_part_behind() {
        let overlapping = scrubber("KK1", "call K");
        assert_eq!(overlapping.scrub("call KK1.", 500), "[comments].");
        let within = scrubber("KK", "my KK key");
        assert_eq!(within.scrub("my KK key, KK", 500), "[comments], [redacted]");
    }

    #[test]
    fn no_half_of_a_secret_stays_at_the_limit() {
        let scrubbed = scrubber("KK-secret", "").scrub(&format!("{}KK-secret", "x".repeat(7)), 8);
        assert_eq!(scrubbed, "xxxxxxx[redacted]");
    }

    #[test]
    fn long_and_alike_texts_cost_no_product() {
        let long = "a".repeat(60_000);
        let scrubber = scrubber("", &(long.clone() + "b"));
        let begun = std::time::Instant::now();
        assert_eq!(scrubber.scrub(&long, 50), "a".repeat(50));
        // Looking behind the limit too would take a thousand times as long: minutes.
        assert!(begun.elapsed().as_secs() < 20);
    }
}
