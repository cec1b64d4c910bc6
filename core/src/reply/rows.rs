//! Replies to a request for records: the words, and the list, read row by row.
//!
//! What a row is, the caller says ([`RowReader`]); what a reply is, stands here. A reader stops at
//! its limits and keeps what it has then, so a day of calls costs no more than its rows.

use std::borrow::Cow;

use super::body::Body;
use super::classify::ReplyParts;
use super::gzip;
use super::http_table::{meaning_of, meaning_of_failure};
use super::json::{NotJson, Scanner};
use super::lenient;
use super::meaning::{self, Meaning};
use super::preface;
use super::retry_after;
use super::status_word::StatusWord;
use super::table::{self, Scope};
use super::words::{DETAILS, KEYS, STATUS, Words};
use super::{BODY_LIMIT, Reply};
use crate::codes::{Effect, Outcome};
use crate::text::trim;

/// The key of a list besides those of [`KEYS`].
const DATA: &str = "data";
/// The keys whose values can be a list: `details`, `message`, `data`.
const LISTS: usize = KEYS.len() + 1 - DETAILS;

/// How rows are read, and how much of a reply is.
#[derive(Debug)]
pub(crate) struct RowReader<R> {
    /// Reads the object that comes next.
    pub(crate) read: fn(&mut Scanner<'_>) -> Result<R, NotJson>,
    /// Whether the object names a call: only such a one is a record where no list holds it.
    pub(crate) is_named: fn(&R) -> bool,
    pub(crate) rows_max: usize,
    pub(crate) bytes_max: usize,
}

/// What a reply to a request for records holds.
#[derive(Debug)]
pub(crate) enum Listing<R> {
    /// A list, which may be empty.
    Rows {
        rows: Vec<R>,
        /// The reader stopped at a limit.
        truncated: bool,
        /// The list is empty, and words say so, which also answer a wrong key.
        in_words: bool,
    },
    /// No list that can be believed.
    None(NoList),
}

/// What a reply says instead of a list. It holds none of the server's words but known ones.
#[derive(Debug)]
pub(crate) struct NoList {
    pub(crate) meaning: &'static Meaning,
    pub(crate) retry_after_seconds: Option<u32>,
    pub(crate) status: Option<String>,
    pub(crate) details: Option<String>,
    pub(crate) recognised: bool,
    /// Something on the way may have refused a GET with a body, or taken its body away.
    pub(crate) may_be_changed: bool,
}

/// A row of the table that says: what arrived was no JSON.
const NO_BODY_ARRIVED: &str = "invalid json pass valid json";
/// The statuses of whatever does not like a GET with a body.
const DISLIKES_A_BODY: [u16; 5] = [400, 403, 405, 411, 413];

impl ReplyParts<'_> {
    /// Reads the list of records out of a reply.
    pub(crate) fn list_rows<R: PartialEq>(&self, reader: &RowReader<R>) -> Listing<R> {
        let limit = reader.bytes_max;
        if gzip::is_gzip(self.body) {
            let decoded = gzip::decode(self.body, limit);
            return match decoded {
                Some(decoded) => self.list(&decoded.bytes, decoded.more, reader),
                None => self.list(b"", false, reader),
            };
        }
        let length = self.body.len().min(limit);
        self.list(&self.body[..length], length < self.body.len(), reader)
    }

    /// `more` where the body goes on behind these bytes.
    fn list<R: PartialEq>(&self, body: &[u8], more: bool, reader: &RowReader<R>) -> Listing<R> {
        let body = Body::of(body).trim();
        let mut envelope = Envelope::of(body, more, reader);
        let rows = envelope.take_list();
        let words = &mut envelope.words;
        let is_success = (200..300).contains(&self.http_status);
        let is_believed = is_success && !words.contradictory && !words.report_failure();
        let (is_empty, reports_failure) = (
            rows.as_ref().is_none_or(Vec::is_empty),
            words.report_failure(),
        );
        let known = words.text().or(words.status());
        let known = known.and_then(|text| table::find(text, Scope::Records));
        let reply = self.reply(words, Scope::Records, None);
        let own_part = reply.details.as_deref().and_then(|text| {
            let own = known?.rule.own_part(text);
            text.get(..own).map(str::to_owned)
        });
        let says_none = reply.recognised && reply.outcome == Outcome::NoneFound;
        let truncated = envelope.truncated;
        match rows {
            Some(rows) if is_believed => Listing::Rows {
                in_words: is_empty && says_none,
                rows,
                truncated,
            },
            _ if is_empty && says_none => Listing::Rows {
                rows: Vec::new(),
                truncated,
                in_words: true,
            },
            _ => Listing::None(self.no_list(&reply, is_empty, reports_failure, own_part)),
        }
    }

