//! A receipt's JSON form, under the names of its fields: for job queues, databases, logs.
//!
//! Queues outlive versions: a worker may read what a newer producer wrote. What it doesn't know
//! (a word of an open set, a whole warning, a key) reads as absent, and comes back out of
//! `to_json` where it was. So a receipt keeps, beside its fields, the part of its JSON that they
//! can't hold: [`Kept`]. That part is found by writing the receipt again and comparing, so no list
//! of open sets stands here.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Deserializer, Error as _, MapAccess, Visitor};
use serde::ser::Serializer;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::Receipt;
use crate::http::status_number;
use crate::text::without_mark;
use crate::violation::{Field, Invalid, Problem, Severity, Violation};

impl Receipt {
    /// The receipt as a compact JSON object; what is not known is `null`. It holds no secret and
    /// no comment, as the receipt does not.
    ///
    /// What [`from_json`](Self::from_json) read of a newer version and could not know is in it as
    /// it was: a word in the place where this version has `null`, a warning at its own place in
    /// the list, a key behind this version's keys. A field that was set since wins.
    ///
    /// # Panics
    ///
    /// Never: a receipt has nothing that JSON can't hold.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).expect("a receipt is texts, numbers and lists");
        let kept = self.newer.as_deref();
        kept.and_then(|kept| parsed::<Kept>(kept).ok()?.put_back(&json).ok())
            .unwrap_or(json)
    }

    /// Reads a receipt's JSON form, written by this version of the library, an older or a newer
    /// one. One byte order mark before it is skipped.
    ///
    /// A word that this version doesn't know (an outcome, a kind) reads as absent, a warning with
    /// such a field or problem is left out, a key that is no field is passed over; all of it is
    /// kept for [`to_json`](Self::to_json).
    ///
    /// # Errors
    ///
    /// `json` is `invalid` where the text is no receipt, or a word of a closed set (`effect`,
    /// `advice`, `delivery`, `severity`) is not known. The text is not repeated.
    pub fn from_json(json: &str) -> Result<Self, Invalid> {
        read(without_mark(json)).map_err(|error| refused(&error))
    }

    /// What a newer version wrote and this one doesn't know: for bindings, which carry it as it is.
    #[doc(hidden)]
    pub fn newer(&self) -> Option<&str> {
        self.newer.as_deref()
    }

    /// The receipt with what [`newer`](Self::newer) gave.
    #[doc(hidden)]
    #[must_use]
    pub fn with_newer(mut self, newer: Option<String>) -> Self {
        self.newer = newer;
        self
    }
}

fn refused(error: &serde_json::Error) -> Invalid {
    let (line, column) = (error.line(), error.column());
    let detail = format!(
        "It must be a receipt's JSON as this library writes it; it is not, at line {line}, column {column}."
    );
    Violation::hard(Field::Json, Problem::Invalid, detail).into()
}

fn read(json: &str) -> serde_json::Result<Receipt> {
    let mut receipt: Receipt = serde_json::from_str(json)?;
    receipt.newer = Kept::of(json, &receipt)?;
    Ok(receipt)
}

/// A word of an open set; one that is not known is `None`.
pub(crate) fn known<'de, T, D>(input: D) -> Result<Option<T>, D::Error>
where
    T: std::str::FromStr,
    D: Deserializer<'de>,
{
    let word = Option::<String>::deserialize(input)?;
    Ok(word.and_then(|word| word.parse().ok()))
}

/// An HTTP status; a number that is none is `None`.
pub(crate) fn http_status<'de, D: Deserializer<'de>>(input: D) -> Result<Option<u16>, D::Error> {
    let number = Option::<i64>::deserialize(input)?;
    Ok(number.map(status_number).filter(|status| *status != 0))
}

/// The warnings whose words are known.
pub(crate) fn known_warnings<'de, D>(input: D) -> Result<Vec<Violation>, D::Error>
where
    D: Deserializer<'de>,
{
    let warnings = Vec::<Warning>::deserialize(input)?;
    Ok(warnings.into_iter().filter_map(Warning::known).collect())
}

/// A warning as another version may write it.
#[derive(Deserialize)]
struct Warning {
    #[serde(deserialize_with = "known")]
    field: Option<Field>,
    #[serde(deserialize_with = "known")]
    problem: Option<Problem>,
    severity: Severity,
    detail: String,
}

impl Warning {
    fn known(self) -> Option<Violation> {
        let mut violation = Violation::error(self.field?, self.problem?, self.detail);
        violation.severity = self.severity;
        Some(violation)
    }
}

