//! What a text looks like: the questions that several rules ask.

use std::borrow::Cow;

use crate::text::{is_space, trim};

/// C0 and DEL. White space such as U+0085 is not among them: it travels.
fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}')
}

/// Whether a text holds what no request carries: the campaign of a list is asked this, too.
pub(crate) fn has_control(text: &str) -> bool {
    text.contains(is_control)
}

/// Like [`has_control`] for a text of several lines: tab, LF and CR are fine.
pub(super) fn has_control_beside_layout(text: &str) -> bool {
    text.contains(|c| is_control(c) && !matches!(c, '\t' | '\n' | '\r'))
}

pub(super) fn is_surrounded_by_space(text: &str) -> bool {
    text.starts_with(is_space) || text.ends_with(is_space)
}

/// What nobody sees, and no id, name or key holds: it is copied along from a chat, a PDF or a
/// phone's contacts.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}'
            | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
    )
}

/// Like [`is_invisible`] in an id, where joiners and variation selectors have no business either.
/// In words, Indic scripts and emoji need them.
fn is_invisible_in_id(c: char) -> bool {
    is_invisible(c) || matches!(c, '\u{200C}' | '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Of an id, a name or a key: anywhere in it, less the white space around it.
pub(super) fn has_invisible(id: &str) -> bool {
    trim(id).contains(is_invisible_in_id)
}

/// Of words: at their ends. Inside, a script may need it.
pub(super) fn is_surrounded_by_invisible(words: &str) -> bool {
    let words = trim(words);
    words.starts_with(is_invisible) || words.ends_with(is_invisible)
}

/// What is left of a text without these characters, and without white space around it: what the
/// other rules speak of.
fn bare(text: &str, without: fn(char) -> bool) -> Cow<'_, str> {
    if text.contains(without) {
        let kept: String = text.chars().filter(|c| !without(*c)).collect();
        return Cow::Owned(trim(&kept).to_owned());
    }
    Cow::Borrowed(trim(text))
}

/// Whether a header can't carry it: it holds something above U+007E. Control characters and white
/// space around it have words of their own.
pub(super) fn is_not_ascii(text: &str) -> bool {
    !bare(text, is_control).is_ascii()
}

/// What somebody sees of a number.
fn visible(number: &str) -> Cow<'_, str> {
    bare(number, |c| is_control(c) || is_invisible_in_id(c))
}

/// The shapes that a spreadsheet or a data frame leaves of a long number: `8.18917E+16`, also with
/// a comma; `8189.0` of a column of floats; `'8189` and `="8189"`, which keep it a text there.
pub(super) fn is_damaged_number(text: &str) -> bool {
    let text = visible(text);
    let quoted = text
        .strip_prefix(['\'', '‘', '’'])
        .or_else(|| text.strip_prefix("=\"")?.strip_suffix('"'));
    if let Some(number) = quoted {
        return is_number(without_plus(number));
    }
    let number = without_plus(&text);
    if let Some((mantissa, exponent)) = number.split_once(['E', 'e']) {
        let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return [whole, fraction, exponent].into_iter().all(is_number);
    }
    number.split_once('.').is_some_and(|(whole, zeros)| {
        is_number(whole) && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0')
    })
}

/// Not said of a damaged number, which has a sentence of its own.
pub(super) fn ucid_is_not_digits(text: &str) -> bool {
    !is_digits(&visible(text)) && !is_damaged_number(text)
}

/// A did may begin with one `+`, and needs a digit.
pub(super) fn did_is_not_digits(text: &str) -> bool {
    !is_number(without_plus(&visible(text))) && !is_damaged_number(text)
}

fn without_plus(number: &str) -> &str {
    number.strip_prefix('+').unwrap_or(number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && is_digits(text)
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether a text has more than this many Unicode scalar values, without counting all of a long
/// one.
pub(super) fn is_longer_than(text: &str, limit: usize) -> bool {
    text.chars().nth(limit).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_judged_without_what_other_rules_speak_of() {
        assert!(!ucid_is_not_digits("\u{FEFF} 81\u{7}8\u{2060}9\u{FE0F}\t"));
        assert!(!did_is_not_digits("\u{0}\u{202A} +9140 \u{202C}"));
        assert!(ucid_is_not_digits("81 89") && ucid_is_not_digits("+8189"));
        assert!(did_is_not_digits("+") && did_is_not_digits("++1") && did_is_not_digits("\0"));
        assert!(did_is_not_digits("\u{200D}"));
        assert!(ucid_is_not_digits("८१८९"));
    }

    #[test]
    fn ascii_is_judged_without_surrounding_space_and_control_characters() {
        assert!(!is_not_ascii("\u{FEFF}KK\u{7F}key\u{A0}"));
        assert!(is_not_ascii("KK\u{200B}key") && is_not_ascii("\u{80}"));
        assert!(is_not_ascii("KK\u{2060}"));
    }

    #[test]
    fn invisible_is_what_the_rules_list() {
        let listed = "\u{AD}\u{61C}\u{180E}\u{200B}\u{200E}\u{200F}\u{202A}\u{202B}\u{202C}\
                      \u{202D}\u{202E}\u{2060}\u{2061}\u{2062}\u{2063}\u{2064}\u{2066}\u{2067}\
                      \u{2068}\u{2069}\u{206A}\u{206B}\u{206C}\u{206D}\u{206E}\u{206F}\u{FEFF}\
                      \u{FFF9}\u{FFFA}\u{FFFB}";
        let in_ids = "\u{200C}\u{200D}\u{FE00}\u{FE01}\u{FE02}\u{FE03}\u{FE04}\u{FE05}\u{FE06}\
                      \u{FE07}\u{FE08}\u{FE09}\u{FE0A}\u{FE0B}\u{FE0C}\u{FE0D}\u{FE0E}\u{FE0F}";
        for c in (0..=0x10_FFFF).filter_map(char::from_u32) {
            assert_eq!(is_invisible(c), listed.contains(c), "{c:?}");
            let in_id = listed.contains(c) || in_ids.contains(c);
            assert_eq!(is_invisible_in_id(c), in_id, "{c:?}");
        }
    }
}
