//! Every set of codes with all that is said of it: what the bindings are generated from.
//!
//! For the crates of this project only. Nothing in here is promised to others.

pub use crate::coded::{Coded, FIRST, Row, Set, Word, c_text};
use crate::codes::{Advice, Api, Delivery, Effect, ErrorClass, Finding, Outcome};
use crate::http::Method;
use crate::kind::Kind;
use crate::records::Asked;
use crate::validate::ValidationMode;
use crate::violation::{Field, Problem, Severity};

/// Every set. Some languages show the kinds as three sets: what a transport reports
/// ([`Kind::is_reported`]), and what errors of two classes have ([`Kind::is_of`]).
pub const SETS: &[Set] = &[
    Effect::SET,
    Advice::SET,
    Outcome::SET,
    Api::SET,
    Delivery::SET,
    ErrorClass::SET,
    Kind::SET,
    ValidationMode::SET,
    Field::SET,
    Problem::SET,
    Severity::SET,
    Method::SET,
    Finding::SET,
    Asked::SET,
];

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