    /// What it says where there is no list to believe.
    fn no_list(
        &self,
        reply: &Reply<'_>,
        is_empty: bool,
        reports_failure: bool,
        own_part: Option<String>,
    ) -> NoList {
        let status = self.http_status;
        let is_known_failure = reply.recognised && reply.effect == Effect::NotApplied;
        let meaning = match status {
            _ if is_known_failure => reply.meaning,
            401 | 403 | 429 if reports_failure => {
                meaning_of_failure(status).unwrap_or(meaning::UNRECOGNISED)
            }
            401 | 403 | 429 => meaning_of(status, Scope::Records),
            _ if !is_empty => meaning::UNRECOGNISED,
            _ => match reply.effect {
                Effect::Applied | Effect::Queued | Effect::Accepted => meaning::UNRECOGNISED,
                Effect::NotApplied | Effect::Unknown => reply.meaning,
            },
        };
        let wait = || retry_after::seconds(self.retry_after, self.date);
        let is_word = |word: &&str| StatusWord::of(word) != StatusWord::Other;
        let found_no_body = own_part.as_deref().is_some_and(|own| {
            table::find(own, Scope::Records).is_some_and(|row| row.rule.text == NO_BODY_ARRIVED)
        });
        NoList {
            meaning,
            retry_after_seconds: meaning.carries_wait.then(wait).flatten(),
            status: reply.status.as_deref().filter(is_word).map(str::to_owned),
            details: own_part.filter(|_| is_known_failure),
            recognised: is_known_failure,
            may_be_changed: found_no_body || !is_known_failure && DISLIKES_A_BODY.contains(&status),
        }
    }
}

/// Why the reader does not go on.
enum Stop {
    NotJson,
    Limit,
}

impl From<NotJson> for Stop {
    fn from(NotJson: NotJson) -> Self {
        Self::NotJson
    }
}

/// What a body holds.
struct Envelope<'a, R> {
    words: Words<'a>,
    /// By the place of its key.
    lists: [Option<Vec<R>>; LISTS],
    truncated: bool,
}

impl<'a, R: PartialEq> Envelope<'a, R> {
    fn new() -> Self {
        Self {
            words: Words::default(),
            lists: [const { None }; LISTS],
            truncated: false,
        }
    }

    /// Reads a body by the first reader that can read it.
    fn of(body: Body<'a>, more: bool, reader: &RowReader<R>) -> Self {
        let mut envelope = Self::new();
        if envelope.read(Scanner::new(body), more, reader).is_ok() {
            return envelope;
        }
        if let Some(object) = preface::object(body) {
            let mut envelope = Self::new();
            let mut scanner = Scanner::new(object);
            let members = envelope.members(&mut scanner, reader);
            if envelope.finish(members, scanner, more).is_ok() {
                envelope.words.reading = super::words::Reading::Preface;
                return envelope;
            }
        }
        let mut envelope = Self::new();
        if !more && body.bytes.len() <= BODY_LIMIT {
            envelope.words = lenient::read(body);
        }
        envelope
    }

    /// The list: the first that holds a row, else the first that is empty.
    fn take_list(&mut self) -> Option<Vec<R>> {
        let holds = |list: &&mut Option<Vec<R>>| list.as_ref().is_some_and(|list| !list.is_empty());
        if let Some(list) = self.lists.iter_mut().find(holds) {
            return list.take();
        }
        self.lists.iter_mut().find_map(Option::take)
    }

    /// Ends the reading: what breaks off where the reader was to stop anyway is fine.
    fn finish(
        &mut self,
        read: Result<(), Stop>,
        scanner: Scanner<'a>,
        more: bool,
    ) -> Result<(), NotJson> {
        self.truncated = more;
        match read {
            Ok(()) => scanner.end(),
            Err(Stop::Limit) => {
                self.truncated = true;
                Ok(())
            }
            Err(Stop::NotJson) if more && scanner.broke_off() => Ok(()),
            Err(Stop::NotJson) => Err(NotJson),
        }
    }

    /// Reads the whole body as JSON.
    fn read(
        &mut self,
        mut scanner: Scanner<'a>,
        more: bool,
        reader: &RowReader<R>,
    ) -> Result<(), NotJson> {
        scanner.space();
        let read = match scanner.peek() {
            Some(b'{') => self.members(&mut scanner, reader),
            Some(b'[') => self.top_list(&mut scanner, reader),
            Some(b'"') => self.quoted(&mut scanner, reader),
            _ => scanner.skip().map_err(Stop::from),
        };
        self.finish(read, scanner, more)
    }

    /// A string that is itself one JSON object.
    fn quoted(&mut self, scanner: &mut Scanner<'a>, reader: &RowReader<R>) -> Result<(), Stop> {
        let text = scanner.string()?;
        let Ok(text) = text.decode(&scanner.body) else {
            return Ok(());
        };
        let mut inner = Envelope::new();
        let mut object = Scanner::new(Body::of_text(trim(&text)));
        let read = inner.members(&mut object, reader);
        if inner.finish(read, object, false).is_ok() {
            self.words = inner.words.into_owned();
            self.lists = inner.lists;
            if inner.truncated {
                return Err(Stop::Limit);
            }
        }
        Ok(())
    }

