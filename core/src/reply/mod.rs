//! What one HTTP reply means: bytes to words, words to a [`Reply`] by one static table.

mod body;
mod classify;
mod eight;
mod envelope;
mod example;
mod extract;
mod fold;
mod gzip;
mod http_table;
mod json;
mod known;
mod lenient;
mod list;
mod meaning;
mod preface;
mod raw_text;
mod retry_after;
mod row_reader;
mod rows;
mod status_word;
mod strict;
mod table;
mod token;
mod words;

pub(crate) use body::Body;
pub use classify::{ReplyParts, classify_many};
pub(crate) use classify::{Sent, uncompressed};
pub use example::example_reply;
pub(crate) use fold::straight;
pub use http_table::{HttpRule, http_rules};
pub(crate) use json::{NotJson, Scanner};
pub use list::ListReply;
pub use meaning::Meaning;
pub(crate) use meaning::where_to_look;
pub(crate) use row_reader::RowReader;
pub(crate) use rows::{Listing, NoList};
pub use table::{Grade, Matching, Polarity, Rule, Scope, rules};
pub(crate) use token::is_token;
pub use token::{TOKEN_LIMIT, TokenReply};

use std::borrow::Cow;

use crate::codes::{Advice, Api, Effect, Outcome};

pub use crate::http::BODY_LIMIT;

/// The most characters of each text of a [`Reply`].
const TEXT_LIMIT: usize = 256;

/// What one HTTP reply meant.
///
/// Its texts point into the body wherever they stand in it as they are;
/// [`into_owned`](Self::into_owned) gives it texts of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply<'a> {
    /// What the vendor said.
    pub outcome: Outcome,
    /// What happened to the disposition.
    pub effect: Effect,
    /// What to do next.
    pub advice: Advice,
    /// The call's unique id as the vendor repeats it, on [`Outcome::UnknownCall`].
    pub ucid: Option<Cow<'a, str>>,
    /// The did as the vendor repeats it, on [`Outcome::UnknownCall`].
    pub did: Option<Cow<'a, str>>,
    /// The action as the vendor repeats it, on [`Outcome::InvalidAction`].
    pub action: Option<Cow<'a, str>>,
    /// How long to wait, in seconds, at most 24 hours.
    pub retry_after_seconds: Option<u32>,
    /// The vendor's status word, for logs: unfolded, control characters made spaces, cut at 256
    /// characters.
    pub status: Option<Cow<'a, str>>,
    /// The vendor's text, for logs, treated likewise.
    pub details: Option<Cow<'a, str>>,
    /// Whether a row of the table of texts matched: the vendor's words are known.
    pub recognised: bool,
    /// The row of the table that this came from, for its sentences.
    meaning: &'static Meaning,
}

impl<'a> Reply<'a> {
    /// A reply that means this and carries nothing.
    fn of(meaning: &'static Meaning) -> Self {
        Self {
            outcome: meaning.outcome,
            effect: meaning.effect,
            advice: meaning.advice,
            ucid: None,
            did: None,
            action: None,
            retry_after_seconds: None,
            status: None,
            details: None,
            recognised: false,
            meaning,
        }
    }

