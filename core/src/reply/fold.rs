//! How words are compared: curly quotes straight, white space squeezed and trimmed, one trailing
//! full stop (and a space before it) gone, ASCII letters without regard to case.

use std::borrow::Cow;

use crate::text::{is_space, trim};

/// A text made ready to be compared.
#[derive(Debug)]
pub(super) struct Folded<'a>(Cow<'a, str>);

impl<'a> Folded<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        let text = trim(text);
        let text = text.strip_suffix('.').map_or(text, trim);
        if is_plain(text) {
            Self(Cow::Borrowed(text))
        } else {
            Self(Cow::Owned(squeezed(text)))
        }
    }

    /// Whether the whole text is this one, which is folded already.
    pub(super) fn is(&self, text: &str) -> bool {
        self.0.eq_ignore_ascii_case(text)
    }

    /// Whether the text begins with this one, which is folded already.
    pub(super) fn starts_with(&self, prefix: &str) -> bool {
        let begin = self.0.as_bytes().get(..prefix.len());
        begin.is_some_and(|begin| begin.eq_ignore_ascii_case(prefix.as_bytes()))
    }
}

/// Whether two texts are the same words.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    Folded::of(a).is(&Folded::of(b).0)
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

fn straight(c: char) -> char {
    match c {
        '\u{201C}'..='\u{201F}' => '"',
        '\u{2018}'..='\u{201B}' => '\'',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_by_the_rules() {
        for (text, expected) in [
            ("  Token\u{A0}\t Expired\u{200B} . ", "token expired"),
            ("Token  Expired", "token expired"),
            ("Token\tExpired", "token expired"),
            ("Token Expired..", "token expired."),
            ("“it’s” „so‟ ‚it‛", "\"it's\" \"so\" 'it'"),
            (".", ""),
            ("É", "É"),
        ] {
            assert!(Folded::of(text).is(expected), "{text}");
        }
        for (text, other) in [
            ("É", "é"),
            ("Fail", "Fails"),
            ("Fail", "Fai"),
            ("a b", "ab"),
        ] {
            assert!(!same_words(text, other), "{text}");
        }
        assert!(same_words(" “Fail” .", "\"fail\""));
    }

    #[test]
    fn a_beginning_may_be_cut_anywhere() {
        assert!(Folded::of("Invalid  Agenté").starts_with("invalid agent"));
        assert!(!Folded::of("Invalid Agen").starts_with("invalid agent"));
        assert!(!Folded::of("Invalid Agené").starts_with("invalid agent"));
    }
}
