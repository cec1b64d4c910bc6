//! What the body of a reply to a request for records holds: its words, and the lists under its keys.

use std::borrow::Cow;

use super::BODY_LIMIT;
use super::body::Body;
use super::json::{NotJson, Scanner};
use super::lenient;
use super::preface;
use super::row_reader::{RowReader, Stop, is_empty_list, rows_of};
use super::words::{DETAILS, KEYS, Reading, STATUS, Words};
use crate::text::trim;

/// The key of a list besides those of [`KEYS`].
const DATA: &str = "data";
/// The keys whose values can be a list: `details`, `message`, `data`.
const LISTS: usize = KEYS.len() + 1 - DETAILS;

/// What a body holds.
pub(super) struct Envelope<'a, R> {
    pub(super) words: Words<'a>,
    /// By the place of its key.
    lists: [Option<Vec<R>>; LISTS],
    pub(super) truncated: bool,
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
    pub(super) fn of(body: Body<'a>, more: bool, reader: &RowReader<R>) -> Self {
        let mut envelope = Self::new();
        if envelope.read(Scanner::new(body), more, reader).is_ok() {
            return envelope;
        }
        if let Some(object) = preface::object(body) {
            let mut envelope = Self::new();
            let mut scanner = Scanner::new(object);
            let members = envelope.members(&mut scanner, reader);
            if envelope.finish(members, scanner, more).is_ok() {
                envelope.words.reading = Reading::Preface;
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
    pub(super) fn take_list(&mut self) -> Option<Vec<R>> {
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
