//! What a known text carries: the call's numbers, or the action.

use crate::text::{is_space, present, trim};

/// The number behind the word `ucid` or `did`: a run of ASCII letters, digits, `+` and `*` (pages
/// and logs mask digits), `None` where it holds no digit.
pub(super) fn number_after<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = after_word(text, word)?.trim_start_matches(is_filler);
    let end = rest.find(|c| !is_number_char(c)).unwrap_or(rest.len());
    let number = &rest[..end];
    number
        .contains(|c: char| c.is_ascii_digit())
        .then_some(number)
}

/// The action that the vendor repeats behind an arrow.
pub(super) fn action(text: &str) -> Option<&str> {
    let (_, action) = text.split_once("->")?;
    present(Some(trim(action)))
}

/// What follows the first place where this word stands by itself.
fn after_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let mut is_inside_word = false;
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        if !is_inside_word
            && rest
                .get(..word.len())
                .is_some_and(|w| w.eq_ignore_ascii_case(word))
        {
            let rest = &rest[word.len()..];
            if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
                return Some(rest);
            }
        }
        is_inside_word = c.is_ascii_alphanumeric();
    }
    None
}

fn is_filler(c: char) -> bool {
    is_space(c)
        || matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '<' | '>' | ':')
        || matches!(c, '"' | '\'' | '`' | '\u{2018}'..='\u{201F}')
}

fn is_number_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '*')
}
