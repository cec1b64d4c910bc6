//! A reply's body: bytes, and a text where they are UTF-8, which is asked once.

use std::ops::Range;

use crate::text;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Body<'a> {
    pub(crate) bytes: &'a [u8],
    /// The same, where all of it is UTF-8.
    pub(crate) text: Option<&'a str>,
}

impl<'a> Body<'a> {
    pub(crate) fn of(bytes: &'a [u8]) -> Self {
        let text = std::str::from_utf8(bytes).ok();
        Self { bytes, text }
    }

    pub(crate) fn of_text(text: &'a str) -> Self {
        Self {
            bytes: text.as_bytes(),
            text: Some(text),
        }
    }

    /// A part of it.
    pub(crate) fn part(self, range: Range<usize>) -> Self {
        let text = self.text.and_then(|text| text.get(range.clone()));
        Self {
            bytes: &self.bytes[range],
            text,
        }
    }

    /// What is left of it without white space around it.
    pub(crate) fn trim(self) -> Self {
        if let Some(text) = self.text {
            return Self::of_text(text::trim(text));
        }
        let chunks = || self.bytes.utf8_chunks();
        let leading = chunks().next().map_or("", |chunk| chunk.valid());
        let start = leading.len() - leading.trim_start_matches(text::is_space).len();
        let trailing = match chunks().last() {
            Some(chunk) if chunk.invalid().is_empty() => chunk.valid(),
            _ => "",
        };
        let spaces = trailing.len() - trailing.trim_end_matches(text::is_space).len();
        self.part(start..self.bytes.len() - spaces)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_goes_whatever_the_bytes_are() {
        let trimmed = |bytes| Body::of(bytes).trim().bytes;
        assert_eq!(
            trimmed("\u{FEFF} \u{2028}a b\u{3000}\r\n".as_bytes()),
            b"a b"
        );
        assert_eq!(trimmed(b"\xE2\x80\xA8\xFF \t"), b"\xFF");
        assert_eq!(trimmed(b" \xFF \xFF"), b"\xFF \xFF");
        assert_eq!(trimmed(b" \t"), b"");
    }

    #[test]
    fn a_part_of_a_text_is_a_text() {
        let body = Body::of("a\u{E9}b".as_bytes());
        assert_eq!(body.part(1..3).text, Some("\u{E9}"));
        assert_eq!(body.part(2..3).text, None);
    }
}