    /// An array at the top: the list itself, or what wraps the one object.
    fn top_list(&mut self, scanner: &mut Scanner<'a>, reader: &RowReader<R>) -> Result<(), Stop> {
        let begin = *scanner;
        scanner.eat(b'[');
        scanner.space();
        let is_first = scanner.peek() == Some(b'{');
        let mut rows = Vec::new();
        let read = rows_of(&mut *scanner, reader, &mut rows);
        if rows.first().is_some_and(reader.is_named) {
            self.lists[0] = Some(rows);
            return read;
        }
        let may_wrap = is_first && rows.len() == usize::from(read.is_ok());
        drop(rows);
        if may_wrap {
            let mut inner = begin;
            inner.eat(b'[');
            inner.space();
            let mut only = Self::new();
            let members = only.members(&mut inner, reader);
            let is_that = match &members {
                Ok(()) => matches!(inner.goes_on(b']'), Ok(false)),
                Err(Stop::NotJson) => inner.broke_off(),
                Err(Stop::Limit) => true,
            };
            if is_that {
                *self = only;
                *scanner = inner;
                return members;
            }
        }
        // Not a list of records: only whether it is JSON counts.
        match read {
            Err(Stop::Limit) => {
                *scanner = begin;
                Ok(scanner.skip()?)
            }
            read => read,
        }
    }

    /// Reads an object and takes the members that stand under a known key, compared without case.
    fn members(&mut self, scanner: &mut Scanner<'a>, reader: &RowReader<R>) -> Result<(), Stop> {
        scanner.expect(b'{')?;
        scanner.space();
        if scanner.eat(b'}') {
            return Ok(());
        }
        loop {
            let key = scanner.key()?;
            let mut known = KEYS.iter().chain([&DATA]);
            match known.position(|known| key.is(known, &scanner.body)) {
                Some(key) => self.take(key, scanner, reader)?,
                None => scanner.skip()?,
            }
            if !scanner.goes_on(b'}')? {
                return Ok(());
            }
        }
    }

    /// Takes the value of a known key, which comes next.
    fn take(
        &mut self,
        key: usize,
        scanner: &mut Scanner<'a>,
        reader: &RowReader<R>,
    ) -> Result<(), Stop> {
        match scanner.peek() {
            Some(b'"') if key < KEYS.len() => {
                let text = scanner.string()?.decode(&scanner.body)?;
                self.words.add(key, text);
            }
            Some(b't') if key == STATUS && scanner.literal("true") => {
                self.words.add(key, Cow::Borrowed("true"));
            }
            Some(b'f') if key == STATUS && scanner.literal("false") => {
                self.words.add(key, Cow::Borrowed("false"));
            }
            Some(b'[') if key != STATUS => {
                let mut rows = Vec::new();
                let begin = scanner.at();
                scanner.eat(b'[');
                let read = rows_of(scanner, reader, &mut rows);
                let is_list = !rows.is_empty() || is_empty_list(scanner, begin);
                if is_list && (read.is_ok() || !rows.is_empty()) {
                    self.put(key, rows, read.is_ok());
                }
                read?;
            }
            Some(b'{') if key != STATUS => {
                let row = (reader.read)(scanner)?;
                if (reader.is_named)(&row) {
                    self.put(key, vec![row], true);
                }
            }
            _ => scanner.skip()?,
        }
        Ok(())
    }

    /// Keeps the list of a key. One that comes again, and differs, contradicts it.
    fn put(&mut self, key: usize, rows: Vec<R>, is_whole: bool) {
        match &self.lists[key - DETAILS] {
            None => self.lists[key - DETAILS] = Some(rows),
            Some(first) => self.words.contradictory |= is_whole && *first != rows,
        }
    }
}

/// Whether nothing but white space stands between the brackets of the list that began here.
fn is_empty_list(scanner: &Scanner<'_>, begin: usize) -> bool {
    let inside = scanner.body.bytes.get(begin + 1..scanner.at());
    inside.is_some_and(|inside| inside.trim_ascii() == b"]")
}

/// The objects of a list, behind its bracket. What was read before an error stays in `rows`.
fn rows_of<R>(
    scanner: &mut Scanner<'_>,
    reader: &RowReader<R>,
    rows: &mut Vec<R>,
) -> Result<(), Stop> {
    scanner.space();
    if scanner.eat(b']') {
        return Ok(());
    }
    loop {
        scanner.space();
        if scanner.peek() != Some(b'{') {
            scanner.skip()?;
        } else if rows.len() == reader.rows_max {
            return Err(Stop::Limit);
        } else {
            rows.push((reader.read)(scanner)?);
        }
        if !scanner.goes_on(b']')? {
            return Ok(());
        }
    }
}
