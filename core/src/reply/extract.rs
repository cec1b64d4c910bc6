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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_round_the_damage_of_the_pages() {
        for (text, ucid, did) in [
            (
                "Invalid ucid [8189XXXXX] or did [9140XXXXXXX]",
                Some("8189XXXXX"),
                Some("9140XXXXXXX"),
            ),
            (
                "Invalid UCID: “8189” or DID ('+9140**12')",
                Some("8189"),
                Some("+9140**12"),
            ),
            ("ucid [81\"] or did [91\"]", Some("81"), Some("91")),
            ("ucid ata\": {\nor did \"Success respo", None, None),
            ("ucid [] or did []", None, None),
            ("ucid or did", None, None),
            ("ucids 81 candid 91", None, None),
            ("Invalid ucid8189 or did+9140", Some("8189"), Some("+9140")),
            ("did 91", None, Some("91")),
        ] {
            assert_eq!(number_after(text, "ucid"), ucid, "{text}");
            assert_eq!(number_after(text, "did"), did, "{text}");
        }
    }

    #[test]
    fn the_action_stands_behind_the_arrow() {
        assert_eq!(action("Invalid action-> Sett "), Some("Sett"));
        assert_eq!(action("Invalid action->a->b"), Some("a->b"));
        assert_eq!(action("Invalid action-> \u{200B}"), None);
        assert_eq!(action("Invalid action"), None);
    }
}
