//! Replies to a request for the list of dispositions.

use std::borrow::Cow;

use super::Reply;
use super::classify::Parts;
use super::table::Scope;

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
/// under `message` or `data`, is the list; an empty one beside a status that reports a failure is
/// none. What a list's texts take is all that may be more than
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
    Parts::of(http_status, body, retry_after, date)
        .list()
        .into_owned()
}

/// [`classify_list`] without copies of what is no list; see
/// [`classify_borrowed`](crate::classify_borrowed).
pub fn classify_list_borrowed<'a>(
    http_status: u16,
    body: &'a [u8],
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
) -> ListReply<Cow<'a, str>> {
    Parts::of(http_status, body, retry_after, date).list()
}

impl<'a> Parts<'a> {
    fn list(&self) -> ListReply<Cow<'a, str>> {
        let mut found = self.read(Scope::List);
        let list = found.list();
        // Where both an empty list and a failure stand, the failure wins.
        let is_failure = |list: &Vec<String>| list.is_empty() && found.words.report_failure();
        match list.filter(|list| !is_failure(list)) {
            Some(list) => ListReply::Dispositions(list),
            None => ListReply::Other(self.reply(&found.words, Scope::List)),
        }
    }
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
