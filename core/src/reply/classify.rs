//! From one HTTP reply to what it means: the body decides first, and the HTTP status only where
//! the body doesn't.

use std::borrow::Cow;
use std::fmt;

use super::body::Body;
use super::http_table::{meaning_of, meaning_of_failure};
use super::json::NotJson;
use super::meaning::{self, Meaning};
use super::status_word::StatusWord;
use super::strict::{self, Found};
use super::table::{self, Known, Polarity, Rule, Scope};
use super::words::{Reading, Words};
use super::{BODY_LIMIT, Reply, TEXT_LIMIT, extract, gzip, lenient, preface, retry_after};
use crate::codes::Outcome;
use crate::http::{HttpReply, status_number};
use crate::scrub::{Cut, Scrubber};
use crate::text;

/// What the answered request held: it must not come back, and it may explain the answer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sent<'a> {
    pub(crate) scrubber: &'a Scrubber,
    pub(crate) ucid: Option<&'a str>,
}

/// One HTTP reply, as far as classification looks at it.
///
/// It is total: any status and any bytes have an answer. No clock is read: a wait that is given as
/// a date counts from `date`. A body of more than [`BODY_LIMIT`] bytes has no words, so the status
/// alone decides. Nothing larger than the body is allocated.
///
/// ```
/// use cloudagent_disposition::{Advice, Effect, Outcome, ReplyParts};
///
/// let body = br#"{"status": "Fail", "details": "Invalid agent"}"#;
/// let reply = ReplyParts::new(200, body).classify();
/// assert_eq!(reply.outcome, Outcome::InvalidAgent);
/// assert_eq!(reply.effect, Effect::NotApplied);
/// assert_eq!(reply.advice, Advice::FixRequest);
/// ```
///
/// It prints its status and its body's size only: a body may echo what was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct ReplyParts<'a> {
    /// The status; one outside 100 to 999 counts as none.
    pub http_status: u16,
    /// The body.
    pub body: &'a [u8],
    /// The value of the header `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// The value of the header `Date`.
    pub date: Option<&'a str>,
}

impl fmt::Debug for ReplyParts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (status, size) = (self.http_status, self.body.len());
        write!(f, "ReplyParts({status}, {size} bytes)")
    }
}

/// [`ReplyParts::classify`] for many replies, in their order: for a table of stored bodies, say. A
/// reply is classified when it is asked for, and nothing is allocated for it beyond what that one
/// needs.
///
/// ```
/// use cloudagent_disposition::{Outcome, ReplyParts, classify_many};
///
/// let bodies: [&[u8]; 2] = [br#"{"status": "Fail", "details": "Invalid agent"}"#, b"<html>"];
/// let replies = bodies.map(|body| ReplyParts::new(200, body));
/// let outcomes: Vec<Outcome> = classify_many(&replies).map(|reply| reply.outcome).collect();
/// assert_eq!(outcomes, [Outcome::InvalidAgent, Outcome::Unrecognised]);
/// ```
pub fn classify_many<'a>(replies: &[ReplyParts<'a>]) -> impl ExactSizeIterator<Item = Reply<'a>> {
    replies.iter().map(ReplyParts::classify)
}

impl<'a> From<&'a HttpReply> for ReplyParts<'a> {
    fn from(reply: &'a HttpReply) -> Self {
        Self {
            http_status: status_number(reply.status.into()),
            body: &reply.body,
            retry_after: reply.retry_after.as_deref(),
            date: reply.date.as_deref(),
        }
    }
}

/// The body as it is read: decompressed, where a server compressed it. `None` where it says it is
/// compressed and can't be read so.
pub(crate) fn uncompressed(body: &[u8]) -> Option<Cow<'_, [u8]>> {
    match gzip::is_gzip(body) {
        true if body.len() > BODY_LIMIT => None,
        true => {
            let decoded = gzip::decode(body, BODY_LIMIT)?;
            (!decoded.more).then_some(Cow::Owned(decoded.bytes))
        }
        false => Some(Cow::Borrowed(body)),
    }
}

