//! Cuts what must not be repeated out of the texts that a reply brought.

mod search;
mod spelling;

use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::text::{present, trim};
use search::Needle;
use spelling::Spelled;

/// A comment of fewer characters tells nothing, and stands in half of the vendor's own words.
const SHORTEST_COMMENT: usize = 4;

const SECRET: u8 = 1;
const COMMENT: u8 = 2;

/// The texts to cut out (none by default), however a server spells them: as they are,
/// percent-encoded, as form data, escaped for JSON or for HTML, in any mixture and depth.
#[derive(Default)]
pub(crate) struct Scrubber {
    secrets: Vec<Zeroizing<String>>,
    comment: Option<Zeroizing<String>>,
}

/// What is cut out of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cut {
    /// Secrets and the comment; but so many bytes at the beginning are the vendor's own.
    All {
        /// How many.
        but: usize,
    },
    /// Secrets only.
    Secrets,
}

impl Scrubber {
    /// Every key and token of a call, and its comment.
    pub(crate) fn new<'a>(
        secrets: impl IntoIterator<Item = &'a str>,
        comment: Option<&str>,
    ) -> Self {
        let secrets = secrets
            .into_iter()
            .filter(|secret| present(Some(secret)).is_some());
        let comment = present(comment)
            .filter(|comment| trim(comment).chars().nth(SHORTEST_COMMENT - 1).is_some());
        Self {
            secrets: secrets
                .map(|secret| Zeroizing::new(secret.to_owned()))
                .collect(),
            comment: comment.map(|comment| Zeroizing::new(comment.to_owned())),
        }
    }

    /// The beginning of a text without them, up to about so many characters. What is cut later is
    /// scrubbed now, so that no half of a secret stays at a cut.
    pub(crate) fn scrub(&self, text: &str, cut: Cut, limit: usize) -> String {
        self.scrub_part(text, 0..text.len(), cut, limit)
    }

    /// A part of a text, as [`scrub`](Self::scrub) leaves it: what is cut out may be longer than the
    /// part, which by itself would tell a piece of it.
    pub(crate) fn scrub_part(
        &self,
        text: &str,
        part: Range<usize>,
        cut: Cut,
        limit: usize,
    ) -> String {
        let hidden = &self.hidden(text, cut)[part.clone()];
        let text = &text[part];
        let mut kept = String::new();
        let (mut at, mut left) = (0, limit);
        while let Some(c) = text[at..].chars().next().filter(|_| left > 0) {
            left -= 1;
            if hidden[at] == 0 {
                kept.push(c);
                at += c.len_utf8();
                continue;
            }
            let begin = at;
            while at < text.len() && (hidden[at] != 0 || !text.is_char_boundary(at)) {
                at += 1;
            }
            let is_secret = hidden[begin..at].iter().all(|kind| kind & SECRET != 0);
            kept.push_str(if is_secret {
                "[redacted]"
            } else {
                "[comments]"
            });
        }
        kept
    }

    /// How many bytes any one spelling of a secret may take.
    pub(crate) fn longest_secret(&self) -> usize {
        const ESCAPED: usize = "\\ud83d\\ude42".len();
        let lengths = self.secrets.iter().map(|secret| secret.len());
        lengths.max().map_or(0, |length| ESCAPED * length)
    }

    /// For each byte of a text, what it is a part of.
    fn hidden(&self, text: &str, cut: Cut) -> Vec<u8> {
        let mut hidden = vec![0; text.len()];
        let comment = self.comment.as_ref().filter(|_| cut != Cut::Secrets);
        if self.secrets.is_empty() && comment.is_none() {
            return hidden;
        }
        let spelled = Spelled::of(text.as_bytes());
        let secrets = self.secrets.iter().map(|secret| (&***secret, 1, SECRET));
        let comment = comment.map(|comment| (&***comment, SHORTEST_COMMENT, COMMENT));
        for (needle, shortest, kind) in secrets.chain(comment) {
            // As it was given, and as a server sees it that trims.
            Needle::of(needle, shortest).mark(&spelled, kind, &mut hidden);
            if trim(needle) != needle {
                Needle::of(trim(needle), shortest).mark(&spelled, kind, &mut hidden);
            }
        }
        if let Cut::All { but } = cut {
            hidden[..but].fill(0);
        }
        hidden
    }
}

/// What it holds is what nobody may print.
impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.secrets.len() + usize::from(self.comment.is_some());
        write!(f, "Scrubber({count} texts)")
    }
}

#[cfg(test)]
mod tests;
