//! JSON as the naive reader takes it apart: every text as it is written.

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// What stands in the text for a byte sequence that is no UTF-8.
const BROKEN: char = '\u{F8FF}';

pub(crate) enum Json {
    Text(String),
    Number(String),
    Bool(bool),
    Null,
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{200B}' || c == '\u{FEFF}'
}

/// The UTF-16 of a text between its quotes; a broken byte is half of a pair.
fn units(raw: &str) -> Vec<u16> {
    let mut units = Vec::new();
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        let c = match c {
            BROKEN => {
                // Never half of a pair with what stands beside it.
                units.extend([0xDC00]);
                continue;
            }
            '\\' => match chars.next().unwrap() {
                'u' => {
                    let digits: String = chars.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).unwrap());
                    continue;
                }
                'b' => '\u{8}',
                'f' => '\u{C}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                other => other,
            },
            c => c,
        };
        units.extend(c.encode_utf16(&mut [0; 2]).iter());
    }
    units
}

pub(crate) fn lossy(raw: &str) -> String {
    // A half that a broken byte would complete by accident stays a half.
    let parts = raw
        .split(BROKEN)
        .map(|part| String::from_utf16_lossy(&units(part)));
    parts.collect::<Vec<_>>().join("\u{FFFD}")
}

pub(crate) fn decoded(raw: &str) -> Option<String> {
    (!raw.contains(BROKEN))
        .then(|| String::from_utf16(&units(raw)).ok())
        .flatten()
}

pub(crate) fn parse(body: &[u8]) -> Option<Json> {
    let mut text = String::new();
    for chunk in body.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            text.push(BROKEN);
        }
    }
    let text = text.trim_matches(is_space);
    serde_json::from_str::<IgnoredAny>(text).ok()?;
    Some(tree(text))
}

fn tree(text: &str) -> Json {
    match text.as_bytes()[0] {
        b'{' => {
            let members: Members<'_> = serde_json::from_str(text).unwrap();
            let inside = |key: &RawValue| key.get()[1..key.get().len() - 1].to_owned();
            let members = members.0.into_iter();
            Json::Object(
                members
                    .map(|(key, value)| (inside(key), tree(value.get())))
                    .collect(),
            )
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
            Json::List(items.into_iter().map(|item| tree(item.get())).collect())
        }
        b'"' => Json::Text(text[1..text.len() - 1].to_owned()),
        b't' | b'f' => Json::Bool(text == "true"),
        b'n' => Json::Null,
        _ => Json::Number(text.to_owned()),
    }
}

/// An object's members as they are written: `serde_json`'s own maps keep no duplicate.
struct Members<'a>(Vec<(&'a RawValue, &'a RawValue)>);

impl<'de> serde::Deserialize<'de> for Members<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> serde::de::Visitor<'de> for Object {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(
                self,
                mut map: A,
            ) -> Result<Self::Value, A::Error> {
                let members = std::iter::from_fn(|| map.next_entry().transpose());
                members.collect::<Result<_, _>>().map(Members)
            }
        }
        input.deserialize_map(Object)
    }
}