/// What decided on a reply.
#[derive(Debug, Clone, Copy)]
enum Verdict {
    /// A row whose text matched.
    Known(&'static Rule),
    /// A row for what no text matches.
    Rest(&'static Rule),
    /// The table of HTTP statuses.
    Http(&'static Meaning),
    /// The table of HTTP statuses, as the words are none to go by.
    NoWords(&'static Meaning),
}

/// What the tables know of the words of a body. Each word is looked up once.
#[derive(Debug, Clone, Copy)]
struct LookedUp {
    /// The row of the text; where there is none, that of the status word.
    known: Option<Known>,
    /// The row of the second text.
    second: Option<Known>,
    status: Option<StatusWord>,
    /// The status word is the list's as it stands.
    status_is_verbatim: bool,
}

impl LookedUp {
    fn of(words: &Words<'_>, scope: Scope) -> Self {
        let row = |text| table::find(text, scope);
        let status = words.status().map(|word| StatusWord::look_up(word));
        Self {
            // Without a text, the status word is looked up as the text too.
            known: words.text().or(words.status()).and_then(|text| row(text)),
            second: words.second_text().and_then(row),
            status: status.map(|(side, _)| side),
            status_is_verbatim: status.is_some_and(|(_, is_verbatim)| is_verbatim),
        }
    }
}

impl<'a> ReplyParts<'a> {
    /// A reply without the two headers.
    pub const fn new(http_status: u16, body: &'a [u8]) -> Self {
        Self {
            http_status,
            body,
            retry_after: None,
            date: None,
        }
    }

    /// With the value of `Retry-After`.
    #[must_use]
    pub const fn retry_after(mut self, value: Option<&'a str>) -> Self {
        self.retry_after = value;
        self
    }

    /// With the value of `Date`.
    #[must_use]
    pub const fn date(mut self, value: Option<&'a str>) -> Self {
        self.date = value;
        self
    }

    /// Says what the reply to a request that sets a disposition means.
    ///
    /// Nothing is copied: a text points into the body, or to a constant, unless it had to be changed
    /// (an escape undone, a control character replaced, broken UTF-8 left out).
    pub fn classify(&self) -> Reply<'a> {
        let mut found = Found::default();
        self.read(Scope::Every, &mut found);
        self.reply(&mut found.words, Scope::Every, None)
    }

    /// [`classify`](Self::classify), for the receipt of a request: what it held is cut out of every
    /// text. Texts are scrubbed before they are cut to their length: half a secret at a cut would not
    /// be found.
    pub(crate) fn classify_sent(&self, sent: Sent<'_>) -> Reply<'a> {
        let mut found = Found::default();
        self.read(Scope::Every, &mut found);
        self.reply(&mut found.words, Scope::Every, Some(sent))
    }

    /// Reads what the body holds, by the first reader that can read it. A body that is too long
    /// holds nothing.
    pub(super) fn read(&self, wanted: Scope, found: &mut Found<'a>) {
        if self.body.len() > BODY_LIMIT {
            return;
        }
        match uncompressed(self.body) {
            Some(Cow::Borrowed(body)) => read(body, wanted, found),
            Some(Cow::Owned(body)) => {
                let mut inner = Found::default();
                read(&body, wanted, &mut inner);
                *found = inner.into_owned();
            }
            None => {}
        }
    }

    /// What these words mean in such a reply, which takes the texts out of them.
    pub(super) fn reply(
        &self,
        words: &mut Words<'a>,
        scope: Scope,
        sent: Option<Sent<'_>>,
    ) -> Reply<'a> {
        let looked_up = LookedUp::of(words, scope);
        let verdict = verdict(words, &looked_up, self.http_status, scope);
        let (meaning, recognised) = match verdict {
            Verdict::Known(rule) => (rule.meaning, true),
            Verdict::Rest(rule) => (rule.meaning, false),
            Verdict::Http(meaning) | Verdict::NoWords(meaning) => (meaning, false),
        };
        let mut reply = Reply::of(meaning);
        reply.recognised = recognised;
        if meaning.carries_wait {
            reply.retry_after_seconds = retry_after::seconds(self.retry_after, self.date);
        }
        if matches!(verdict, Verdict::NoWords(_)) {
            return reply;
        }
        if recognised {
            carry_parts(words, sent, &mut reply);
        }
        let (status, text) = words.take();
        let own_part = |text: &str| looked_up.known.map_or(0, |known| known.rule.own_part(text));
        let is_verbatim = looked_up.known.is_some_and(|known| known.is_verbatim);
        let has_text = text.is_some();
        reply.status = status.map(|word| match looked_up.status {
            Some(StatusWord::Success | StatusWord::Failure) if looked_up.status_is_verbatim => word,
            Some(StatusWord::Success | StatusWord::Failure) => for_logs(sent, word, str::len),
            _ if has_text => for_logs(sent, word, |_| 0),
            _ if is_verbatim => word,
            _ => for_logs(sent, word, own_part),
        });
        reply.details = text.map(|text| match is_verbatim {
            true => text,
            false => for_logs(sent, text, own_part),
        });
        reply
    }
}

/// What a known text carries: the call's numbers, or the action.
fn carry_parts<'a>(words: &Words<'a>, sent: Option<Sent<'_>>, reply: &mut Reply<'a>) {
    let Some(text) = words.text().or(words.status()) else {
        return;
    };
    let part = |find: &dyn Fn(&str) -> Option<&str>| {
        let (Some(sent), Some(part)) = (sent, find(text)) else {
            return part_of(text, find).map(plain);
        };
        let begin = part.as_ptr().addr() - text.as_ptr().addr();
        let part = begin..begin + part.len();
        let cut = sent
            .scrubber
            .scrub_part(text, part, Cut::Secrets, TEXT_LIMIT);
        Some(plain(Cow::Owned(cut)))
    };
    match reply.outcome {
        Outcome::UnknownCall => {
            reply.ucid = part(&|text| extract::number_after(text, "ucid"));
            reply.did = part(&|text| extract::number_after(text, "did"));
            let sent = sent.and_then(|sent| sent.ucid);
            if sent.or(reply.ucid.as_deref()).is_some_and(may_be_rounded) {
                reply.meaning = meaning::UNKNOWN_CALL_ROUNDED;
            }
        }
        Outcome::InvalidAction => reply.action = part(&extract::action),
        _ => {}
    }
}

/// A text of the vendor's as it may stand in a log: what was sent is cut out, but for the part that
/// is the vendor's own. Of a known text that stands verbatim nothing would change.
fn for_logs<'t>(
    sent: Option<Sent<'_>>,
    text: Cow<'t, str>,
    own_part: impl Fn(&str) -> usize,
) -> Cow<'t, str> {
    plain(match sent {
        Some(sent) => {
            let own = own_part(&text);
            let cut = Cut::All { but: own };
            Cow::Owned(sent.scrubber.scrub(&text, cut, TEXT_LIMIT))
        }
        None => text,
    })
}

