//! The vendor's status words, in all the spellings of its pages.

use super::fold::Folded;

/// Which side a status word is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StatusWord {
    Success,
    Failure,
    /// In neither list.
    Other,
}

const SUCCESS_WORDS: &[&str] = &["success", "queued", "queued successfully", "true", "ok"];
const FAILURE_WORDS: &[&str] = &["fail", "fails", "failed", "failure", "error", "false"];

impl StatusWord {
    pub(super) fn of(word: &str) -> Self {
        let word = Folded::of(word);
        if SUCCESS_WORDS.iter().any(|known| word.is(known)) {
            Self::Success
        } else if FAILURE_WORDS.iter().any(|known| word.is(known)) {
            Self::Failure
        } else {
            Self::Other
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_folded() {
        for word in [SUCCESS_WORDS, FAILURE_WORDS].concat() {
            assert!(Folded::of(word).is(word), "{word}: not folded");
            assert_eq!(word, word.to_ascii_lowercase());
        }
    }
}
