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

/// The text that is left when what other rules speak of is gone: control characters, and white
/// space around it.
fn bare(text: &str) -> Cow<'_, str> {
    if has_control(text) {
        let kept: String = text.chars().filter(|c| !is_control(*c)).collect();
        return Cow::Owned(trim(&kept).to_owned());
    }
    Cow::Borrowed(trim(text))
}

/// Whether a header can't carry it: it holds something above U+007E.
pub(super) fn is_not_ascii(text: &str) -> bool {
    !bare(text).is_ascii()
}

/// The shape that a spreadsheet leaves of a long number, `8.18917E+16` or `8,18917E+16`.
pub(super) fn is_damaged_number(text: &str) -> bool {
    let text = bare(text);
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let mantissa = mantissa.strip_prefix(['+', '-']).unwrap_or(mantissa);
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    [whole, fraction, exponent]
        .iter()
        .all(|part| !part.is_empty() && is_digits(part))
}

/// Not said of a damaged number, which has a sentence of its own.
pub(super) fn ucid_is_not_digits(text: &str) -> bool {
    !is_digits(&bare(text)) && !is_damaged_number(text)
}

/// A did may begin with one `+`, and needs a digit.
pub(super) fn did_is_not_digits(text: &str) -> bool {
    let text_bare = bare(text);
    let digits = text_bare.strip_prefix('+').unwrap_or(&text_bare);
    (digits.is_empty() || !is_digits(digits)) && !is_damaged_number(text)
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
    fn spreadsheet_shapes_are_damaged_numbers() {
        for text in [
            "8.18917E+16",
            "8,18917E+16",
            "8E+16",
            "9.1E11",
            " 8.1e+16 ",
            "+9.14E+11",
        ] {
            assert!(is_damaged_number(text), "{text}");
            assert!(
                !ucid_is_not_digits(text) && !did_is_not_digits(text),
                "{text}"
            );
        }
        for text in [
            "8189",
            "E+16",
            "8.E+16",
            "8.1E",
            "8.1E+",
            "8.1.1E+16",
            "8.1E+1E",
        ] {
            assert!(!is_damaged_number(text), "{text}");
        }
    }

    #[test]
    fn numbers_are_judged_without_what_other_rules_speak_of() {
        assert!(!ucid_is_not_digits("\u{FEFF} 81\u{7}89\t"));
        assert!(!did_is_not_digits("\u{0} +9140 "));
        assert!(ucid_is_not_digits("81 89") && ucid_is_not_digits("+8189"));
        assert!(did_is_not_digits("+") && did_is_not_digits("++1") && did_is_not_digits("\0"));
        assert!(ucid_is_not_digits("८१८९"));
    }

    #[test]
    fn ascii_is_judged_without_surrounding_space_and_control_characters() {
        assert!(!is_not_ascii("\u{FEFF}KK\u{7F}key\u{A0}"));
        assert!(is_not_ascii("KK\u{200B}key") && is_not_ascii("\u{80}"));
    }
}
