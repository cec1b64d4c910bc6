//! A request's JSON form, under the names of its fields: for job queues, databases, logs. The
//! account is no part of it, so neither is a credential.
//!
//! What can't be read is told by field or by position. Neither a value nor a key's text is
//! repeated, nor the words of the JSON parser, which quote them.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::DispositionRequest;
use crate::text::{present, without_mark};
use crate::violation::{Field, Invalid, Problem, Violation};

impl DispositionRequest {
    /// The request as a compact JSON object. Absent fields are left out, as is an `auto_release`
    /// that is no. It holds the comments.
    ///
    /// ```
    /// use cloudagent_disposition::DispositionRequest;
    ///
    /// let request = DispositionRequest::new().ucid("8189000000001").pause("Lunch");
    /// let json = request.to_json();
    /// assert_eq!(
    ///     json,
    ///     r#"{"ucid":"8189000000001","pause_after_dispose":true,"pause_reason":"Lunch"}"#
    /// );
    /// assert_eq!(DispositionRequest::from_json(&json)?, request);
    /// # Ok::<(), cloudagent_disposition::Invalid>(())
    /// ```
    ///
    /// # Panics
    ///
    /// Never: a request has nothing that JSON can't hold.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a request is texts and booleans")
    }

    /// Reads a request's JSON form. `null` and a blank text are absent; one byte order mark before
    /// it is skipped.
    ///
    /// # Errors
    ///
    /// `json` is `invalid` where it is no JSON object, and `unknown` for each key that is no
    /// field. A field is `invalid` where its value has the wrong type, and `duplicate` where its
    /// key comes again. Nothing else is checked: [`validate`](fn@crate::validate) does that.
    pub fn from_json(json: &str) -> Result<Self, Invalid> {
        let mut input = serde_json::Deserializer::from_str(without_mark(json));
        let read = input
            .deserialize_any(ReadObject)
            .and_then(|read| input.end().map(|()| read));
        let mut read = read.map_err(|error| {
            let place = (error.line(), error.column());
            Invalid::from(not_json(place))
        })?;
        if read.violations.is_empty() {
            return Ok(read.request);
        }
        // By field, and for one field in the order of the text: the sort is stable.
        read.violations.sort_by_key(|violation| violation.field);
        Err(Invalid::new(read.violations))
    }
}

fn not_json((line, column): (usize, usize)) -> Violation {
    let detail = format!("It must be one JSON object; it is not, at line {line}, column {column}.");
    Violation::hard(Field::Json, Problem::Invalid, detail)
}

/// What was read so far, and what is wrong with it.
#[derive(Default)]
struct Read {
    request: DispositionRequest,
    seen: Vec<Field>,
    violations: Vec<Violation>,
}

impl Read {
    /// Takes one key, the `position`th, with its value.
    fn take(&mut self, position: usize, key: &str, value: Value) {
        let field = DispositionRequest::FIELDS
            .iter()
            .find(|field| field.name == key);
        let Some(field) = field.map(|field| field.called) else {
            let names = DispositionRequest::FIELDS.iter().map(|field| field.name);
            let names = names.collect::<Vec<_>>().join(", ");
            let detail = format!(
                "Key number {position} is not the name of a request's field; those are {names}."
            );
            self.refuse(Field::Json, Problem::Unknown, detail);
            return;
        };
        if self.seen.contains(&field) {
            let detail = format!("Its key comes again, as key number {position}.");
            self.refuse(field, Problem::Duplicate, detail);
            return;
        }
        self.seen.push(field);
        match (field, value) {
            (_, Value::Null) => {}
            (Field::PauseAfterDispose, Value::Flag(flag)) => {
                self.request.pause_after_dispose = Some(flag);
            }
            (Field::AutoRelease, Value::Flag(flag)) => self.request.auto_release = flag,
            (Field::PauseAfterDispose | Field::AutoRelease, _) => {
                let detail = "It must be true or false, without quotes.";
                self.refuse(field, Problem::Invalid, detail);
            }
            (_, Value::Text(text)) => {
                if let Some(slot) = self.request.text_slot(field) {
                    *slot = Some(text).filter(|text| present(Some(text)).is_some());
                }
            }
            (_, Value::Number) => {
                let detail = "It must be a text, in quotes: 17 digits don't survive a number.";
                self.refuse(field, Problem::Invalid, detail);
            }
            (_, Value::Flag(_) | Value::Nested) => {
                self.refuse(field, Problem::Invalid, "It must be a text, in quotes.");
            }
        }
    }

