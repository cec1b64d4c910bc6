//! The words of a body, by whichever reader finds them.

use std::io::Read as _;

use super::json::{self, Json};
use super::{Reader, is_space, labels, preface};

pub(super) fn fold(text: &str) -> String {
    let squeezed = |text: &str| {
        let words: Vec<&str> = text
            .split(is_space)
            .filter(|word| !word.is_empty())
            .collect();
        words.join(" ")
    };
    let text = squeezed(text)
        .replace(['“', '”', '„', '‟'], "\"")
        .replace(['‘', '’', '‚', '‛'], "'")
        .to_ascii_lowercase();
    squeezed(text.strip_suffix('.').unwrap_or(&text))
}

/// The words of a body, each with the key it stood under, in order.
pub(super) struct Words {
    pub(super) reader: Reader,
    pub(super) found: Vec<(String, String)>,
}

impl Words {
    pub(super) fn of(&self, key: &str) -> Vec<&String> {
        let blank = |word: &str| word.chars().all(is_space);
        self.found
            .iter()
            .filter(|(k, word)| k == key && !blank(word))
            .map(|(_, word)| word)
            .collect()
    }

    pub(super) fn contradict(&self) -> bool {
        ["status", "details", "message"].iter().any(|key| {
            self.of(key)
                .iter()
                .any(|word| fold(word) != fold(self.of(key)[0]))
        })
    }
}

pub(super) fn read(body: &[u8], known_keys: &[&str]) -> (Words, Option<Json>) {
    if let Some(json) = json::parse(body, known_keys) {
        let json = unwrapped(json, known_keys);
        let found = words_of(&json);
        let reader = Reader::Strict;
        return (Words { reader, found }, Some(json));
    }
    if let Some(json) = preface::read(body, &known_keys[..3]) {
        let found = words_of(&json);
        let reader = Reader::Preface;
        return (Words { reader, found }, None);
    }
    let found = labels::read(body);
    let reader = Reader::Lenient;
    (Words { reader, found }, None)
}

pub(super) fn words_of(json: &Json) -> Vec<(String, String)> {
    let word = |(key, value): &(String, Json)| match value {
        Json::Text(Some(text)) => Some((key.to_ascii_lowercase(), text.clone())),
        Json::Bool(value) if key.eq_ignore_ascii_case("status") => {
            Some(("status".to_owned(), value.to_string()))
        }
        _ => None,
    };
    json.members().iter().filter_map(word).collect()
}

/// The object in a list of one, or in a text.
pub(super) fn unwrapped(json: Json, known_keys: &[&str]) -> Json {
    match json {
        Json::List(mut items) if items.len() == 1 && matches!(items[0], Json::Object(_)) => {
            match items.remove(0) {
                object if object.is_undecodable(known_keys) => Json::Null,
                object => object,
            }
        }
        Json::Text(Some(text)) => {
            match json::parse(text.trim_matches(is_space).as_bytes(), known_keys) {
                Some(object @ Json::Object(_)) => object,
                _ => Json::Text(Some(text)),
            }
        }
        json => json,
    }
}

/// The bytes that are read: decompressed by a library that this project does not use elsewhere.
pub(super) fn plain(body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let mut rest = body;
    if body.len() > 65_536 || !body.starts_with(b"\x1F\x8B\x08") {
        plain.extend_from_slice(&body[..if body.len() > 65_536 { 0 } else { body.len() }]);
        return plain;
    }
    while rest.starts_with(b"\x1F\x8B\x08") {
        let mut member = flate2::bufread::GzDecoder::new(rest);
        if member.read_to_end(&mut plain).is_err() {
            return Vec::new();
        }
        rest = member.into_inner();
    }
    let white = std::str::from_utf8(rest).is_ok_and(|rest| rest.chars().all(is_space));
    if !white || plain.len() > 65_536 {
        return Vec::new();
    }
    plain
}
