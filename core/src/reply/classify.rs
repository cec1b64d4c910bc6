//! From one HTTP reply to what it means: the body decides first, and the HTTP status only where
//! the body doesn't.

use std::borrow::Cow;

use super::extract;
use super::http_table::{decides_unknown_failure, meaning_of};
use super::json::NotJson;
use super::meaning::Meaning;
use super::status_word::StatusWord;
use super::table::{self, Polarity, Rule, Scope};
use super::words::Words;
use super::{BODY_LIMIT, Reply, TEXT_LIMIT, lenient, retry_after, strict};
use crate::codes::Outcome;
use crate::text;

/// Cuts out of a text what must not be kept.
pub(super) type Scrub<'a> = Option<&'a dyn Fn(&str) -> String>;

/// The parts of one HTTP reply that classification looks at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Parts<'a> {
    pub(super) http_status: u16,
    pub(super) body: &'a [u8],
    pub(super) retry_after: Option<&'a str>,
    pub(super) date: Option<&'a str>,
}

/// Says what the reply to a request that sets a disposition means.
///
/// It is total: any status and any bytes have an answer. `retry_after` and `date` are the values
/// of the reply's headers; a wait given as a date counts from `date`, as no clock is read here.
/// A body of more than [`BODY_LIMIT`] bytes has no words, so the status alone decides. Nothing
/// larger than the body is allocated.
///
/// ```
/// use cloudagent_disposition::{Advice, Effect, Outcome, classify};
///
/// let reply = classify(200, br#"{"status": "Fail", "details": "Invalid agent"}"#, None, None);
/// assert_eq!(reply.outcome, Outcome::InvalidAgent);
/// assert_eq!(reply.effect, Effect::NotApplied);
/// assert_eq!(reply.advice, Advice::FixRequest);
/// ```
pub fn classify(
    http_status: u16,
    body: &[u8],
    retry_after: Option<&str>,
    date: Option<&str>,
) -> Reply {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.set(None).into_owned()
}

/// [`classify`] without copies: a text points into the body, or to a constant, unless it had to be
/// changed (an escape undone, a control character replaced, broken UTF-8 left out).
///
/// ```
/// use std::borrow::Cow;
/// use cloudagent_disposition::classify_borrowed;
///
/// let body = br#"{"status": "Fail", "details": "Invalid agent"}"#;
/// let reply = classify_borrowed(200, body, None, None);
/// assert!(matches!(reply.details, Some(Cow::Borrowed("Invalid agent"))));
/// ```
pub fn classify_borrowed<'a>(
    http_status: u16,
    body: &'a [u8],
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
) -> Reply<Cow<'a, str>> {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.set(None)
}

/// [`classify`], with what must not be kept cut out of every text of the reply. Texts are scrubbed
/// before they are cut to their length: half a secret at a cut would not be found.
pub(crate) fn classify_scrubbed(
    http_status: u16,
    body: &[u8],
    retry_after: Option<&str>,
    date: Option<&str>,
    scrub: &dyn Fn(&str) -> String,
) -> Reply {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.set(Some(scrub)).into_owned()
}

/// What decided on a reply.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    /// A row whose text matched.
    Known(&'static Rule),
    /// A row for what no text matches.
    Rest(&'static Rule),
    /// The table of HTTP statuses.
    Http(Meaning),
}

impl<'a> Parts<'a> {
    /// The body that is read: nothing of a body that is too long, the rest without a byte order
    /// mark and white space round it.
    pub(super) fn readable(&self) -> &'a [u8] {
        if self.body.len() > BODY_LIMIT {
            return &[];
        }
        trim_bytes(self.body)
    }

    fn set(&self, scrub: Scrub<'_>) -> Reply<Cow<'a, str>> {
        let body = self.readable();
        match strict::words(body) {
            Ok(words) => self.reply(&words, Scope::Every, scrub),
            Err(NotJson) => self.reply(&lenient::read(body), Scope::Every, scrub),
        }
    }

    /// The reply that these words make.
    pub(super) fn reply(
        &self,
        words: &Words<'a>,
        scope: Scope,
        scrub: Scrub<'_>,
    ) -> Reply<Cow<'a, str>> {
        let (meaning, recognised) = match verdict(words, self.http_status, scope) {
            Verdict::Known(rule) => (rule.meaning(), true),
            Verdict::Rest(rule) => (rule.meaning(), false),
            Verdict::Http(meaning) => (meaning, false),
        };
        let mut reply = Reply::of(meaning);
        reply.recognised = recognised;
        reply.status = words.status().map(|word| for_logs(word.clone(), scrub));
        reply.details = words.text().map(|word| for_logs(word.clone(), scrub));
        if carries_wait(meaning.outcome) {
            reply.retry_after_seconds = retry_after::seconds(self.retry_after, self.date);
        }
        if recognised {
            if let Some(text) = words.text().or(words.status()) {
                let part = |find: &dyn Fn(&str) -> Option<&str>| {
                    part_of(text, find).map(|part| for_logs(part, scrub))
                };
                match meaning.outcome {
                    Outcome::UnknownCall => {
                        reply.ucid = part(&|text| extract::number_after(text, "ucid"));
                        reply.did = part(&|text| extract::number_after(text, "did"));
                    }
                    Outcome::InvalidAction => reply.action = part(&extract::action),
                    _ => {}
                }
            }
        }
        reply
    }
}

