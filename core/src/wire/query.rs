//! A path and its query, percent-encoded.

use percent_encoding::percent_encode_byte;

/// Which bytes stand for themselves: the unreserved characters of RFC 3986, section 2.3.
static UNRESERVED: [bool; 256] = {
    let (mut unreserved, mut byte) = ([false; 256], 0);
    while byte < unreserved.len() {
        let character = byte as u8;
        unreserved[byte] =
            character.is_ascii_alphanumeric() || matches!(character, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    unreserved
};

fn is_unreserved(byte: u8) -> bool {
    UNRESERVED[usize::from(byte)]
}

/// A byte takes at most these: `%XX`.
const ENCODED_BYTE: usize = 3;

/// What follows the base URL on the GET APIs: a path, and parameters in their order. What is absent
/// is an empty value.
pub(super) trait Query {
    const PATH: &'static str;

    /// Adds the names, with what stands round each, and the values one by one, for whatever is asked of
    /// them: they are never a list. Where they are many it is never inlined: what is asked is small.
    fn parameters(&self, add: &mut dyn FnMut(&str, &str));

    /// Whether it takes more than so many bytes. They are counted only where it may.
    fn is_longer_than(&self, limit: usize) -> bool {
        self.len_at_most() > limit && self.len() > limit
    }

    /// The length in bytes, without writing it anywhere.
    fn len(&self) -> usize {
        self.len_where(|value| {
            let encoded = value.bytes().filter(|byte| !is_unreserved(*byte));
            value.len() + encoded.count() * (ENCODED_BYTE - 1)
        })
    }

    /// The most bytes that it can take: quicker to say than how many it takes.
    fn len_at_most(&self) -> usize {
        self.len_where(|value| value.len() * ENCODED_BYTE)
    }

    /// The length where this is that of a value.
    fn len_where(&self, len: impl Fn(&str) -> usize) -> usize {
        let mut sum = Self::PATH.len();
        self.parameters(&mut |name, value| sum += name.len() + len(value));
        sum
    }

    fn write(&self, out: &mut String) {
        out.push_str(Self::PATH);
        self.parameters(&mut |name, value| {
            out.push_str(name);
            encode(value, out);
        });
    }
}

/// Writes a value, percent-encoded. `AsciiSet` would ask the same of each byte in three times as many
/// instructions.
fn encode(value: &str, out: &mut String) {
    let mut plain = 0;
    for (at, byte) in value.bytes().enumerate() {
        if !is_unreserved(byte) {
            // Between two bytes of one character there is nothing.
            out.push_str(value.get(plain..at).unwrap_or_default());
            out.push_str(percent_encode_byte(byte));
            plain = at + 1;
        }
    }
    out.push_str(value.get(plain..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_but_unreserved_characters_is_encoded() {
        let encoded = |value: &str| {
            let mut out = String::new();
            encode(value, &mut out);
            out
        };
        for c in (0..0x3000).filter_map(char::from_u32) {
            let mut bytes = [0; 4];
            let text = &*c.encode_utf8(&mut bytes);
            let expected: String = match c {
                'a'..='z' | 'A'..='Z' | '0'..='9' | '-' | '.' | '_' | '~' => c.into(),
                _ => text.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            };
            assert_eq!(encoded(text), expected);
        }
        assert_eq!(encoded("a é+b"), "a%20%C3%A9%2Bb");
        assert_eq!(encoded(" ~"), "%20~");
    }

    struct Two;

    impl Query for Two {
        const PATH: &'static str = "/a.php";

        fn parameters(&self, add: &mut dyn FnMut(&str, &str)) {
            add("?x=", "é b");
            add("&y=", "");
        }
    }

    #[test]
    fn the_length_is_that_of_what_is_written() {
        let mut out = String::new();
        Two.write(&mut out);
        assert_eq!(out, "/a.php?x=%C3%A9%20b&y=");
        assert_eq!((Two.len(), Two.len_at_most()), (out.len(), out.len() + 2));
    }
}
