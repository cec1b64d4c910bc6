//! One record out of JSON: tolerant of what the vendor's endpoints do to texts, exact in digits.

use std::borrow::Cow;

use zeroize::Zeroize;

use super::record::{CallRecord, FIELDS, Place, SPELLINGS, id};
use crate::civil::day_and_time;
use crate::reply::{NotJson, Scanner};
use crate::text::{is_blank, is_space, trim};

/// No known key is longer, in bytes.
const LONGEST_KEY: usize = 12;
/// The digits, at least, of the vendor's api keys behind their `KK`.
const KEY_DIGITS_MIN: usize = 24;

/// Where the texts stand that only a callback has, behind a record's fields.
const API_KEY: usize = FIELDS;
const CUSTOMER: usize = FIELDS + 1;

/// A row: a record, and what only a callback has.
#[derive(Default)]
pub(super) struct Row {
    texts: [Option<String>; FIELDS + 2],
    /// A bit for each text that came with different values.
    differing: u32,
}

/// Drops the key out of memory, whatever becomes of the row.
impl Drop for Row {
    fn drop(&mut self) {
        self.texts[API_KEY].zeroize();
    }
}

/// Reads the record that comes next. Its api key is passed over.
pub(super) fn read(scanner: &mut Scanner<'_>) -> Result<CallRecord, NotJson> {
    Row::read(scanner, false).map(Row::into_record)
}

impl Row {
    /// Reads the object that comes next; of a callback, with the key and the customer.
    pub(super) fn read(scanner: &mut Scanner<'_>, of_callback: bool) -> Result<Self, NotJson> {
        let mut row = Self::default();
        scanner.expect(b'{')?;
        scanner.space();
        if scanner.eat(b'}') {
            return Ok(row);
        }
        loop {
            let key = scanner.key()?.decode_lossy(&scanner.body);
            match place_of(&key, of_callback) {
                Some(place) => row.take(place, scanner)?,
                None => scanner.skip()?,
            }
            if !scanner.goes_on(b'}')? {
                return Ok(row);
            }
        }
    }

    /// Takes the value of a field, which comes next.
    fn take(&mut self, place: usize, scanner: &mut Scanner<'_>) -> Result<(), NotJson> {
        let text = match scanner.peek() {
            Some(b'"') => scanner.string()?.decode_lossy(&scanner.body),
            Some(b'-' | b'0'..=b'9') => {
                let begin = scanner.at();
                scanner.number()?;
                let number = scanner.body.bytes.get(begin..scanner.at());
                let digits = number.and_then(|number| std::str::from_utf8(number).ok());
                let is_whole = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
                Cow::Borrowed(digits.filter(is_whole).unwrap_or_default())
            }
            _ => {
                scanner.skip()?;
                return Ok(());
            }
        };
        if says_nothing(place, &text) {
            return Ok(());
        }
        match &self.texts[place] {
            None => {
                let mut text = text.into_owned();
                text.shrink_to_fit();
                self.texts[place] = Some(text);
            }
            Some(first) if is_same(place, first, &text) => {}
            Some(_) => self.differing |= 1 << place,
        }
        Ok(())
    }

    /// The text at a place, unless two different ones stood there.
    fn text(&mut self, place: usize) -> Option<String> {
        let text = self.texts[place].take();
        text.filter(|_| self.differing & 1 << place == 0)
    }

    pub(super) fn take_api_key(&mut self) -> Option<String> {
        self.text(API_KEY)
    }

    pub(super) fn take_customer(&mut self) -> Option<String> {
        self.text(CUSTOMER)
    }

    pub(super) fn into_record(mut self) -> CallRecord {
        let texts = std::array::from_fn(|place| self.text(place));
        let mut record = CallRecord::of(texts);
        // Some endpoints have the day in the times. A call that ends on the next day is of the day
        // on which it began.
        if let Some((day, time)) = record.start_time.as_deref().and_then(whole_time) {
            record.call_date.get_or_insert(day);
            record.start_time = Some(time);
        }
        if let Some((_, time)) = record.end_time.as_deref().and_then(whole_time) {
            record.end_time = Some(time);
        }
        record
    }
}

fn whole_time(text: &str) -> Option<(String, String)> {
    let (day, time) = day_and_time(trim(text))?;
    Some((day.to_owned(), time.to_owned()))
}

/// The place of a key, compared without case, spaces and underscores.
fn place_of(key: &str, of_callback: bool) -> Option<usize> {
    let mut bare = [0; LONGEST_KEY];
    let mut length = 0;
    for c in key.chars().filter(|c| *c != '_' && !is_space(*c)) {
        *bare.get_mut(length)? = u8::try_from(c).ok()?.to_ascii_lowercase();
        length += 1;
    }
    let bare = &bare[..length];
    let known = SPELLINGS
        .iter()
        .find(|(spelling, _)| spelling.as_bytes() == bare);
    match bare {
        b"apikey" if of_callback => Some(API_KEY),
        b"username" if of_callback => Some(CUSTOMER),
        _ => known.map(|(_, place)| *place as usize),
    }
}

/// Whether a value stands for none.
fn says_nothing(place: usize, text: &str) -> bool {
    let word = trim(text);
    is_blank(text)
        || place != Place::Disposition as usize && is_word_for_none(word)
        || place == Place::AgentId as usize && word == "0"
        || place != API_KEY && is_like_a_key(word)
}

fn is_word_for_none(word: &str) -> bool {
    ["none", "null"]
        .iter()
        .any(|none| word.eq_ignore_ascii_case(none))
}

/// Whether a text looks like an api key: columns shift even in the vendor's own samples.
fn is_like_a_key(text: &str) -> bool {
    text.strip_prefix("KK").is_some_and(|digits| {
        digits.len() >= KEY_DIGITS_MIN && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

fn is_same(place: usize, one: &str, other: &str) -> bool {
    let is_id = [Place::Ucid, Place::CallId, Place::Did]
        .map(|id| id as usize)
        .contains(&place);
    one == other || is_id && id(one).is_some_and(|digits| Some(digits) == id(other))
}