/// What `find` finds in a word, borrowed from where the word is.
fn part_of<'a>(word: &Cow<'a, str>, find: impl Fn(&str) -> Option<&str>) -> Option<Cow<'a, str>> {
    match word {
        Cow::Borrowed(word) => find(word).map(Cow::Borrowed),
        Cow::Owned(word) => find(word).map(|part| Cow::Owned(part.to_owned())),
    }
}

/// Section 4 of the rules, in one match: what the status word says against what the text says.
fn verdict(words: &Words<'_>, http_status: u16, scope: Scope) -> Verdict {
    if words.contradictory {
        return Verdict::Rest(&table::CONTRADICTORY);
    }
    // Without a text, the status word is looked up as the text too.
    let known = words
        .text()
        .or(words.status())
        .and_then(|text| table::find(text, scope));
    let polarity = known.map(|rule| rule.polarity);
    let status = words.status().map(|word| StatusWord::of(word));
    match (status, known, polarity) {
        (None, Some(rule), _)
        | (_, Some(rule), Some(Polarity::Either))
        | (Some(StatusWord::Success), Some(rule), Some(Polarity::Success))
        | (Some(StatusWord::Failure | StatusWord::Other), Some(rule), Some(Polarity::Failure)) => {
            Verdict::Known(rule)
        }
        (Some(_), Some(_), _) => Verdict::Rest(&table::CONTRADICTORY),
        (Some(StatusWord::Success), None, _) => {
            if words.strict && (200..300).contains(&http_status) {
                Verdict::Rest(&table::SUCCEEDED)
            } else {
                Verdict::Rest(&table::CONTRADICTORY)
            }
        }
        (Some(StatusWord::Failure), None, _) if !decides_unknown_failure(http_status) => {
            Verdict::Rest(&table::REJECTED)
        }
        (None | Some(StatusWord::Failure | StatusWord::Other), None, _) => {
            Verdict::Http(meaning_of(http_status))
        }
    }
}

/// The outcomes that say when to come back.
fn carries_wait(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::RateLimited | Outcome::Unavailable | Outcome::UnableToDispose
    )
}

/// A text of the vendor's as it may stand in a log: control characters become spaces, so that it
/// stays in its line, and [`TEXT_LIMIT`] characters are enough.
fn for_logs<'a>(text: Cow<'a, str>, scrub: Scrub<'_>) -> Cow<'a, str> {
    let text = match scrub {
        Some(scrub) => Cow::Owned(scrub(&text)),
        None => text,
    };
    let shown = text::cut(&text, TEXT_LIMIT);
    let is_plain = shown.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_plain && shown.contains(char::is_control) {
        let mut plain = String::with_capacity(shown.len());
        plain.extend(shown.chars().map(|c| if c.is_control() { ' ' } else { c }));
        return Cow::Owned(plain);
    }
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text::cut(text, TEXT_LIMIT)),
        Cow::Owned(mut text) => {
            text.truncate(text::cut(&text, TEXT_LIMIT).len());
            Cow::Owned(text)
        }
    }
}

/// [`text::trim`] for bytes that need not be UTF-8.
fn trim_bytes(body: &[u8]) -> &[u8] {
    if let Ok(body) = std::str::from_utf8(body) {
        return text::trim(body).as_bytes();
    }
    let leading = body.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    let start = leading.len() - leading.trim_start_matches(text::is_space).len();
    let trailing = match body.utf8_chunks().last() {
        Some(chunk) if chunk.invalid().is_empty() => chunk.valid(),
        _ => "",
    };
    let end = body.len() - (trailing.len() - trailing.trim_end_matches(text::is_space).len());
    &body[start..end]
}
