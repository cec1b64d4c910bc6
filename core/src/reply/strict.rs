//! The strict reader: the whole body is one JSON value; an object's known keys are told, everything
//! else is passed over.

use std::borrow::Cow;

use super::body::Body;
use super::json::{NotJson, Scanner};
use super::table::Scope;
use super::words::{DETAILS, KEYS, STATUS, Words};
use crate::text::trim;

/// The keys that are looked at besides those of [`KEYS`], by what was asked for.
const TOKEN: &str = "token";
const DATA: &str = "data";

/// What a body says, and what it grants.
#[derive(Debug, Default)]
pub(super) struct Found<'a> {
    pub(super) words: Words<'a>,
    /// The text under `token`, where a token was asked for.
    pub(super) token: Option<Cow<'a, str>>,
    /// The lists of texts under [`KEYS`] and `data`, where a list was asked for.
    lists: [Option<Vec<String>>; KEYS.len() + 1],
    /// A token or a list came twice and differs: none of them counts.
    grants_differ: bool,
}

impl<'a> From<Words<'a>> for Found<'a> {
    fn from(words: Words<'a>) -> Self {
        Self {
            words,
            ..Self::default()
        }
    }
}

impl<'a> Found<'a> {
    /// Takes the value of a known key, which comes next.
    fn take(
        &mut self,
        key: usize,
        scanner: &mut Scanner<'a>,
        wanted: Scope,
    ) -> Result<(), NotJson> {
        let differs = match scanner.peek() {
            Some(b'"') => {
                let text = scanner.string()?.decode(&scanner.body)?;
                if key < KEYS.len() {
                    self.words.add(key, text);
                    false
                } else {
                    wanted == Scope::Token && put(&mut self.token, text)
                }
            }
            Some(b'[') if wanted == Scope::List => match list(scanner)? {
                Some(list) => put(&mut self.lists[key], list),
                None => false,
            },
            Some(b't') if key == STATUS && scanner.literal("true") => {
                self.words.add(key, Cow::Borrowed("true"));
                false
            }
            Some(b'f') if key == STATUS && scanner.literal("false") => {
                self.words.add(key, Cow::Borrowed("false"));
                false
            }
            _ => {
                scanner.skip()?;
                false
            }
        };
        self.grants_differ |= differs;
        self.words.contradictory |= differs;
        Ok(())
    }

    /// The list, if the body holds one, and only one.
    pub(super) fn list(&mut self) -> Option<Vec<String>> {
        let list = self.lists[DETAILS..].iter_mut().find_map(Option::take);
        list.filter(|_| !self.grants_differ)
    }

    /// The token, if the body holds one, and only one.
    pub(super) fn token(&self) -> Option<&str> {
        self.token.as_deref().filter(|_| !self.grants_differ)
    }

    /// The same with texts of its own.
    pub(super) fn into_owned(self) -> Found<'static> {
        Found {
            words: self.words.into_owned(),
            token: self.token.map(|token| Cow::Owned(token.into_owned())),
            lists: self.lists,
            grants_differ: self.grants_differ,
        }
    }
}

/// Puts a value where none is yet. Whether another one is there that differs.
fn put<T: PartialEq>(place: &mut Option<T>, value: T) -> bool {
    match place {
        Some(first) => *first != value,
        None => {
            *place = Some(value);
            false
        }
    }
}

/// Reads what a JSON body holds. A list of one object and a string that is one are read as that
/// object: gateways wrap what they pass on.
pub(super) fn read<'a>(
    body: Body<'a>,
    wanted: Scope,
    found: &mut Found<'a>,
) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(body);
    scanner.space();
    match scanner.peek() {
        Some(b'{') => {
            members(&mut scanner, wanted, found)?;
            scanner.end()
        }
        Some(b'[') => only_item(scanner, wanted, found).or_else(|NotJson| {
            *found = Found::default();
            scanner.skip()?;
            scanner.end()
        }),
        Some(b'"') => {
            let text = scanner.string()?;
            scanner.end()?;
            if let Ok(text) = text.decode(&body) {
                let object = object(Body::of_text(trim(&text)), wanted);
                *found = object.map(Found::into_owned).unwrap_or_default();
            }
            Ok(())
        }
        _ => {
            scanner.skip()?;
            scanner.end()
        }
    }
}

/// What a body holds that is one JSON object and nothing else.
pub(super) fn object(body: Body<'_>, wanted: Scope) -> Result<Found<'_>, NotJson> {
    let mut scanner = Scanner::new(body);
    let mut found = Found::default();
    members(&mut scanner, wanted, &mut found)?;
    scanner.end().map(|()| found)
}

/// Reads what the one object of a list holds.
fn only_item<'a>(
    mut scanner: Scanner<'a>,
    wanted: Scope,
    found: &mut Found<'a>,
) -> Result<(), NotJson> {
    scanner.eat(b'[');
    scanner.space();
    members(&mut scanner, wanted, found)?;
    scanner.space();
    scanner.expect(b']')?;
    scanner.end()
}

/// Reads an object and takes the members that stand under a known key, compared without case.
fn members<'a>(
    scanner: &mut Scanner<'a>,
    wanted: Scope,
    found: &mut Found<'a>,
) -> Result<(), NotJson> {
    let extra = match wanted {
        Scope::Token => TOKEN,
        _ => DATA,
    };
    scanner.expect(b'{')?;
    scanner.space();
    if scanner.eat(b'}') {
        return Ok(());
    }
    loop {
        let key = scanner.key()?;
        let known = KEYS.iter().position(|known| key.is(known, &scanner.body));
        let known = known
            .or((wanted != Scope::Every && key.is(extra, &scanner.body)).then_some(KEYS.len()));
        match known {
            Some(key) => found.take(key, scanner, wanted)?,
            None => scanner.skip()?,
        }
        scanner.space();
        match scanner.next() {
            Some(b',') => {}
            Some(b'}') => return Ok(()),
            _ => return Err(NotJson),
        }
    }
}

/// A list: its texts, if it holds nothing else.
fn list(scanner: &mut Scanner<'_>) -> Result<Option<Vec<String>>, NotJson> {
    let mut texts = Some(Vec::new());
    scanner.eat(b'[');
    scanner.space();
    if scanner.eat(b']') {
        return Ok(texts);
    }
    loop {
        scanner.space();
        if scanner.peek() == Some(b'"') {
            let text = scanner.string()?.decode(&scanner.body)?.into_owned();
            if let Some(texts) = &mut texts {
                texts.push(text);
            }
        } else {
            scanner.skip()?;
            texts = None;
        }
        scanner.space();
        match scanner.next() {
            Some(b',') => {}
            Some(b']') => return Ok(texts),
            _ => return Err(NotJson),
        }
    }
}
