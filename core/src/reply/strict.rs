//! The strict reader: the whole body is one JSON value; an object's known keys are told, everything
//! else is passed over.

use std::borrow::Cow;

use super::json::{NotJson, Scanner};
use super::words::{KEYS, STATUS, Words};

/// The value of a known key.
#[derive(Debug)]
pub(super) enum Value<'a> {
    Text(Cow<'a, str>),
    Bool(bool),
    /// A list of texts and nothing else; told only where lists are asked for.
    Texts(Vec<String>),
    /// Anything else.
    Other,
}

impl<'a> Value<'a> {
    /// Puts the value among the words, if it is one: a text, or a boolean under `status`.
    pub(super) fn add_to(self, words: &mut Words<'a>, key: usize) {
        match self {
            Self::Text(text) => words.add(key, text),
            Self::Bool(yes) if key == STATUS => {
                words.add(key, Cow::Borrowed(if yes { "true" } else { "false" }));
            }
            Self::Bool(_) | Self::Texts(_) | Self::Other => {}
        }
    }
}

/// The words of a JSON body.
pub(super) fn words(body: &[u8]) -> Result<Words<'_>, NotJson> {
    let mut words = Words::of_json();
    members(body, &KEYS, false, |key, value| {
        value.add_to(&mut words, key);
    })?;
    Ok(words)
}

/// Reads a whole JSON body and tells the members of its object that stand under one of these keys
/// (compared without case), by the key's index. What was told counts only if the end is `Ok`.
pub(super) fn members<'a>(
    body: &'a [u8],
    keys: &[&str],
    lists: bool,
    mut tell: impl FnMut(usize, Value<'a>),
) -> Result<(), NotJson> {
    let mut scanner = Scanner::new(body);
    scanner.space();
    if !scanner.eat(b'{') {
        scanner.skip()?;
        return scanner.end();
    }
    scanner.space();
    if scanner.eat(b'}') {
        return scanner.end();
    }
    loop {
        let key = scanner.key()?;
        match keys.iter().position(|known| key.names(known)) {
            Some(index) => tell(index, value(&mut scanner, lists)?),
            None => scanner.skip()?,
        }
        scanner.space();
        match scanner.next() {
            Some(b',') => {}
            Some(b'}') => return scanner.end(),
            _ => return Err(NotJson),
        }
    }
}

fn value<'a>(scanner: &mut Scanner<'a>, lists: bool) -> Result<Value<'a>, NotJson> {
    match scanner.peek() {
        Some(b'"') => Ok(Value::Text(scanner.string()?.decode()?)),
        Some(b't') if scanner.literal("true") => Ok(Value::Bool(true)),
        Some(b'f') if scanner.literal("false") => Ok(Value::Bool(false)),
        Some(b'[') if lists => list(scanner),
        _ => scanner.skip().map(|()| Value::Other),
    }
}

/// A list: its texts, if it holds nothing else.
fn list<'a>(scanner: &mut Scanner<'a>) -> Result<Value<'a>, NotJson> {
    let mut texts = Some(Vec::new());
    scanner.eat(b'[');
    scanner.space();
    if scanner.eat(b']') {
        return Ok(Value::Texts(Vec::new()));
    }
    loop {
        scanner.space();
        if scanner.peek() == Some(b'"') {
            let text = scanner.string()?.decode()?.into_owned();
            if let Some(texts) = &mut texts {
                texts.push(text);
            }
        } else {
            scanner.skip()?;
            texts = None;
        }
        scanner.space();
        match scanner.next() {
            Some(b',') => {}
            Some(b']') => return Ok(texts.map_or(Value::Other, Value::Texts)),
            _ => return Err(NotJson),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_compare_without_case_and_with_their_escapes() {
        let words = words(br#"{"St\u0061tus":"Fail","MESSAGE":"Token Expired"}"#).unwrap();
        assert_eq!(words.status().unwrap(), "Fail");
        assert_eq!(words.text().unwrap(), "Token Expired");
    }

    #[test]
    fn a_known_key_decodes_or_the_body_is_no_json_and_other_keys_are_passed_over() {
        assert!(words(b"{\"details\":\"\xFF\"}").is_err());
        assert!(words(br#"{"details":"\ud800"}"#).is_err());
        assert_eq!(
            words(b"{\"x\":\"\xFF\",\"status\":\"ok\"}")
                .unwrap()
                .status()
                .unwrap(),
            "ok"
        );
        assert_eq!(
            words(br#"{"x":"\ud800","status":"ok"}"#)
                .unwrap()
                .status()
                .unwrap(),
            "ok"
        );
        assert!(words(br#"{"x":"\q","status":"ok"}"#).is_err());
    }

    #[test]
    fn only_texts_are_words_but_a_boolean_is_one_under_status() {
        for body in [
            r#"{"status":500,"details":["a"],"message":null}"#,
            r#"{"status":{"status":"ok"},"details":true,"message":" "}"#,
            r#"[{"status":"ok"}]"#,
            "\"status: ok\"",
        ] {
            let words = words(body.as_bytes()).unwrap();
            assert_eq!((words.status(), words.text()), (None, None), "{body}");
        }
        let words = words(br#"{"status":true}"#).unwrap();
        assert_eq!(words.status().unwrap(), "true");
    }

    #[test]
    fn a_list_with_anything_but_texts_is_none() {
        let read = |body: &'static str| {
            let mut found = Vec::new();
            members(body.as_bytes(), &["data"], true, |_, value| {
                found.push(value)
            })
            .map(|()| found)
        };
        let texts = read(r#"{"data":[ "a" , "b" ]}"#).unwrap();
        assert!(matches!(&texts[..], [Value::Texts(texts)] if texts == &["a", "b"]));
        assert!(matches!(&read(r#"{"data":[ ]}"#).unwrap()[..], [Value::Texts(t)] if t.is_empty()));
        assert!(matches!(
            &read(r#"{"data":["a",[1]]}"#).unwrap()[..],
            [Value::Other]
        ));
        assert!(read(r#"{"data":["a",]}"#).is_err());
    }
}