    fn refuse(&mut self, field: Field, problem: Problem, detail: impl Into<Cow<'static, str>>) {
        self.violations
            .push(Violation::hard(field, problem, detail));
    }
}

/// A JSON value as far as a request can hold it.
enum Value {
    Null,
    Flag(bool),
    Number,
    Text(String),
    Nested,
}

impl Value {
    /// What is nested is never looked into, however deep it goes.
    fn of(json: &RawValue) -> serde_json::Result<Self> {
        Ok(match json.get().as_bytes()[0] {
            b'n' => Self::Null,
            b't' => Self::Flag(true),
            b'f' => Self::Flag(false),
            b'"' => Self::Text(serde_json::from_str(json.get())?),
            b'{' | b'[' => Self::Nested,
            _ => Self::Number,
        })
    }
}

struct ReadObject;

impl<'de> Visitor<'de> for ReadObject {
    type Value = Read;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut items: A) -> Result<Read, A::Error> {
        let mut read = Read::default();
        let mut position = 0;
        while let Some((key, value)) = items.next_entry::<String, &RawValue>()? {
            position += 1;
            // The parser's own words may quote the text; they are never shown.
            let value = Value::of(value).map_err(A::Error::custom)?;
            read.take(position, &key, value);
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(json: &str) -> Vec<(Field, Problem)> {
        let refused = DispositionRequest::from_json(json).unwrap_err();
        let violations = refused.violations().iter();
        violations
            .map(|found| (found.field, found.problem))
            .collect()
    }

    #[test]
    fn null_and_blank_are_absent() {
        let json = r#" {"ucid": null, "did": "\u200b ", "auto_release": null} "#;
        let read = DispositionRequest::from_json(json);
        assert_eq!(read, Ok(DispositionRequest::new()));
    }

    #[test]
    fn what_is_no_object_is_not_json() {
        // The first of them is empty.
        for json in r#" null [] 1 "x" { {}x {"ucid":} {'ucid':1}"#.split(' ') {
            assert_eq!(problems(json), [(Field::Json, Problem::Invalid)], "{json}");
        }
    }

    #[test]
    fn wrong_types_and_repeated_keys_are_told_by_field() {
        let json = r#"{"auto_release": "true", "did": true, "ucid": 81890000000000001,
                       "ucid": null, "pause_after_dispose": 1, "comments": [["x"]]}"#;
        assert_eq!(
            problems(json),
            [
                (Field::Did, Problem::Invalid),
                (Field::Ucid, Problem::Invalid),
                (Field::Ucid, Problem::Duplicate),
                (Field::Comments, Problem::Invalid),
                (Field::PauseAfterDispose, Problem::Invalid),
                (Field::AutoRelease, Problem::Invalid),
            ]
        );
    }

    #[test]
    fn unknown_keys_are_told_by_position_and_nothing_is_echoed() {
        let json = r#"{"ucid": "1", "marker": "x", "did": {"marker": "marker"}}"#;
        let refused = DispositionRequest::from_json(json).unwrap_err();
        let printed = format!("{refused} {refused:?}");
        assert!(printed.contains("Key number 2") && !printed.contains("marker"));
        let refused = DispositionRequest::from_json(r#"{"ucid": "marker" marker}"#).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("marker"));
    }

    #[test]
    fn deep_nesting_is_an_error_and_no_crash() {
        let deep = "[".repeat(100_000);
        assert_eq!(problems(&deep), [(Field::Json, Problem::Invalid)]);
        let closed = format!("{{\"ucid\":{deep}{}}}", "]".repeat(100_000));
        assert_eq!(problems(&closed), [(Field::Ucid, Problem::Invalid)]);
    }
}
