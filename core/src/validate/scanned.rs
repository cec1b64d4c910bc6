//! Texts, and the questions that several rules ask of them. One pass over a text's bytes says which
//! classes of them it holds, and most texts need no other.

use std::borrow::Cow;

use crate::text::{is_space, trim};

/// Classes of bytes, a bit each.
const DIGIT: u8 = 1;
/// Tab, LF and CR.
const LAYOUT: u8 = 1 << 1;
/// Any other control character.
const CONTROL: u8 = 1 << 2;
/// A byte of a character outside of ASCII.
const OUTSIDE_ASCII: u8 = 1 << 3;
/// Any other byte.
const OTHER: u8 = 1 << 4;

/// The class of each byte.
static CLASSES: [u8; 256] = {
    let (mut classes, mut byte) = ([OTHER; 256], 0);
    while byte < classes.len() {
        classes[byte] = match byte as u8 {
            b'0'..=b'9' => DIGIT,
            b'\t' | b'\n' | b'\r' => LAYOUT,
            byte if is_control(byte as char) => CONTROL,
            0x80.. => OUTSIDE_ASCII,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// A text, and the classes of its bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanned<'a> {
    text: &'a str,
    classes: u8,
}

impl<'a> Scanned<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let classes = text.bytes().map(|byte| CLASSES[usize::from(byte)]);
        Self {
            text,
            classes: classes.fold(0, |all, class| all | class),
        }
    }

    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    fn holds(&self, classes: u8) -> bool {
        self.classes & classes != 0
    }
}

/// Whether it holds what no request carries: the campaign of a list is asked this, too.
pub(crate) fn has_control(text: &Scanned<'_>) -> bool {
    text.holds(LAYOUT | CONTROL)
}

/// Like [`has_control`] for a text of several lines: tab, LF and CR are fine.
pub(super) fn has_control_beside_layout(text: &Scanned<'_>) -> bool {
    text.holds(CONTROL)
}

pub(super) fn is_surrounded_by_space(text: &Scanned<'_>) -> bool {
    text.text.starts_with(is_space) || text.text.ends_with(is_space)
}

/// Of an id, a name or a key: anywhere in it, less the white space around it.
pub(super) fn has_invisible(text: &Scanned<'_>) -> bool {
    text.holds(OUTSIDE_ASCII) && trim(text.text).contains(is_invisible_in_id)
}

/// Of words: at their ends. Inside, a script may need it.
pub(super) fn is_surrounded_by_invisible(text: &Scanned<'_>) -> bool {
    let words = trim(text.text);
    text.holds(OUTSIDE_ASCII) && (words.starts_with(is_invisible) || words.ends_with(is_invisible))
}

/// Whether a header can't carry it: it holds something above U+007E. Control characters and
/// white space around it have words of their own.
pub(super) fn is_not_ascii(text: &Scanned<'_>) -> bool {
    text.holds(OUTSIDE_ASCII) && !bare(text.text, is_control).is_ascii()
}

/// Whether it holds anything beside digits, so that more questions are asked of a number.
fn is_more_than_digits(text: &Scanned<'_>) -> bool {
    text.holds(!DIGIT)
}

/// The shapes that a spreadsheet or a data frame leaves of a long number: `8.18917E+16`, also
/// with a comma; `8189.0` of a column of floats; `'8189` and `="8189"`, which keep it a text
/// there.
pub(super) fn is_damaged_number(text: &Scanned<'_>) -> bool {
    is_more_than_digits(text) && is_damaged(&visible(text.text))
}

/// Not said of a damaged number, which has a sentence of its own.
pub(super) fn is_not_digits(text: &Scanned<'_>) -> bool {
    is_more_than_digits(text) && {
        let number = visible(text.text);
        !is_digits(&number) && !is_damaged(&number)
    }
}

/// Of a did, which may begin with one `+`, and needs a digit.
pub(super) fn is_not_did(text: &Scanned<'_>) -> bool {
    is_more_than_digits(text) && {
        let number = visible(text.text);
        !is_number(without_plus(&number)) && !is_damaged(&number)
    }
}

/// Whether it has more than this many Unicode scalar values, without counting all of a long one.
pub(super) fn is_longer_than(text: &Scanned<'_>, limit: usize) -> bool {
    text.text.len() > limit && text.text.chars().nth(limit).is_some()
}

/// C0 and DEL. White space such as U+0085 is not among them: it travels.
const fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\u{1F}' | '\u{7F}')
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

/// What is left of a text without these characters, and without white space around it: what the
/// other rules speak of.
fn bare(text: &str, without: fn(char) -> bool) -> Cow<'_, str> {
    if text.contains(without) {
        let kept: String = text.chars().filter(|c| !without(*c)).collect();
        return Cow::Owned(trim(&kept).to_owned());
    }
    Cow::Borrowed(trim(text))
}

/// What somebody sees of a number.
fn visible(number: &str) -> Cow<'_, str> {
    bare(number, |c| is_control(c) || is_invisible_in_id(c))
}

fn is_damaged(text: &str) -> bool {
    let quoted = text
        .strip_prefix(['\'', '‘', '’'])
        .or_else(|| text.strip_prefix("=\"")?.strip_suffix('"'));
    if let Some(number) = quoted {
        return is_number(without_plus(number));
    }
    let number = without_plus(text);
    if let Some((mantissa, exponent)) = number.split_once(['E', 'e']) {
        let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, "0"));
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        return [whole, fraction, exponent].into_iter().all(is_number);
    }
    number.split_once('.').is_some_and(|(whole, zeros)| {
        is_number(whole) && !zeros.is_empty() && zeros.bytes().all(|b| b == b'0')
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_judged_without_what_other_rules_speak_of() {
        let (digits, did) = (
            |text| !is_not_digits(&Scanned::of(text)),
            |text| !is_not_did(&Scanned::of(text)),
        );
        assert!(digits("\u{FEFF} 81\u{7}8\u{2060}9\u{FE0F}\t") && digits("8189"));
        assert!(did("\u{0}\u{202A} +9140 \u{202C}") && did("9140"));
        assert!(!digits("81 89") && !digits("+8189") && !digits("८१८९"));
        assert!(!did("+") && !did("++1") && !did("\0") && !did("\u{200D}"));
    }

    #[test]
    fn ascii_is_judged_without_surrounding_space_and_control_characters() {
        let is_not_ascii = |text| is_not_ascii(&Scanned::of(text));
        assert!(!is_not_ascii("\u{FEFF}KK\u{7F}key\u{A0}"));
        assert!(is_not_ascii("KK\u{200B}key") && is_not_ascii("\u{80}"));
        assert!(is_not_ascii("KK\u{2060}"));
    }

    #[test]
    fn every_byte_is_of_its_class() {
        for byte in 0..0x80 {
            let c = char::from(byte);
            let text = String::from(c);
            let text = Scanned::of(&text);
            assert_eq!(has_control(&text), is_control(c), "{c:?}");
            let is_layout = "\t\n\r".contains(c);
            assert_eq!(
                has_control_beside_layout(&text),
                is_control(c) && !is_layout
            );
            assert_eq!(is_more_than_digits(&text), !c.is_ascii_digit(), "{c:?}");
            assert!(!text.holds(OUTSIDE_ASCII));
        }
        // What the questions about characters skip where all of a text is ASCII.
        for c in (0..0x80).filter_map(char::from_u32) {
            assert!(!is_invisible_in_id(c), "{c:?}");
        }
        assert!(Scanned::of("a\u{85}").holds(OUTSIDE_ASCII));
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
