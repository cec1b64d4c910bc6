//! A path and its query, percent-encoded.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A byte takes at most these: `%XX`.
const ENCODED_BYTE: usize = 3;

/// What follows the base URL on the GET APIs: a path, and parameters in their order. What is absent
/// is an empty value.
pub(super) trait Query {
    const PATH: &'static str;

    /// Adds the names and values one by one, for whatever is asked of them: they are never a list.
    fn parameters(&self, add: &mut impl FnMut(&str, &str));

    /// Whether it takes more than so many bytes. They are counted only where it may.
    fn is_longer_than(&self, limit: usize) -> bool {
        self.len_at_most() > limit && self.len() > limit
    }

    /// The length in bytes, without writing it anywhere.
    fn len(&self) -> usize {
        self.len_where(|value| pieces(value).map(str::len).sum())
    }

    /// The most bytes that it can take: quicker to say than how many it takes.
    fn len_at_most(&self) -> usize {
        self.len_where(|value| value.len() * ENCODED_BYTE)
    }

    /// The length where this is that of a value.
    fn len_where(&self, len: impl Fn(&str) -> usize) -> usize {
        let mut sum = Self::PATH.len();
        // Before each name stands `?` or `&`, and `=` after it.
        self.parameters(&mut |name, value| sum += 1 + name.len() + 1 + len(value));
        sum
    }

    fn write(&self, out: &mut String) {
        out.push_str(Self::PATH);
        let mut before = '?';
        self.parameters(&mut |name, value| {
            out.push(before);
            out.push_str(name);
            out.push('=');
            out.extend(pieces(value));
            before = '&';
        });
    }
}

fn pieces(value: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(value, ENCODED)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Two;

    impl Query for Two {
        const PATH: &'static str = "/a.php";

        fn parameters(&self, add: &mut impl FnMut(&str, &str)) {
            add("x", "é b");
            add("y", "");
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
