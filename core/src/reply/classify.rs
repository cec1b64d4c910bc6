//! From one HTTP reply to what it means: the body decides first, and the HTTP status only where
//! the body doesn't.

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
    parts.set(Some(scrub))
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

    fn set(&self, scrub: Scrub<'_>) -> Reply {
        let body = self.readable();
        match strict::words(body) {
            Ok(words) => self.reply(&words, Scope::Every, scrub),
            Err(NotJson) => {
                let text = lenient::text(body);
                self.reply(&lenient::words(&text), Scope::Every, scrub)
            }
        }
    }

    /// The reply that these words make.
    pub(super) fn reply(&self, words: &Words<'_>, scope: Scope, scrub: Scrub<'_>) -> Reply {
        let (meaning, recognised) = match verdict(words, self.http_status, scope) {
            Verdict::Known(rule) => (rule.meaning(), true),
            Verdict::Rest(rule) => (rule.meaning(), false),
            Verdict::Http(meaning) => (meaning, false),
        };
        let shown = |text: &str| match scrub {
            Some(scrub) => for_logs(&scrub(text)),
            None => for_logs(text),
        };
        let mut reply = Reply::of(meaning);
        reply.recognised = recognised;
        reply.status = words.status().map(shown);
        reply.details = words.text().map(shown);
        if carries_wait(meaning.outcome) {
            reply.retry_after_seconds = retry_after::seconds(self.retry_after, self.date);
        }
        if recognised {
            let text = words.text().or(words.status()).unwrap_or_default();
            match meaning.outcome {
                Outcome::UnknownCall => {
                    reply.ucid = extract::number_after(text, "ucid").map(shown);
                    reply.did = extract::number_after(text, "did").map(shown);
                }
                Outcome::InvalidAction => reply.action = extract::action(text).map(shown),
                _ => {}
            }
        }
        reply
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
    match (words.status().map(StatusWord::of), known, polarity) {
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
fn for_logs(text: &str) -> String {
    let text = text::cut(text, TEXT_LIMIT);
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return text.to_owned();
    }
    let mut shown = String::with_capacity(text.len());
    for (index, part) in text.split(char::is_control).enumerate() {
        if index > 0 {
            shown.push(' ');
        }
        shown.push_str(part);
    }
    shown
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
