//! The grammar of JSON (RFC 8259), scanned in one pass: no recursion at any depth, nothing copied.
//!
//! Requests, receipts and vectors are read by serde_json. A reply's body is not, for what our own
//! rules promise of it and serde_json does not give:
//!
//! - Nothing larger than the body is allocated, whatever the body: serde_json keeps a byte for each
//!   level of nesting, and doubles.
//! - A bad escape or broken UTF-8 under a key that nobody asks for does no harm: the vendor repeats
//!   texts of agents, in whatever encoding they had.
//! - A number that no machine holds, such as `1e999`, is a number.
//! - The lenient reader asks the same scanner what a number is.

use super::body::Body;
use super::eight;
use super::raw_text::RawText;

/// The bytes are not JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotJson;

/// A body and the place in it that is scanned next.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scanner<'a> {
    pub(crate) body: Body<'a>,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(body: Body<'a>) -> Self {
        Self { body, at: 0 }
    }

    /// Where the next byte stands in the body.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// What comes behind an item of a list or a member of an object: another one, or the end.
    pub(crate) fn goes_on(&mut self, close: u8) -> Result<bool, NotJson> {
        self.space();
        match self.next() {
            Some(b',') => Ok(true),
            Some(byte) if byte == close => Ok(false),
            other => Err(self.stop_at(other)),
        }
    }

    /// What is not scanned yet.
    fn rest(&self) -> &'a [u8] {
        self.body.bytes.get(self.at..).unwrap_or_default()
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.body.bytes.get(self.at).copied()
    }

    pub(crate) fn next(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    /// Passes over this byte if it is the next one.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(crate) fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.eat(byte) { Ok(()) } else { Err(NotJson) }
    }

    /// Passes over JSON's white space.
    pub(crate) fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Steps back over a byte that was read and can't stand here: the scanner then stands at what is
    /// wrong, which is the end where something is missing.
    #[cold]
    fn stop_at(&mut self, byte: Option<u8>) -> NotJson {
        self.at -= usize::from(byte.is_some());
        NotJson
    }

    /// Whether what was scanned so far is JSON that breaks off: only what is missing is wrong.
    pub(crate) fn broke_off(&self) -> bool {
        let literals = ["true", "false", "null"];
        let begins = |literal: &&str| literal.as_bytes().starts_with(self.rest());
        self.rest().is_empty() || literals.iter().any(begins)
    }

    pub(crate) fn end(mut self) -> Result<(), NotJson> {
        self.space();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(NotJson),
        }
    }

    /// A string, from its opening quote to its closing one.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<RawText, NotJson> {
        self.expect(b'"')?;
        let begin = self.at;
        self.at += eight::find_special(self.rest());
        let escaped = self.peek() != Some(b'"');
        if escaped {
            self.rest_of_string()?;
        }
        self.at += 1;
        Ok(RawText {
            begin,
            end: self.at - 1,
            escaped,
        })
    }

    /// Goes on to the closing quote of a string that is more than plain characters.
    #[cold]
    fn rest_of_string(&mut self) -> Result<(), NotJson> {
        loop {
            match self.peek() {
                Some(b'"') => return Ok(()),
                Some(b'\\') => {
                    self.at += 1;
                    self.escape()?;
                }
                _ => return Err(NotJson),
            }
            self.at += eight::find_special(self.rest());
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<(), NotJson> {
        match self.next() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => Ok(()),
            Some(b'u') => {
                for _ in 0..4 {
                    match self.next() {
                        Some(byte) if byte.is_ascii_hexdigit() => {}
                        other => return Err(self.stop_at(other)),
                    }
                }
                Ok(())
            }
            other => Err(self.stop_at(other)),
        }
    }

    /// An object's key with its colon, and the white space round both.
    #[inline]
    pub(crate) fn key(&mut self) -> Result<RawText, NotJson> {
        self.space();
        let key = self.string()?;
        self.space();
        self.expect(b':')?;
        self.space();
        Ok(key)
    }

    #[inline(never)]
    fn skip_key(&mut self) -> Result<(), NotJson> {
        self.key().map(drop)
    }

    /// Passes over a literal (`true`, `false`, `null`) if it comes next.
    pub(crate) fn literal(&mut self, literal: &str) -> bool {
        let found = self.rest().starts_with(literal.as_bytes());
        if found {
            self.at += literal.len();
        }
        found
    }

    pub(crate) fn number(&mut self) -> Result<(), NotJson> {
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            if !self.eat(b'+') {
                self.eat(b'-');
            }
            self.digits()?;
        }
        Ok(())
    }

    /// One or more digits.
    fn digits(&mut self) -> Result<(), NotJson> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.at += 1;
        }
        if self.at > start {
            Ok(())
        } else {
            Err(NotJson)
        }
    }

    fn scalar(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Some(b'"') => self.string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.literal("true") || self.literal("false") || self.literal("null") => Ok(()),
            _ => Err(NotJson),
        }
    }

    /// Passes over one value, whatever it is and however deep.
    pub(crate) fn skip(&mut self) -> Result<(), NotJson> {
        let mut open = Nesting::default();
        loop {
            // Here a value begins …
            if self.eat(b'{') {
                self.space();
                if !self.eat(b'}') {
                    open.push(true);
                    self.skip_key()?;
                    continue;
                }
            } else if self.eat(b'[') {
                self.space();
                if !self.eat(b']') {
                    open.push(false);
                    continue;
                }
            } else {
                self.scalar()?;
            }
            // … and here it is over, and perhaps what holds it, too.
            loop {
                let Some(in_object) = open.last() else {
                    return Ok(());
                };
                self.space();
                let next = self.next();
                match (next, in_object) {
                    (Some(b','), true) => {
                        self.skip_key()?;
                        break;
                    }
                    (Some(b','), false) => {
                        self.space();
                        break;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => open.pop(),
                    _ => return Err(self.stop_at(next)),
                }
            }
        }
    }
}