/// What a JSON form holds and this version's fields don't.
#[derive(Default, Serialize, Deserialize)]
struct Kept {
    receipt: Members,
    /// By the attempt's place in the list.
    attempts: BTreeMap<usize, Members>,
    /// By the warning's place in the list as it was: what is missing in a known one.
    warnings: BTreeMap<usize, Members>,
    /// By the warning's place in the list as it was: whole ones that are not known.
    other_warnings: BTreeMap<usize, Members>,
}

impl Kept {
    /// What a receipt doesn't hold of the JSON that it was read from, as JSON.
    fn of(json: &str, receipt: &Receipt) -> serde_json::Result<Option<String>> {
        let mut kept = Self::default();
        let (was, is): (Members, Members) = (parsed(json)?, parsed(&to_text(receipt)?)?);
        let attempts: Vec<Members> = was.list("attempts")?;
        for (place, (was, is)) in attempts.into_iter().zip(is.list("attempts")?).enumerate() {
            kept.attempts.insert(place, was.less(&is));
        }
        let mut known = is.list("warnings")?.into_iter();
        for (place, was) in was.list("warnings")?.into_iter().enumerate() {
            let warning: Warning = parsed(&to_text(&was)?)?;
            match warning.known().and_then(|_| known.next()) {
                Some(is) => kept.warnings.insert(place, was.less(&is)),
                None => kept.other_warnings.insert(place, was),
            };
        }
        kept.receipt = was.less(&is);
        kept.attempts.retain(|_, members| !members.0.is_empty());
        kept.warnings.retain(|_, members| !members.0.is_empty());
        let nothing = kept.receipt.0.is_empty()
            && kept.attempts.is_empty()
            && kept.warnings.is_empty()
            && kept.other_warnings.is_empty();
        if nothing {
            return Ok(None);
        }
        to_text(&kept).map(Some)
    }

    /// The JSON of a receipt, with what it doesn't hold. Of attempts and warnings that are gone
    /// nothing comes back.
    fn put_back(self, json: &str) -> serde_json::Result<String> {
        let mut is: Members = parsed(json)?;
        let mut attempts = is.list("attempts")?;
        let mut warnings = is.list("warnings")?;
        for (place, other) in self.other_warnings {
            warnings.insert(place.min(warnings.len()), other);
        }
        add_each(&mut attempts, self.attempts);
        add_each(&mut warnings, self.warnings);
        let mut lists = Members::default();
        for (key, list) in [("attempts", attempts), ("warnings", warnings)] {
            lists
                .0
                .push((key.to_owned(), RawValue::from_string(to_text(&list)?)?));
        }
        is.add(lists);
        is.add(self.receipt);
        to_text(&is)
    }
}

/// An object's members in their order, each value as it was written.
#[derive(Default)]
struct Members(Vec<(String, Box<RawValue>)>);

impl Members {
    fn get(&self, key: &str) -> Option<&RawValue> {
        let member = self.0.iter().find(|(name, _)| name == key);
        member.map(|(_, value)| &**value)
    }

    fn list(&self, key: &str) -> serde_json::Result<Vec<Self>> {
        parsed(self.get(key).map_or("[]", RawValue::get))
    }

    /// The members that the other object hasn't, or has as `null`.
    fn less(self, other: &Self) -> Self {
        let is_missing = |key: &str| other.get(key).is_none_or(is_null);
        let members = self.0.into_iter();
        Self(
            members
                .filter(|(key, value)| !is_null(value) && is_missing(key))
                .collect(),
        )
    }

    /// Takes these members: lists and `null`s are replaced, what is not there is put at the end,
    /// and anything else stays as it is.
    fn add(&mut self, members: Self) {
        for (key, value) in members.0 {
            match self.0.iter_mut().find(|(name, _)| *name == key) {
                Some((_, old)) if is_null(old) || old.get().starts_with('[') => *old = value,
                Some(_) => {}
                None => self.0.push((key, value)),
            }
        }
    }
}

fn add_each(list: &mut [Members], kept: BTreeMap<usize, Members>) {
    for (place, members) in kept {
        if let Some(item) = list.get_mut(place) {
            item.add(members);
        }
    }
}

fn is_null(value: &RawValue) -> bool {
    value.get() == "null"
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Members, A::Error> {
                let mut read = Members::default();
                while let Some((key, value)) = members.next_entry::<String, _>()? {
                    if read.get(&key).is_some() {
                        return Err(A::Error::custom("a key that comes twice"));
                    }
                    read.0.push((key, value));
                }
                Ok(read)
            }
        }
        input.deserialize_map(Object)
    }
}

fn to_text(value: &impl Serialize) -> serde_json::Result<String> {
    serde_json::to_string(value)
}

fn parsed<T: DeserializeOwned>(json: &str) -> serde_json::Result<T> {
    serde_json::from_str(json)
}