    /// The reply with texts of its own.
    pub fn into_owned(self) -> Reply<'static> {
        let own = |text: Option<Cow<'a, str>>| text.map(|text| Cow::Owned(text.into_owned()));
        Reply {
            ucid: own(self.ucid),
            did: own(self.did),
            action: own(self.action),
            status: own(self.status),
            details: own(self.details),
            outcome: self.outcome,
            effect: self.effect,
            advice: self.advice,
            retry_after_seconds: self.retry_after_seconds,
            recognised: self.recognised,
            meaning: self.meaning,
        }
    }

    /// The reply, unless it reports a success: then this row says what that means here.
    fn unless_success(self, rule: &Rule) -> Self {
        match self.effect {
            Effect::Applied | Effect::Queued | Effect::Accepted => Self {
                status: self.status,
                details: self.details,
                ..Self::of(rule.meaning)
            },
            Effect::NotApplied | Effect::Unknown => self,
        }
    }

    /// What happened and what to do about it: a sentence for a person.
    pub fn hint(&self) -> &'static str {
        self.meaning.hint
    }

    /// [`hint`](Self::hint), for a reply of this API: an address that is gone has another remedy
    /// on the GET APIs, which the vendor means to end.
    pub fn hint_on(&self, api: Api) -> &'static str {
        let on_get = self.meaning.hint_on_get.filter(|_| api.is_get());
        on_get.unwrap_or(self.meaning.hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::Scrubber;

    #[test]
    fn an_address_that_is_gone_has_another_remedy_on_the_get_apis() {
        let reply = ReplyParts::new(404, b"").classify();
        assert_eq!(reply.hint_on(Api::PostToken), reply.hint());
        assert!(reply.hint_on(Api::GetV2).contains("post_api_key"));
        let reply = ReplyParts::new(401, b"").classify();
        assert_eq!(reply.hint_on(Api::GetV3), reply.hint());
    }

    fn sent(body: &str, key: &str, comment: &str, ucid: Option<&str>) -> Reply<'static> {
        let scrubber = Scrubber::new([key], Some(comment));
        let sent = Sent {
            scrubber: &scrubber,
            ucid,
        };
        let parts = ReplyParts::new(200, body.as_bytes());
        parts.classify_sent(sent).into_owned()
    }

    #[test]
    fn texts_are_scrubbed_before_they_are_cut() {
        let padding = "x".repeat(TEXT_LIMIT - 3);
        let body = format!(r#"{{"status":"Fail","details":"{padding}SECRET"}}"#);
        let reply = sent(&body, "SECRET", "", None);
        assert_eq!(reply.details.as_deref(), Some((padding + "[re").as_str()));
    }

    #[test]
    fn the_vendors_words_stay_whatever_the_comment_is() {
        for comment in ["Fail", "Invalid agent", "agent"] {
            let body = r#"{"status":"Fail","details":"Invalid agent"}"#;
            let reply = sent(body, "KK", comment, None);
            assert_eq!(reply.details.as_deref(), Some("Invalid agent"), "{comment}");
            assert_eq!(reply.status.as_deref(), Some("Fail"), "{comment}");
        }
        let body = r#"{"status":"Fail","details":"Invalid ucid [8189] or did [KK-7], Invalid"}"#;
        let reply = sent(body, "KK-7", "8189", None);
        let details = "Invalid ucid [[comments]] or did [[redacted]], Invalid";
        assert_eq!(reply.details.as_deref(), Some(details));
        assert_eq!(reply.ucid.as_deref(), Some("8189"));
    }

    #[test]
    fn a_part_of_a_text_shows_no_piece_of_a_secret() {
        let body = r#"{"status":"Fail","details":"Invalid ucid [3f2a1b9c-77aa-4c1e] or did []"}"#;
        let reply = sent(body, "3f2a1b9c-77aa-4c1e", "", None);
        assert_eq!(reply.ucid.as_deref(), Some("[redacted]"));
    }

    #[test]
    fn a_rounded_ucid_gets_its_word() {
        let rounded = |ucid: &str, sent_ucid| {
            let body = format!(r#"{{"status":"Fail","details":"Invalid ucid [{ucid}] or did"}}"#);
            sent(&body, "KK", "", sent_ucid).hint().contains("rounded")
        };
        assert!(rounded("81891723610400010", None));
        assert!(rounded("8189172361040000", None));
        assert!(!rounded("81891723610400001", None));
        assert!(!rounded("818917236104000", None));
        assert!(!rounded("8189XXXXXXXXXXX0", None));
        assert!(rounded("8189XXXXXXXXXXXX", Some("81891723610400000")));
        assert!(!rounded("81891723610400000", Some("81891723610400001")));
    }

    #[test]
    fn every_api_has_a_place_to_look() {
        for api in Api::ALL {
            assert!(where_to_look(*api).contains("call details"), "{api}");
        }
    }
}
