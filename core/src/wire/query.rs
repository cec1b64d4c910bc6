//! A path and its query, percent-encoded.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986, section 2.3.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// What follows the base URL on the GET APIs. What is absent is an empty value.
pub(super) struct Query<'a> {
    pub(super) path: &'static str,
    pub(super) parameters: Vec<(&'static str, Cow<'a, str>)>,
}

impl Query<'_> {
    /// The length in bytes, without writing it anywhere.
    pub(super) fn len(&self) -> usize {
        let parameters = self.parameters.iter();
        let length = |(name, value): &(&str, Cow<'_, str>)| {
            // Before each name stands `?` or `&`, and `=` after it.
            1 + name.len() + 1 + pieces(value).map(str::len).sum::<usize>()
        };
        self.path.len() + parameters.map(length).sum::<usize>()
    }

    pub(super) fn write(&self, out: &mut String) {
        out.push_str(self.path);
        let mut before = '?';
        for (name, value) in &self.parameters {
            out.push(before);
            out.push_str(name);
            out.push('=');
            out.extend(pieces(value));
            before = '&';
        }
    }
}

fn pieces(value: &str) -> impl Iterator<Item = &str> {
    utf8_percent_encode(value, ENCODED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_that_of_what_is_written() {
        let query = Query {
            path: "/a.php",
            parameters: vec![("x", "é b".into()), ("y", "".into())],
        };
        let mut out = String::new();
        query.write(&mut out);
        assert_eq!(
            (out.as_str(), query.len()),
            ("/a.php?x=%C3%A9%20b&y=", out.len())
        );
    }
}
