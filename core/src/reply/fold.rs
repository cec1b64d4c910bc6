//! How words are compared: curly quotes straight, white space squeezed and trimmed, one trailing
//! full stop (and a space before it) gone, ASCII letters in lower case.

use crate::text::{is_space, trim};

/// The folded characters of a text, one by one: nothing is allocated.
fn folded(text: &str) -> impl Iterator<Item = char> {
    let text = trim(text);
    let text = text.strip_suffix('.').map_or(text, trim);
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        let first = chars.next()?;
        if !is_space(first) {
            return Some(fold_char(first));
        }
        while chars.peek().copied().is_some_and(is_space) {
            chars.next();
        }
        Some(' ')
    })
}

fn fold_char(c: char) -> char {
    match c {
        '\u{201C}'..='\u{201F}' => '"',
        '\u{2018}'..='\u{201B}' => '\'',
        _ => c.to_ascii_lowercase(),
    }
}

/// Whether two texts are the same words.
pub(super) fn same_words(a: &str, b: &str) -> bool {
    a == b || folded(a).eq(folded(b))
}

/// The beginning of a folded text, as much as any row of the table is long.
#[derive(Debug)]
pub(super) struct Folded {
    bytes: [u8; Self::LIMIT],
    length: usize,
    /// Whether that is the whole text.
    whole: bool,
}

impl Folded {
    /// Longer than every row; a test of the table says so.
    const LIMIT: usize = 64;

    pub(super) fn of(text: &str) -> Self {
        let mut bytes = [0; Self::LIMIT];
        let mut length = 0;
        for c in folded(text) {
            let end = length + c.len_utf8();
            let Some(room) = bytes.get_mut(length..end) else {
                return Self {
                    bytes,
                    length,
                    whole: false,
                };
            };
            c.encode_utf8(room);
            length = end;
        }
        Self {
            bytes,
            length,
            whole: true,
        }
    }

    /// Whether the whole text is this, which is folded already.
    pub(super) fn is(&self, text: &str) -> bool {
        self.whole && &self.bytes[..self.length] == text.as_bytes()
    }

    /// Whether the text begins with this, which is folded already.
    pub(super) fn starts_with(&self, prefix: &str) -> bool {
        self.bytes[..self.length].starts_with(prefix.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_by_the_rules() {
        for (text, expected) in [
            ("  Token\u{A0}\t Expired\u{200B} . ", "token expired"),
            ("Token Expired..", "token expired."),
            ("“it’s”", "\"it's\""),
            (".", ""),
            ("ÄB", "Äb"),
        ] {
            assert_eq!(folded(text).collect::<String>(), expected);
        }
        assert!(same_words("Fail", "fail ."));
        assert!(!same_words("Fail", "Fails"));
    }

    #[test]
    fn a_text_longer_than_every_row_still_has_its_beginning() {
        let long = format!("Invalid Agent{}", "é".repeat(40));
        let text = Folded::of(&long);
        assert!(text.starts_with("invalid agent") && !text.is("invalid agent"));
        assert!(!Folded::of("invalid").starts_with("invalid agent"));
    }
}
