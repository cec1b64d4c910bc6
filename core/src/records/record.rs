//! A call record, and under which keys the vendor's endpoints have its fields.

use std::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::request::LastFour;
use crate::text::trim;

/// Declares the record: of each field its sentence and every spelling of its key, without case,
/// spaces and underscores.
macro_rules! fields {
    (
        $(#[$of_struct:meta])*
        pub struct $name:ident {
            $(
                $(#[doc = $doc:literal])+
                $field:ident as $place:ident: [$($spelling:literal),+],
            )+
        }
    ) => {
        $(#[$of_struct])*
        pub struct $name {
            $($(#[doc = $doc])+ pub $field: Option<String>,)+
        }

        /// The places of the fields.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Place {
            $($place,)+
        }

        /// Every spelling of a key, and the field that it is of.
        pub(super) const SPELLINGS: &[(&str, Place)] = &[
            $($(($spelling, Place::$place),)+)+
        ];

        /// How many fields there are.
        pub(super) const FIELDS: usize = [$(stringify!($field)),+].len();

        impl $name {
            $(
                /// Sets the field of this name.
                ///
                $(#[doc = $doc])+
                #[must_use]
                pub fn $field(mut self, $field: impl Into<String>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )+

            /// The fields with their names.
            pub(super) fn texts(&self) -> [(&'static str, Option<&str>); FIELDS] {
                [$((stringify!($field), self.$field.as_deref())),+]
            }

            /// A record of its fields, in their order.
            pub(super) fn of([$($field),+]: [Option<String>; FIELDS]) -> Self {
                Self { $($field),+ }
            }
        }
    };
}

fields! {
    /// What one of the vendor's records says of a call, or of one agent's leg of it.
    ///
    /// A text that is not there, or that says nothing (`null`, `None`, blank), is absent. It holds no
    /// secret: a key that stands in a record is dropped where it is read.
    ///
    /// ```
    /// use cloudagent_disposition::CallRecord;
    ///
    /// let record = CallRecord::new().ucid("8189000000001").disposition("Sale");
    /// assert_eq!(record.disposition.as_deref(), Some("Sale"));
    /// ```
    ///
    /// It prints its ucid, day and status, and the did's last four digits.
    #[derive(Clone, Default, PartialEq, Eq)]
    #[non_exhaustive]
    pub struct CallRecord {
        /// The id of the agent's leg of the call.
        ucid as Ucid: ["ucid"],
        /// The id of the call as a whole, also called `monitorUCID`.
        call_id as CallId: ["callid", "monitorucid"],
        /// The campaign's number.
        did as Did: ["did"],
        /// The agent's login id; a chain `a -> b` where the call was transferred.
        agent_id as AgentId: ["agentid", "agent"],
        /// The disposition.
        disposition as Disposition: ["disposition"],
        /// The comments.
        comments as Comments: ["comments"],
        /// The day on which the call began, `YYYY-MM-DD`, in the account's own zone.
        call_date as CallDate: ["calldate"],
        /// When it began, `HH:MM:SS`.
        start_time as StartTime: ["starttime"],
        /// When it ended, `HH:MM:SS`; where that is less, on the next day.
        end_time as EndTime: ["endtime"],
        /// The vendor's word for whether it was answered.
        status as Status: ["status"],
        /// The vendor's word for the kind of call.
        r#type as Type: ["type"],
        /// The campaign's name.
        campaign as Campaign: ["campaignname", "campaign"],
    }
}

impl CallRecord {
    /// A record of which nothing is known, to be filled by the methods named like its fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// The record as a compact JSON object with every field, `null` where one is absent. The
    /// comments, which are the customer's matter, are in it only where they are asked for.
    ///
    /// # Panics
    ///
    /// Never: a record has nothing that JSON can't hold.
    pub fn to_json(&self, with_comments: bool) -> String {
        let record = self;
        let json = serde_json::to_string(&Json {
            record,
            with_comments,
        });
        json.expect("a record is texts")
    }
}

/// A record's JSON form.
struct Json<'a> {
    record: &'a CallRecord,
    with_comments: bool,
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut map = out.serialize_map(None)?;
        for (name, text) in self.record.texts() {
            let name = name.trim_start_matches("r#");
            if self.with_comments || name != "comments" {
                map.serialize_entry(name, &text)?;
            }
        }
        map.end()
    }
}

impl fmt::Debug for CallRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallRecord")
            .field("ucid", &self.ucid)
            .field("call_date", &self.call_date)
            .field("status", &self.status)
            .field("did", &self.did.as_deref().map(LastFour))
            .finish_non_exhaustive()
    }
}

/// An id as it is compared: ASCII digits with at most one sign before them, without leading zeros.
/// What has another shape, or no digit but zeros, is no id.
pub(super) fn id(text: &str) -> Option<&str> {
    let text = trim(text);
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let significant = digits.trim_start_matches('0');
    let is_id = digits.bytes().all(|byte| byte.is_ascii_digit()) && !significant.is_empty();
    is_id.then_some(significant)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_prints_no_more_than_names_the_record() {
        let record = CallRecord::new()
            .ucid("8189")
            .did("914012345678")
            .agent_id("ravi")
            .disposition("Sale")
            .comments("angry")
            .status("Answered");
        let printed = format!("{record:?}");
        for shown in ["8189", "Answered", "…5678"] {
            assert!(printed.contains(shown), "{printed}");
        }
        for hidden in ["ravi", "Sale", "angry", "45678"] {
            assert!(!printed.contains(hidden), "{printed}");
        }
        let (without, with) = (record.to_json(false), record.to_json(true));
        assert!(
            !without.contains("angry") && !without.contains("comments"),
            "{without}"
        );
        assert!(
            with.contains(r#""comments":"angry","call_date":null"#),
            "{with}"
        );
        assert!(with.contains(r#""type":null"#), "{with}");
    }

    #[test]
    fn ids_are_compared_by_their_digits() {
        for (text, expected) in [
            (" +0081 ", Some("81")),
            ("-81", Some("81")),
            ("81", Some("81")),
            ("0", None),
            ("", None),
            ("+", None),
            ("++1", None),
            ("8.1E3", None),
            ("८१", None),
            ("81 89", None),
        ] {
            assert_eq!(id(text), expected, "{text:?}");
        }
    }

    #[test]
    fn every_spelling_stands_once_and_bare() {
        for (place, (spelling, _)) in SPELLINGS.iter().enumerate() {
            assert!(
                spelling.bytes().all(|byte| byte.is_ascii_lowercase()),
                "{spelling}"
            );
            let is_first = SPELLINGS.iter().position(|(other, _)| other == spelling);
            assert_eq!(is_first, Some(place), "{spelling}");
        }
    }
}
