//! Replies to a request for the list of dispositions.

use std::borrow::Cow;

use super::classify::Parts;
use super::json::NotJson;
use super::strict::{self, Value};
use super::table::Scope;
use super::words::{DETAILS, KEYS, Words};
use super::{Reply, lenient};

/// What the reply to a request for the list of dispositions meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListReply<Text = String> {
    /// The list, which may be empty.
    Dispositions(Vec<String>),
    /// Anything else, as [`classify`](crate::classify) reads it: also a success in words.
    Other(Reply<Text>),
}

impl ListReply<Cow<'_, str>> {
    /// The reply with texts of its own.
    pub fn into_owned(self) -> ListReply {
        match self {
            Self::Dispositions(list) => ListReply::Dispositions(list),
            Self::Other(reply) => ListReply::Other(reply.into_owned()),
        }
    }
}

/// Says what the reply to a request for the list of dispositions means; see
/// [`classify`](crate::classify) for the arguments. A JSON array of texts under `details`, else
/// under `message` or `data`, is the list. What a list's texts take is all that may be more than
/// the body.
///
/// ```
/// use cloudagent_disposition::{ListReply, classify_list};
///
/// let body = br#"{"status": "Success", "details": ["Sale", "Call back"]}"#;
/// let reply = classify_list(200, body, None, None);
/// assert_eq!(reply, ListReply::Dispositions(vec!["Sale".into(), "Call back".into()]));
/// ```
pub fn classify_list(
    http_status: u16,
    body: &[u8],
    retry_after: Option<&str>,
    date: Option<&str>,
) -> ListReply {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.list().into_owned()
}

/// [`classify_list`] without copies of what is no list; see
/// [`classify_borrowed`](crate::classify_borrowed).
pub fn classify_list_borrowed<'a>(
    http_status: u16,
    body: &'a [u8],
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
) -> ListReply<Cow<'a, str>> {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.list()
}

impl<'a> Parts<'a> {
    fn list(&self) -> ListReply<Cow<'a, str>> {
        let other = |words: &Words<'a>| ListReply::Other(self.reply(words, Scope::List, None));
        match read(self.readable()) {
            Ok((Some(list), _)) => ListReply::Dispositions(list),
            Ok((None, words)) => other(&words),
            Err(NotJson) => other(&lenient::read(self.readable())),
        }
    }
}

/// The list of a JSON body, if it holds one, and its words. Two different lists under one key are
/// none.
fn read(body: &[u8]) -> Result<(Option<Vec<String>>, Words<'_>), NotJson> {
    let [status, details, message] = KEYS;
    let mut words = Words::of_json();
    let mut lists = [const { None::<Vec<String>> }; KEYS.len() + 1];
    let mut differs = false;
    strict::members(
        body,
        &[status, details, message, "data"],
        true,
        |key, value| match (value, &lists[key]) {
            (Value::Texts(list), None) => lists[key] = Some(list),
            (Value::Texts(list), Some(first)) => differs |= list != *first,
            (value, _) if key < KEYS.len() => value.add_to(&mut words, key),
            _ => {}
        },
    )?;
    words.contradictory |= differs;
    let list = lists.into_iter().skip(DETAILS).flatten().next();
    Ok((list.filter(|_| !differs), words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Outcome;

    #[test]
    fn details_come_before_message_and_data() {
        let body = br#"{"data":["c"],"message":["b"],"details":["a"],"status":["d"]}"#;
        assert_eq!(
            classify_list(200, body, None, None),
            ListReply::Dispositions(vec!["a".into()])
        );
    }

    #[test]
    fn two_different_lists_under_one_key_are_none() {
        let reply = classify_list(200, br#"{"data":["a"],"DATA":["b"]}"#, None, None);
        assert!(matches!(reply, ListReply::Other(reply) if reply.outcome == Outcome::Unrecognised));
    }
}
