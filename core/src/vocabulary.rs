//! Every set of codes with all that is said of it: what the bindings are generated from.
//!
//! For the crates of this project only. Nothing in here is promised to others.

use std::ffi::CStr;

use crate::codes::{Advice, Api, Delivery, Effect, Outcome};
use crate::error::{ErrorClass, FailKind, NotSentKind, UncertainKind};
use crate::http::Method;
use crate::validate::ValidationMode;
use crate::violation::{Field, Problem, Severity};

/// The version that brought every code which names no other.
pub const FIRST: &str = "0.1";

/// An enum of codes.
pub trait Coded: Copy + PartialEq + 'static {
    /// Its values, for C.
    const ROWS: &'static [Row<Self>];
    /// What is said of it, for whatever is generated.
    const SET: Set;
}

/// One value, for C. The sentences are apart from it: a library has no use for them.
#[derive(Debug)]
pub struct Row<T: 'static> {
    /// Its number, 0 in a set that C has no numbers for.
    pub number: u32,
    /// Its code.
    pub name: &'static CStr,
    /// The value.
    pub value: T,
}

/// A set of codes.
#[derive(Debug, Clone, Copy)]
pub struct Set {
    /// The enum's name.
    pub name: &'static str,
    /// What it is: the lines of its documentation.
    pub doc: &'static [&'static str],
    /// Whether minor versions may add values.
    pub open: bool,
    /// Its values, in the order of the rules.
    pub words: &'static [Word],
}

/// A value of a set.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its name in Rust, such as `NotApplied`.
    pub name: &'static str,
    /// Its code, such as `not_applied`.
    pub code: &'static str,
    /// Its number in C, 0 in a set that C has no numbers for.
    pub number: u32,
    /// The version that brought it.
    pub since: &'static str,
    /// What it says: the lines of its documentation.
    pub doc: &'static [&'static str],
}

/// Every set that other languages have.
pub const SETS: &[Set] = &[
    Effect::SET,
    Advice::SET,
    Outcome::SET,
    Api::SET,
    Delivery::SET,
    ErrorClass::SET,
    FailKind::SET,
    NotSentKind::SET,
    UncertainKind::SET,
    ValidationMode::SET,
    Field::SET,
    Problem::SET,
    Severity::SET,
    Method::SET,
];

/// A text that ends with a NUL, as C takes it.
pub(crate) const fn c_text(text: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a code has no NUL inside"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_a_set_stands_for_one_word() {
        for set in SETS {
            let mut numbers: Vec<u32> = set.words.iter().map(|word| word.number).collect();
            numbers.sort_unstable();
            if numbers.iter().all(|number| *number == 0) {
                continue;
            }
            assert_ne!(numbers[0], 0, "{}: a word without a number", set.name);
            numbers.dedup();
            assert_eq!(numbers.len(), set.words.len(), "{}", set.name);
        }
    }

    /// A comment of any of the languages can hold it, and none shows a link that leads nowhere.
    #[test]
    fn every_sentence_can_be_told_in_every_language() {
        for set in SETS {
            let of_words = set.words.iter().map(|word| (word.name, word.doc));
            for (name, doc) in of_words.chain([(set.name, set.doc)]) {
                let text = doc.join("\n");
                assert!(text.trim().ends_with('.'), "{name}: {text}");
                for banned in ["/*", "*/", "\"\"\"", "\\", "](", "[`", "<", ">"] {
                    assert!(!text.contains(banned), "{name}: {banned}");
                }
            }
        }
    }
}
