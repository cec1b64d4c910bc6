//! The words of a body: what both readers find, and the classification goes by.

use std::borrow::Cow;

use super::fold::same_words;
use crate::text::present;

/// The keys (labels) whose values are words, in the order of the fields of [`Words`].
pub(super) const KEYS: [&str; 3] = ["status", "details", "message"];
pub(super) const STATUS: usize = 0;
pub(super) const DETAILS: usize = 1;
const MESSAGE: usize = 2;

/// The words of a body. A blank word is none.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    by_key: [Option<Cow<'a, str>>; 3],
    /// A key came twice with different words.
    pub(super) contradictory: bool,
    /// The body was read as JSON.
    pub(super) strict: bool,
}

impl<'a> Words<'a> {
    /// No words yet, from a body that is JSON.
    pub(super) fn of_json() -> Self {
        Self {
            strict: true,
            ..Self::default()
        }
    }

    /// Takes the word of a key of [`KEYS`]. The first one stays; a different one contradicts it.
    pub(super) fn add(&mut self, key: usize, word: Cow<'a, str>) {
        if present(Some(&word)).is_none() {
            return;
        }
        match &self.by_key[key] {
            Some(first) => self.contradictory |= !same_words(first, &word),
            None => self.by_key[key] = Some(word),
        }
    }

    pub(super) fn status(&self) -> Option<&Cow<'a, str>> {
        self.by_key[STATUS].as_ref()
    }

    pub(super) fn text(&self) -> Option<&Cow<'a, str>> {
        self.by_key[DETAILS]
            .as_ref()
            .or(self.by_key[MESSAGE].as_ref())
    }

    /// The words with texts of their own.
    pub(super) fn into_owned(self) -> Words<'static> {
        Words {
            by_key: self
                .by_key
                .map(|word| word.map(|word| Cow::Owned(word.into_owned()))),
            contradictory: self.contradictory,
            strict: self.strict,
        }
    }
}
