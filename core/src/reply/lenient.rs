//! The lenient reader, for what is not JSON: the vendor's own pages print replies without braces,
//! with curly quotes, with a lost quote, or with a quote inside a bracket.

use std::borrow::Cow;

use super::body::Body;
use super::json::is_number;
use super::words::{KEYS, Reading, Words};
use crate::text::{is_space, trim};

/// The words of a body that is not JSON. Bytes that are not UTF-8 are dropped.
pub(super) fn read(body: Body<'_>) -> Words<'_> {
    if let Some(text) = body.text {
        return words(text);
    }
    let mut text = String::with_capacity(body.bytes.len());
    let chunks = body.bytes.utf8_chunks();
    chunks.for_each(|chunk| text.push_str(chunk.valid()));
    words(&text).into_owned()
}

/// The words that stand after labels. A text that begins like HTML has none, nor has one whose
/// first label does not begin it: an error page that repeats a comment must not speak for the
/// vendor.
fn words(text: &str) -> Words<'_> {
    let mut words = Words::read_as(Reading::Lenient);
    let text = trim(text);
    if text.starts_with('<') {
        return words;
    }
    let mut labels = Labels::of(text);
    let mut label = labels.next();
    let begin = label.map_or("", |first| &text[..first.start]);
    if !begin
        .chars()
        .all(|c| is_space(c) || is_quote(c) || matches!(c, '{' | '}'))
    {
        return words;
    }
    while let Some(this) = label {
        label = labels.next();
        let end = label.as_ref().map_or(text.len(), |next| next.start);
        if let Some(word) = word(&text[this.value..end], label.is_none()) {
            words.add(this.key, Cow::Borrowed(word));
        }
    }
    words
}

/// One label, from its opening quote (if any) to its colon.
#[derive(Debug, Clone, Copy)]
struct Label {
    key: usize,
    start: usize,
    /// Where its value begins: behind the colon.
    value: usize,
}

/// What stands before a place, white space aside: a label counts only behind some of them.
#[derive(Debug, Clone, Copy)]
enum Last {
    /// Nothing, a new line, `{` or `,`.
    Break,
    /// A colon: a quote that follows opens a value.
    Colon,
    /// A quote behind a break. It opens a label if the label's word follows at once.
    Opening,
    /// A quote that opens a value.
    OpeningValue,
    /// Any other quote.
    Closing,
    Other,
}

/// Finds labels, in one pass from left to right.
#[derive(Debug)]
struct Labels<'a> {
    text: &'a str,
    at: usize,
    last: Last,
}

impl<'a> Labels<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            last: Last::Break,
        }
    }

    fn next(&mut self) -> Option<Label> {
        while let Some(c) = self.text[self.at..].chars().next() {
            // Most of a text is letters behind letters, where no label begins.
            if c.is_ascii_alphanumeric() && matches!(self.last, Last::Other) {
                self.at += 1;
                continue;
            }
            if let Some(label) = self.label_here() {
                self.at = label.value;
                self.last = Last::Colon;
                return Some(label);
            }
            self.last = self.after(c);
            self.at += c.len_utf8();
        }
        None
    }

    fn after(&self, c: char) -> Last {
        match (c, self.last) {
            ('\n' | '\r' | '{' | ',', _) => Last::Break,
            (':', _) => Last::Colon,
            // A quote that a space parts from what follows it opens no label.
            (_, Last::Opening) if is_space(c) => Last::Other,
            (_, last) if is_space(c) => last,
            (_, Last::Break) if is_quote(c) => Last::Opening,
            (_, Last::Colon) if is_quote(c) => Last::OpeningValue,
            _ if is_quote(c) => Last::Closing,
            _ => Last::Other,
        }
    }

    /// The label whose word begins here, if one does and it may.
    fn label_here(&self) -> Option<Label> {
        if matches!(self.last, Last::Colon | Last::OpeningValue | Last::Other) {
            return None;
        }
        let first = *self.text.as_bytes().get(self.at)?;
        let begins = |word: &str| word.as_bytes()[0].eq_ignore_ascii_case(&first);
        if !KEYS.iter().any(|word| begins(word)) {
            return None;
        }
        let before = self.text[..self.at].char_indices().next_back();
        let start = match before {
            Some((quote, c)) if is_quote(c) => quote,
            _ => self.at,
        };
        let rest = &self.text[self.at..];
        let key = KEYS.iter().position(|word| {
            rest.get(..word.len())
                .is_some_and(|begin| begin.eq_ignore_ascii_case(word))
        })?;
        let rest = rest[KEYS[key].len()..].trim_start_matches(is_quote);
        let rest = rest.trim_start_matches(is_space).strip_prefix(':')?;
        Some(Label {
            key,
            start,
            value: self.text.len() - rest.len(),
        })
    }
}

/// The word in what stands between a label and the next one (or the end of the body).
fn word(value: &str, is_last: bool) -> Option<&str> {
    let line = value.find(['\n', '\r']).unwrap_or(value.len());
    let end = closing_quote(value, is_last).unwrap_or(line).min(line);
    let value = trim_ends(&value[..end], false);
    if value == "null" || is_number(value) {
        return None;
    }
    Some(trim_ends(value, true))
}

/// Where the quote is that ends a value: one that `,`, `}` or the body's end follows.
fn closing_quote(value: &str, is_last: bool) -> Option<usize> {
    let mut quote = None;
    for (at, c) in value.char_indices() {
        match c {
            ',' | '}' if quote.is_some() => return quote,
            _ if is_quote(c) => quote = Some(at),
            _ if is_space(c) => {}
            _ => quote = None,
        }
    }
    quote.filter(|_| is_last)
}

/// The value without the white space, commas and braces (and quotes) at its two ends.
fn trim_ends(value: &str, quotes: bool) -> &str {
    value.trim_matches(|c| is_space(c) || matches!(c, ',' | '{' | '}') || quotes && is_quote(c))
}

/// Whether a label stands anywhere in a text.
pub(super) fn has_label(text: &str) -> bool {
    Labels::of(text).next().is_some()
}

pub(super) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201F}')
}
