//! What one HTTP reply means: bytes to words, words to a [`Reply`] by one static table.

mod classify;
mod extract;
mod fold;
mod gzip;
mod http_table;
mod json;
mod lenient;
mod list;
mod meaning;
mod preface;
mod raw_text;
mod retry_after;
mod status_word;
mod strict;
mod table;
mod token;
mod words;

pub use classify::{ReplyParts, classify, classify_borrowed, classify_many};
pub(crate) use classify::{Sent, classify_sent, uncompressed};
pub use http_table::{HttpRule, http_rules};
pub use list::{ListReply, classify_list, classify_list_borrowed};
pub(crate) use meaning::where_to_look;
pub use table::{Grade, Matching, Polarity, Rule, Scope, rules};
pub use token::{TOKEN_LIMIT, TokenReply, classify_token, classify_token_borrowed};

use std::borrow::Cow;

use crate::codes::{Advice, Api, Effect, Outcome};
use meaning::Meaning;

/// The most bytes of a body that have words. A longer body has none.
pub const BODY_LIMIT: usize = 65_536;

/// The most characters of each text of a [`Reply`].
const TEXT_LIMIT: usize = 256;

/// What one HTTP reply meant.
///
/// Its texts are owned, except in what [`classify_borrowed`] returns: there they point into the body
/// wherever they stand in it as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reply<Text = String> {
    /// What the vendor said.
    pub outcome: Outcome,
    /// What happened to the disposition.
    pub effect: Effect,
    /// What to do next.
    pub advice: Advice,
    /// The call's unique id as the vendor repeats it, on [`Outcome::UnknownCall`].
    pub ucid: Option<Text>,
    /// The did as the vendor repeats it, on [`Outcome::UnknownCall`].
    pub did: Option<Text>,
    /// The action as the vendor repeats it, on [`Outcome::InvalidAction`].
    pub action: Option<Text>,
    /// How long to wait, in seconds, at most 24 hours.
    pub retry_after_seconds: Option<u32>,
    /// The vendor's status word, for logs: unfolded, control characters made spaces, cut at 256
    /// characters.
    pub status: Option<Text>,
    /// The vendor's text, for logs, treated likewise.
    pub details: Option<Text>,
    /// Whether a row of the table of texts matched: the vendor's words are known.
    pub recognised: bool,
    hint: &'static str,
    hint_on_get: Option<&'static str>,
}

impl<Text> Reply<Text> {
    /// A reply that means this and carries nothing.
    fn of(meaning: Meaning) -> Self {
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
            hint: meaning.hint,
            hint_on_get: meaning.hint_on_get,
        }
    }

    /// The reply, its texts turned into others.
    fn map<Other>(self, text: impl Fn(Text) -> Other) -> Reply<Other> {
        Reply {
            outcome: self.outcome,
            effect: self.effect,
            advice: self.advice,
            ucid: self.ucid.map(&text),
            did: self.did.map(&text),
            action: self.action.map(&text),
            retry_after_seconds: self.retry_after_seconds,
            status: self.status.map(&text),
            details: self.details.map(&text),
            recognised: self.recognised,
            hint: self.hint,
            hint_on_get: self.hint_on_get,
        }
    }

    /// The reply, unless it reports a success: then this row says what that means here.
    fn unless_success(self, rule: &Rule) -> Self {
        match self.effect {
            Effect::Applied | Effect::Queued | Effect::Accepted => Self {
                status: self.status,
                details: self.details,
                ..Self::of(rule.meaning())
            },
            Effect::NotApplied | Effect::Unknown => self,
        }
    }

    /// What happened and what to do about it: a sentence for a person.
    pub fn hint(&self) -> &'static str {
        self.hint
    }

    /// [`hint`](Self::hint), for a reply of this API: an address that is gone has another remedy
    /// on the GET APIs, which the vendor means to end.
    pub fn hint_on(&self, api: Api) -> &'static str {
        self.hint_on_get
            .filter(|_| api.is_get())
            .unwrap_or(self.hint)
    }
}

impl Reply<Cow<'_, str>> {
    /// The reply with texts of its own.
    pub fn into_owned(self) -> Reply {
        self.map(Cow::into_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scrub::Scrubber;

    #[test]
    fn an_address_that_is_gone_has_another_remedy_on_the_get_apis() {
        let reply = classify(404, b"", None, None);
        assert_eq!(reply.hint_on(Api::PostToken), reply.hint());
        assert!(reply.hint_on(Api::GetV2).contains("post_api_key"));
        let reply = classify(401, b"", None, None);
        assert_eq!(reply.hint_on(Api::GetV3), reply.hint());
    }

    fn sent(body: &str, key: &str, comment: &str, ucid: Option<&str>) -> Reply {
        let scrubber = Scrubber::new([key], Some(comment));
        let sent = Sent {
            scrubber: &scrubber,
            ucid,
        };
        classify_sent(200, body.as_bytes(), None, None, sent)
    }

    #[test]
    fn texts_are_scrubbed_before_they_are_cut() {
        let padding = "x".repeat(TEXT_LIMIT - 3);
        let body = format!(r#"{{"status":"Fail","details":"{padding}SECRET"}}"#);
        let reply = sent(&body, "SECRET", "", None);
        assert_eq!(reply.details, Some(padding + "[re"));
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