/// A text that stays in its line: control characters become spaces, and [`TEXT_LIMIT`] characters
/// are enough.
fn plain(text: Cow<'_, str>) -> Cow<'_, str> {
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

fn read<'a>(body: &'a [u8], wanted: Scope, found: &mut Found<'a>) {
    let body = Body::of(body).trim();
    if let Err(NotJson) = strict::read(body, wanted, found) {
        let words = preface::words(body).unwrap_or_else(|| lenient::read(body));
        *found = words.into();
    }
}

/// What `find` finds in a word, borrowed from where the word is.
fn part_of<'a>(word: &Cow<'a, str>, find: impl Fn(&str) -> Option<&str>) -> Option<Cow<'a, str>> {
    match word {
        Cow::Borrowed(word) => find(word).map(Cow::Borrowed),
        Cow::Owned(word) => find(word).map(|part| Cow::Owned(part.to_owned())),
    }
}

/// Whether a ucid looks like one that went through a double, or a spreadsheet's cell: these keep
/// 15 to 17 digits, and what they lose they write as zeros.
fn may_be_rounded(ucid: &str) -> bool {
    let ucid = text::trim(ucid);
    ucid.len() >= 16 && ucid.ends_with('0') && ucid.bytes().all(|byte| byte.is_ascii_digit())
}

/// Section 4 of the rules: what the words say, as far as they can be relied on here.
fn verdict(words: &Words<'_>, looked_up: &LookedUp, http_status: u16, scope: Scope) -> Verdict {
    let verdict = verdict_on_words(words, looked_up, http_status, scope);
    if words.reading == Reading::Strict {
        return verdict;
    }
    let is_failure = match verdict {
        Verdict::Known(rule) if rule.polarity == Polarity::Success => {
            return match http_status {
                200..=299 => verdict,
                _ => Verdict::Rest(&table::CONTRADICTORY),
            };
        }
        Verdict::Known(_) => true,
        Verdict::Http(_) => words.report_failure(),
        Verdict::Rest(_) | Verdict::NoWords(_) => false,
    };
    // An error page is no word of the vendor's, whatever can be read in it.
    match http_status {
        500..=599 if is_failure => Verdict::NoWords(meaning_of(http_status, scope)),
        _ => verdict,
    }
}

/// What the status word says against what the texts say.
fn verdict_on_words(
    words: &Words<'_>,
    looked_up: &LookedUp,
    http_status: u16,
    scope: Scope,
) -> Verdict {
    let known = looked_up.known.map(|known| known.rule);
    let second = looked_up.second.map(|known| known.rule);
    if words.contradictory || known.zip(second).is_some_and(|(a, b)| a.contradicts(b)) {
        return Verdict::Rest(&table::CONTRADICTORY);
    }
    let polarity = known.map(|rule| rule.polarity);
    match (looked_up.status, known, polarity) {
        (None, Some(rule), _)
        | (_, Some(rule), Some(Polarity::Either))
        | (Some(StatusWord::Success), Some(rule), Some(Polarity::Success))
        | (Some(StatusWord::Failure | StatusWord::Other), Some(rule), Some(Polarity::Failure)) => {
            Verdict::Known(rule)
        }
        (Some(_), Some(_), _) => Verdict::Rest(&table::CONTRADICTORY),
        (Some(StatusWord::Success), None, _) => {
            if words.reading == Reading::Strict && (200..300).contains(&http_status) {
                Verdict::Rest(&table::SUCCEEDED)
            } else {
                Verdict::Rest(&table::CONTRADICTORY)
            }
        }
        (Some(StatusWord::Failure), None, _) => match meaning_of_failure(http_status) {
            Some(meaning) => Verdict::Http(meaning),
            None => Verdict::Rest(&table::REJECTED),
        },
        (None | Some(StatusWord::Other), None, _) => Verdict::Http(meaning_of(http_status, scope)),
    }
}
