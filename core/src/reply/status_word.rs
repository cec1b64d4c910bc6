//! The vendor's status words, in all the spellings of its pages.

use super::fold;
use super::known::ByLength;

/// Which side a status word is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusWord {
    Success,
    Failure,
    /// In neither list.
    Other,
}

/// The words of both lists, those of success first.
const WORDS: [&str; 11] = [
    "success",
    "queued",
    "queued successfully",
    "true",
    "ok",
    "fail",
    "fails",
    "failed",
    "failure",
    "error",
    "false",
];
const SUCCESS_WORDS: usize = 5;
static KNOWN: ByLength<{ WORDS.len() }> = ByLength::of(WORDS);

impl StatusWord {
    pub(super) fn of(word: &str) -> Self {
        Self::look_up(word).0
    }

    /// Which side a word is on, and whether it stands in the list as it is, but for the case of
    /// its letters.
    pub(super) fn look_up(word: &str) -> (Self, bool) {
        match fold::look_up(word, |word| KNOWN.find(word)) {
            Some(found) if found.place < SUCCESS_WORDS => (Self::Success, found.is_verbatim),
            Some(found) => (Self::Failure, found.is_verbatim),
            None => (Self::Other, false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fold::Folded;
    use super::*;

    #[test]
    fn every_word_stands_folded() {
        for word in WORDS {
            assert!(Folded::of(word).is(word), "{word}: not folded");
            assert_eq!(word, word.to_ascii_lowercase());
        }
    }

    #[test]
    fn every_word_is_on_its_side() {
        let (success, failure) = WORDS.split_at(SUCCESS_WORDS);
        for (words, side) in [
            (success, StatusWord::Success),
            (failure, StatusWord::Failure),
        ] {
            for word in words {
                assert_eq!(StatusWord::look_up(word), (side, true), "{word}");
                let spaced = format!(" {}.", word.to_ascii_uppercase());
                assert_eq!(StatusWord::look_up(&spaced), (side, false), "{word}");
            }
        }
        assert_eq!(StatusWord::of("successful"), StatusWord::Other);
    }
}
