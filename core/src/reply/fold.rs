//! How words are compared: curly quotes straight, white space squeezed and trimmed, one trailing
//! full stop (and a space before it) gone, ASCII letters without regard to case.

use std::borrow::Cow;

use crate::text::{is_space, trim};

/// A text made ready to be compared.
#[derive(Debug)]
pub(super) struct Folded<'a>(Cow<'a, str>);

impl<'a> Folded<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let text = bare(text);
        if is_plain(text) {
            Self(Cow::Borrowed(text))
        } else {
            Self(Cow::Owned(squeezed(text)))
        }
    }

    /// The text as it is compared, its letters in either case.
    pub(super) fn into_text(self) -> String {
        self.0.into_owned()
    }

    /// Whether the whole text is this one, which is folded already.
    pub(super) fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }
}

/// A known text that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Its place among the known ones.
    pub(super) place: usize,
    /// It was found in the text as it stands, of which nothing had to be taken away.
    pub(super) is_verbatim: bool,
}

/// Finds a text among known ones, which all stand folded. So it is asked for before it is folded:
/// where it is among them, it is its own fold. Only what may have another fold is asked for again.
pub(super) fn look_up(text: &str, find: impl Fn(&str) -> Option<usize>) -> Option<Found> {
    let bare = bare(text);
    if let Some(place) = find(bare) {
        let is_verbatim = bare.len() == text.len();
        return Some(Found { place, is_verbatim });
    }
    if is_plain(bare) {
        return None;
    }
    let place = find(&squeezed(bare))?;
    Some(Found {
        place,
        is_verbatim: false,
    })
}

/// A text without white space around it and without one trailing full stop.
fn bare(text: &str) -> &str {
    let text = trim(text);
    text.strip_suffix('.').map_or(text, trim)
}

/// Where the part of a text ends that folds to this prefix, which the text is known to begin with.
pub(super) fn prefix_end(text: &str, prefix: &str) -> usize {
    let mut left = prefix.len();
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        let space = is_space(c);
        if left == 0 {
            return at;
        }
        // Of several spaces one counts, and none at the beginning.
        left -= usize::from(!space || !after_space);
        after_space = space;
    }
    text.len()
}

/// Whether there is nothing to squeeze or to straighten: printable ASCII without double spaces, as
/// nearly every text of the vendor's is.
fn is_plain(text: &str) -> bool {
    let mut last = b' ';
    text.bytes().all(|byte| {
        let plain = matches!(byte, b' '..=b'~') && (byte, last) != (b' ', b' ');
        last = byte;
        plain
    })
}

fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.extend(word.chars().map(straight));
    }
    squeezed
}

/// A curly quote as a straight one.
pub(crate) fn straight(c: char) -> char {
    match c {
        '\u{201C}'..='\u{201F}' => '"',
        '\u{2018}'..='\u{201B}' => '\'',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts_with(text: &str, prefix: &str) -> bool {
        let text = Folded::of(text).into_text();
        let begin = text.as_bytes().get(..prefix.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(prefix.as_bytes()))
    }

    #[test]
    fn what_is_known_is_found_folded_or_not() {
        let find = |text: &str| text.eq_ignore_ascii_case("invalid \"agent\"").then_some(7);
        for (text, is_verbatim) in [
            ("Invalid \"Agent\"", true),
            ("Invalid \"Agent\" .", false),
            ("\u{FEFF}Invalid \"Agent\"", false),
            ("Invalid\n “Agent”", false),
        ] {
            let found = Found {
                place: 7,
                is_verbatim,
            };
            assert_eq!(look_up(text, find), Some(found), "{text}");
        }
        assert_eq!(look_up("Invalid \"Agent\"..", find), None);
    }

    #[test]
    fn a_prefix_ends_where_its_last_character_stands() {
        for (text, prefix, rest) in [
            ("Invalid ucid [81]", "invalid ucid", " [81]"),
            (
                "\u{200B} Invalid \t\u{3000}UCID[81]",
                "invalid ucid",
                "[81]",
            ),
            ("unable to dispose", "unable to dispose", ""),
            (" a  “b” c", "a \"b", "” c"),
        ] {
            assert!(starts_with(text, prefix), "{text}");
            assert_eq!(&text[prefix_end(text, prefix)..], rest, "{text}");
        }
    }

    #[test]
    fn a_beginning_may_be_cut_anywhere() {
        assert!(starts_with("Invalid  Agenté", "invalid agent"));
        assert!(!starts_with("Invalid Agen", "invalid agent"));
        assert!(!starts_with("Invalid Agené", "invalid agent"));
    }
}
