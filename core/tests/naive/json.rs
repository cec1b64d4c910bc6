//! JSON as a tree, by `serde_json`, which the library reads no reply with. Duplicate keys stay.

use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

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

/// The whole body as one JSON value, unless a known key's own text can't be decoded.
pub(crate) fn parse(body: &[u8], known_keys: &[&str]) -> Option<Json> {
    let body = trimmed(body);
    serde_json::from_slice::<IgnoredAny>(body).ok()?;
    // A byte that is no UTF-8 is inside of a text by now. Half a pair is none, too.
    let text = body.utf8_chunks().map(|chunk| match chunk.invalid() {
        [] => chunk.valid().to_owned(),
        _ => chunk.valid().to_owned() + HALVES,
    });
    let json = tree(&text.collect::<String>());
    (!json.is_undecodable(known_keys)).then_some(json)
}

const HALVES: &str = r"\ud800\ud800";

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

/// A text that is JSON.
fn tree(text: &str) -> Json {
    match text.as_bytes()[0] {
        b'{' => {
            let Members(members) = serde_json::from_str(text).unwrap();
            // No known key holds U+FFFD, so a key that can't be decoded is an unknown one.
            let key = |key: &str| serde_json::from_str(key).unwrap_or("\u{FFFD}".into());
            let members = members.into_iter();
            Json::Object(
                members
                    .map(|(name, value)| (key(name.get()), tree(value.get())))
                    .collect(),
            )
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
            Json::List(items.into_iter().map(|item| tree(item.get())).collect())
        }
        b'"' => Json::Text(serde_json::from_str(text).ok()),
        b't' | b'f' => Json::Bool(text == "true"),
        b'n' => Json::Null,
        _ => Json::Number,
    }
}

/// An object's members as they are written: `serde_json`'s own maps keep no duplicate.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let members = std::iter::from_fn(|| map.next_entry().transpose());
                members.collect::<Result<_, _>>().map(Members)
            }
        }
        input.deserialize_map(Object)
    }
}

/// Whether a text is a number as JSON writes it.
pub(crate) fn is_number(text: &str) -> bool {
    let shape = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    shape && serde_json::from_str::<IgnoredAny>(text).is_ok()
}