/// Whether a text is a JSON number and nothing else.
pub(crate) fn is_number(text: &str) -> bool {
    let mut scanner = Scanner::new(Body::of_text(text));
    scanner.number().is_ok() && scanner.at == text.len()
}

/// Which of the open values are objects and which are lists: one bit each, so that it takes less
/// room than the brackets it stands for, and none for the first 64.
#[derive(Debug, Default)]
struct Nesting {
    depth: usize,
    /// The innermost ones, the last in the lowest bit.
    inner: u64,
    /// The others, 64 in each.
    outer: Vec<u64>,
}

impl Nesting {
    fn push(&mut self, is_object: bool) {
        if self.depth > 0 && self.depth % 64 == 0 {
            self.outer.push(self.inner);
        }
        self.inner = self.inner << 1 | u64::from(is_object);
        self.depth += 1;
    }

    fn pop(&mut self) {
        self.inner >>= 1;
        self.depth = self.depth.saturating_sub(1);
        if self.depth % 64 == 0 {
            self.inner = self.outer.pop().unwrap_or_default();
        }
    }

    /// Whether the innermost open value is an object; `None` where none is open.
    fn last(&self) -> Option<bool> {
        (self.depth > 0).then_some(self.inner & 1 == 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_json(text: &[u8]) -> bool {
        let mut scanner = Scanner::new(Body::of(text));
        scanner.space();
        scanner.skip().and_then(|()| scanner.end()).is_ok()
    }

    #[test]
    fn the_grammar_is_rfc_8259() {
        let short = [
            "{}", "[]", "0", "-0.5e+7", "1E-2", "\"\"", "null", "[1 , 2 ]",
        ];
        let long = [
            " [1 , {\"a\" : [ ] } ] ",
            r#""\u00e9\ud83d\ude00\"\\\/\b\f\n\r\t""#,
            r#""\ud800""#,
            "{\"\":{\"\":{}}}",
        ];
        for text in short.into_iter().chain(long) {
            assert!(is_json(text.as_bytes()), "{text}");
        }
        let short = [
            "", "{", "[", "]", "{}}", "[1,]", "{a:1}", "{'a':1}", "01", "1.", ".5", "1e", "+1",
            "-", "nul", "True", "\"\t\"", "\"\\x\"", "\"", "[1}", "{\"a\"}", "[1 2]", "{,}", "[,]",
            "1 2", "\u{A0}1", "// x\n1",
        ];
        let long = ["{\"a\":1,}", "\"\\u12g4\"", "{\"a\":1]", "{\"a\" 1}"];
        for text in short.into_iter().chain(long) {
            assert!(!is_json(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn depth_costs_bits_and_no_stack() {
        let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
        assert!(is_json(&deep));
        assert!(!is_json(&deep[1..]));
        let objects = ["{\"a\":".repeat(9_999), "1".into(), "}".repeat(9_999)].concat();
        assert!(is_json(objects.as_bytes()));
        // A list and an object in turn, across the places where bits move to the other store.
        for depth in [31, 32, 33, 63, 64, 65, 100, 1_000] {
            let turns = ["[{\"a\":".repeat(depth), "1".into(), "}]".repeat(depth)].concat();
            assert!(is_json(turns.as_bytes()), "{depth}");
            let wrong = ["[{\"a\":".repeat(depth), "1".into(), "]}".repeat(depth)].concat();
            assert!(!is_json(wrong.as_bytes()), "{depth}");
        }
        assert!(is_json(br#"[{"a":[[],{}]},[{"b":[{}]}]]"#));
        assert!(!is_json(br#"[{"a":[[],{}]},[{"b":[{]}]]"#));
    }
}
