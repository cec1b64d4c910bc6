//! Replies to a request for the list of dispositions.

use super::Reply;
use super::classify::ReplyParts;
use super::strict::Found;
use super::table::Scope;

/// What the reply to a request for the list of dispositions meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListReply<'a> {
    /// The list, which may be empty.
    Dispositions(Vec<String>),
    /// Anything else, as [`ReplyParts::classify`] reads it: also a success in words.
    Other(Reply<'a>),
}

impl ListReply<'_> {
    /// The reply with texts of its own.
    pub fn into_owned(self) -> ListReply<'static> {
        match self {
            Self::Dispositions(list) => ListReply::Dispositions(list),
            Self::Other(reply) => ListReply::Other(reply.into_owned()),
        }
    }
}

impl<'a> ReplyParts<'a> {
    /// Says what the reply to a request for the list of dispositions means. A JSON array of texts under `details`, else
    /// under `message` or `data`, is the list; an empty one beside a status that reports a failure is
    /// none. What a list's texts take is all that may be more than
    /// the body.
    ///
    /// ```
    /// use cloudagent_disposition::{ListReply, ReplyParts};
    ///
    /// let body = br#"{"status": "Success", "details": ["Sale", "Call back"]}"#;
    /// let reply = ReplyParts::new(200, body).classify_list();
    /// assert_eq!(reply, ListReply::Dispositions(vec!["Sale".into(), "Call back".into()]));
    /// ```
    pub fn classify_list(&self) -> ListReply<'a> {
        let mut found = Found::default();
        self.read(Scope::List, &mut found);
        let list = found.list();
        // Where both an empty list and a failure stand, the failure wins.
        let is_failure = |list: &Vec<String>| list.is_empty() && found.words.report_failure();
        match list.filter(|list| !is_failure(list)) {
            Some(list) => ListReply::Dispositions(list),
            None => ListReply::Other(self.reply(&mut found.words, Scope::List, None)),
        }
    }
}
