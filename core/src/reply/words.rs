//! The words of a body: what all readers find, and the classification goes by.

use std::borrow::Cow;

use super::fold::Folded;
use super::status_word::StatusWord;
use crate::text::is_blank;

/// The keys (labels) whose values are words, in the order of the fields of [`Words`].
pub(super) const KEYS: [&str; 3] = ["status", "details", "message"];
pub(super) const STATUS: usize = 0;
pub(super) const DETAILS: usize = 1;
const MESSAGE: usize = 2;

/// How far the words can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Reading {
    /// The whole body is one JSON value.
    #[default]
    Strict,
    /// PHP's own warnings stand before the JSON.
    Preface,
    /// The body is no JSON: labels and what stands behind them.
    Lenient,
}

/// The words of a body. A blank word is none.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    by_key: [Option<Cow<'a, str>>; 3],
    /// The first word of a key, folded, where another one had to be compared with it: so each
    /// word is folded once, and the time stays in proportion to the body.
    folded: [Option<String>; 3],
    /// A key came twice with different words.
    pub(super) contradictory: bool,
    /// A status word that came later, and differs, is failure-like.
    failed_later: bool,
    pub(super) reading: Reading,
}

impl<'a> Words<'a> {
    /// No words yet.
    pub(super) fn read_as(reading: Reading) -> Self {
        Self {
            reading,
            ..Self::default()
        }
    }

    /// Takes the word of a key of [`KEYS`]. The first one stays; a different one contradicts it.
    pub(super) fn add(&mut self, key: usize, word: Cow<'a, str>) {
        if is_blank(&word) {
            return;
        }
        match &self.by_key[key] {
            None => self.by_key[key] = Some(word),
            Some(first) if **first == *word => {}
            Some(first) => {
                let first = self.folded[key].get_or_insert_with(|| Folded::of(first).into_text());
                self.contradictory |= !Folded::of(&word).is(first);
                self.failed_later |= key == STATUS && StatusWord::of(&word) == StatusWord::Failure;
            }
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

    /// Takes the status word and the text out.
    pub(super) fn take(&mut self) -> (Option<Cow<'a, str>>, Option<Cow<'a, str>>) {
        let [status, details, message] = &mut self.by_key;
        (status.take(), details.take().or_else(|| message.take()))
    }

    /// The text under `message`, where one stands under `details` too.
    pub(super) fn second_text(&self) -> Option<&str> {
        let both = self.by_key[DETAILS].is_some();
        self.by_key[MESSAGE].as_deref().filter(|_| both)
    }

    /// Whether any status word is failure-like.
    pub(super) fn report_failure(&self) -> bool {
        let first = self.status().map(|word| StatusWord::of(word));
        self.failed_later || first == Some(StatusWord::Failure)
    }

    /// The words with texts of their own.
    pub(super) fn into_owned(self) -> Words<'static> {
        Words {
            by_key: self
                .by_key
                .map(|word| word.map(|word| Cow::Owned(word.into_owned()))),
            folded: self.folded,
            contradictory: self.contradictory,
            failed_later: self.failed_later,
            reading: self.reading,
        }
    }
}
