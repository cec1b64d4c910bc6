//! A JSON string as it was sent, and its decoding. It is by hand for the reasons that stand at
//! [`json`](super::json): a string that nobody asks for is never decoded.

use std::borrow::Cow;

use super::body::Body;
use super::eight;
use super::json::NotJson;

/// A string as it stands between its quotes: its grammar is checked, its characters are not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RawText {
    /// Where it begins and ends in the body.
    pub(crate) begin: usize,
    pub(crate) end: usize,
    /// Whether a backslash is in it.
    pub(crate) escaped: bool,
}

impl RawText {
    #[inline]
    pub(crate) fn bytes<'a>(&self, body: &Body<'a>) -> &'a [u8] {
        body.bytes.get(self.begin..self.end).unwrap_or_default()
    }

    /// Whether the string is this known word, without regard to case.
    #[inline]
    pub(crate) fn is(&self, word: &str, body: &Body<'_>) -> bool {
        if self.escaped {
            let text = self.decode_bytes(body);
            text.is_ok_and(|text| eight::are(text.as_bytes(), word))
        } else {
            eight::are(self.bytes(body), word)
        }
    }

    /// The text, unescaped. Half a surrogate pair and bytes that are not UTF-8 are no text.
    #[inline]
    pub(crate) fn decode<'a>(&self, body: &Body<'a>) -> Result<Cow<'a, str>, NotJson> {
        let text = body.text.and_then(|text| text.get(self.begin..self.end));
        match text {
            Some(text) if !self.escaped => Ok(Cow::Borrowed(text)),
            _ => self.decode_bytes(body),
        }
    }

    /// The text, unescaped; what is no text in it is U+FFFD.
    pub(crate) fn decode_lossy<'a>(&self, body: &Body<'a>) -> Cow<'a, str> {
        self.decode(body)
            .unwrap_or_else(|NotJson| Cow::Owned(decode_lossy(self.bytes(body))))
    }

    #[inline(never)]
    fn decode_bytes<'a>(&self, body: &Body<'a>) -> Result<Cow<'a, str>, NotJson> {
        let mut rest = self.bytes(body);
        if !self.escaped {
            return utf8(rest).map(Cow::Borrowed);
        }
        let mut text = String::with_capacity(rest.len());
        while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
            text.push_str(utf8(&rest[..at])?);
            let (c, length) = unescape(&rest[at..])?;
            text.push(c);
            rest = &rest[at + length..];
        }
        text.push_str(utf8(rest)?);
        Ok(Cow::Owned(text))
    }
}

/// The text of a string whatever its bytes are: U+FFFD stands for each maximal part that is not
/// UTF-8 (Unicode, 3.9), and for half of a surrogate pair.
#[inline(never)]
fn decode_lossy(mut rest: &[u8]) -> String {
    let mut text = String::with_capacity(rest.len());
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        text.push_str(&String::from_utf8_lossy(&rest[..at]));
        let (c, length) = unescape(&rest[at..]).unwrap_or((char::REPLACEMENT_CHARACTER, 6));
        text.push(c);
        rest = rest.get(at + length..).unwrap_or_default();
    }
    text.push_str(&String::from_utf8_lossy(rest));
    text
}

fn utf8(bytes: &[u8]) -> Result<&str, NotJson> {
    std::str::from_utf8(bytes).map_err(|_| NotJson)
}

/// The character of the escape that these bytes begin with, and the escape's length.
fn unescape(bytes: &[u8]) -> Result<(char, usize), NotJson> {
    let c = match bytes.get(1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{C}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unescape_unit(bytes),
        _ => return Err(NotJson),
    };
    Ok((c, 2))
}

/// `\uXXXX`, or a pair of them above U+FFFF.
fn unescape_unit(bytes: &[u8]) -> Result<(char, usize), NotJson> {
    let high = unit(bytes)?;
    if let Some(c) = char::from_u32(high) {
        return Ok((c, 6));
    }
    let low = unit(bytes.get(6..).unwrap_or_default())?;
    if !(0xD800..0xDC00).contains(&high) || !(0xDC00..0xE000).contains(&low) {
        return Err(NotJson);
    }
    let c = char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00)).ok_or(NotJson)?;
    Ok((c, 12))
}

fn unit(bytes: &[u8]) -> Result<u32, NotJson> {
    match bytes {
        [b'\\', b'u', digits @ ..] if digits.len() >= 4 => {
            digits[..4].iter().try_fold(0, |value, digit| {
                let digit = char::from(*digit).to_digit(16).ok_or(NotJson)?;
                Ok(value * 16 + digit)
            })
        }
        _ => Err(NotJson),
    }
}

#[cfg(test)]
mod tests {
    use super::super::json::Scanner;
    use super::*;

    #[test]
    fn escapes_decode_and_half_a_pair_is_no_text() {
        let decode = |text: &str| {
            let quoted = format!("\"{text}\"");
            let body = Body::of_text(&quoted);
            let raw = Scanner::new(body).string().unwrap();
            raw.decode(&body).map(Cow::into_owned)
        };
        let whole = Ok("aA😀\n".to_owned());
        assert_eq!(decode(r"a\u0041\ud83d\ude00\n"), whole);
        for (bytes, text) in [
            (b"\"a\xE0\xA4\xFFb\"" as &[u8], "a\u{FFFD}\u{FFFD}b"),
            (br#""\ud83dx\ude00""#, "\u{FFFD}x\u{FFFD}"),
            (br#""\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}"),
            (b"\"\xF0\x9F\\n\"", "\u{FFFD}\n"),
        ] {
            let body = Body::of(bytes);
            let raw = Scanner::new(body).string().unwrap();
            assert_eq!(raw.decode_lossy(&body), text);
        }
        for half in r"\ud83d \ude00 \ud83dx \ud83d\u0041 \ud83d\n".split(' ') {
            assert_eq!(decode(half), Err(NotJson), "{half}");
        }
    }
}
