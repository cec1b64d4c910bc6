//! What came of asking for a campaign's dispositions, and whether a disposition is among them.

use crate::codes::{Advice, Api, Effect, Outcome};
use crate::kind::Kind;
use crate::receipt::Receipt;
use crate::reply::{ListReply, Reply, ReplyParts};
use crate::request::DispositionRequest;
use crate::sentence;
use crate::text::{is_space, present};
use crate::violation::{Field, Problem, Violation};

/// What came of asking for a campaign's dispositions.
///
/// It says nothing of any call, so it has neither an effect nor a `may_resend`: whoever asks again
/// can do no harm. It holds no text of the server's but the list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct DispositionList {
    /// The dispositions, as the server spells them; none where no list came. An empty list is one.
    pub dispositions: Option<Vec<String>>,
    /// What the vendor said instead of a list, where a reply came.
    pub outcome: Option<Outcome>,
    /// Why no reply came, where none did.
    pub kind: Option<Kind>,
    /// What to do: it is about this question alone.
    pub advice: Advice,
    /// The reply's HTTP status, where one came.
    pub http_status: Option<u16>,
    /// How long to wait before asking again, in seconds, where the server said so.
    pub retry_after_seconds: Option<u32>,
    /// What came of it and what to do, for a person: the same in every language.
    pub sentence: String,
}

impl DispositionList {
    fn bare(advice: Advice, sentence: String) -> Self {
        Self {
            dispositions: None,
            outcome: None,
            kind: None,
            advice,
            http_status: None,
            retry_after_seconds: None,
            sentence,
        }
    }

    /// Reads the reply to a request that [`build_list_request`](crate::build_list_request) made
    /// for this API.
    ///
    /// ```
    /// use cloudagent_disposition::{Api, DispositionList, ReplyParts};
    ///
    /// let reply = ReplyParts::new(200, br#"{"status": "Success", "details": ["Sale"]}"#);
    /// let list = DispositionList::of_reply(&reply, Api::PostApiKey);
    /// assert_eq!(list.dispositions, Some(vec!["Sale".to_owned()]));
    /// ```
    pub fn of_reply(reply: &ReplyParts<'_>, api: Api) -> Self {
        Self::read(reply.classify_list(), reply.http_status, api)
    }

    pub(crate) fn read(reply: ListReply<'_>, http_status: u16, api: Api) -> Self {
        let list = match reply {
            ListReply::Dispositions(list) => Self {
                sentence: format!("The server lists {} dispositions.", list.len()),
                dispositions: Some(list),
                ..Self::bare(Advice::None, String::new())
            },
            ListReply::Other(reply) => Self::without(&reply, api),
        };
        let http_status = Some(http_status).filter(|status| (100..=999).contains(status));
        Self {
            http_status,
            ..list
        }
    }

    /// A reply without a list. What is not clear about a disposition is clear here: there is none.
    fn without(reply: &Reply<'_>, api: Api) -> Self {
        let bare = match (reply.effect, reply.outcome) {
            (Effect::NotApplied, _) => {
                Self::bare(reply.advice, sentence::for_reply(reply, api, false))
            }
            (_, Outcome::Unavailable) => {
                Self::bare(Advice::RetryLater, no_list("the server can't answer now"))
            }
            _ => Self::bare(
                Advice::DoNotRetry,
                no_list("the reply can't be read as one, and may be from something else"),
            ),
        };
        Self {
            outcome: Some(reply.outcome),
            retry_after_seconds: reply.retry_after_seconds,
            ..bare
        }
    }

    /// No reply came, and this is why. Whether the request had left does not matter here.
    pub fn failed(kind: Kind) -> Self {
        Self::failed_because(kind, kind.why())
    }

    pub(crate) fn failed_because(kind: Kind, why: &str) -> Self {
        let advice = match kind.advice() {
            Advice::CheckFirst => Advice::RetryLater,
            advice => advice,
        };
        Self {
            kind: Some(kind),
            ..Self::bare(advice, no_list(why))
        }
    }

    /// No token could be had to ask with. `told` is what the failed fetch tells.
    pub(crate) fn without_token(kind: Kind, told: &Receipt) -> Self {
        Self {
            outcome: told.outcome,
            kind: Some(kind),
            http_status: told.http_status,
            retry_after_seconds: told.retry_after_seconds,
            ..Self::bare(told.advice, told.sentence.clone())
        }
    }
}

fn no_list(why: &str) -> String {
    format!("No list of dispositions came: {why}.")
}

/// Says where a request's disposition is not among those of its campaign, before it is sent: a
/// warning, since the list can be older than the campaign. Capitals and spacing count.
///
/// What [`validate`](fn@crate::validate) says it does not say again: a request without a
/// disposition gets no warning here.
///
/// ```
/// use cloudagent_disposition::{DispositionRequest, Problem, check_disposition};
///
/// let list = ["Sale".to_owned(), "Call Back".to_owned()];
/// let check = |word: &str| check_disposition(&list, &DispositionRequest::new().disposition(word));
/// assert_eq!(check("Sale"), None);
/// assert_eq!(check("Slae").map(|warning| warning.problem), Some(Problem::Unknown));
/// ```
pub fn check_disposition(
    list: &[impl AsRef<str>],
    request: &DispositionRequest,
) -> Option<Violation> {
    let asked = present(request.disposition.as_deref())?;
    if list.iter().any(|listed| listed.as_ref() == asked) {
        return None;
    }
    let is_alike = |listed: &str| words(listed).eq(words(asked));
    let detail = if list.iter().any(|listed| is_alike(listed.as_ref())) {
        "The campaign's list has it with other capitals or spaces: send it as it is listed."
    } else {
        "It is not on the campaign's list of dispositions."
    };
    let (field, problem) = (Field::Disposition, Problem::Unknown);
    Some(Violation::warning(field, problem, detail))
}

/// A text's words in lower case.
fn words(text: &str) -> impl Iterator<Item = String> {
    let words = text.split(is_space).filter(|word| !word.is_empty());
    words.map(str::to_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> DispositionList {
        DispositionList::of_reply(&ReplyParts::new(status, body.as_bytes()), Api::GetV2)
    }

    #[test]
    fn a_list_is_one_also_when_it_is_empty() {
        let list = read(
            200,
            r#"{"status":"Success","details":["Sale","No Answer"]}"#,
        );
        assert_eq!(
            list.dispositions.map(|list| list.join("+")),
            Some("Sale+No Answer".into())
        );
        assert_eq!(
            (list.advice, list.outcome, list.kind),
            (Advice::None, None, None)
        );
        assert_eq!(list.sentence, "The server lists 2 dispositions.");
        let empty = read(200, r#"{"status":"Success","details":[]}"#);
        assert_eq!(
            (empty.dispositions, empty.http_status),
            (Some(Vec::new()), Some(200))
        );
    }

    #[test]
    fn a_reply_without_a_list_is_never_an_empty_one() {
        let (fix_credentials, retry_later) = (Advice::FixCredentials, Advice::RetryLater);
        for (status, body, outcome, advice) in [
            (
                200,
                r#"{"status":"Fail","details":"Authentication fails"}"#,
                Outcome::AuthenticationFailed,
                fix_credentials,
            ),
            (429, "", Outcome::RateLimited, retry_later),
            (503, "<html>", Outcome::Unavailable, retry_later),
            (302, "", Outcome::Redirected, Advice::FixConfiguration),
            (200, "<html>", Outcome::Unrecognised, Advice::DoNotRetry),
            (
                200,
                r#"{"status":"Success"}"#,
                Outcome::Succeeded,
                Advice::DoNotRetry,
            ),
        ] {
            let list = read(status, body);
            assert_eq!(list.dispositions, None, "{body}");
            assert_eq!(
                (list.outcome, list.advice),
                (Some(outcome), advice),
                "{status} {body}"
            );
            let odd = ["may or may not", "check_first"];
            assert!(
                !odd.iter().any(|odd| list.sentence.contains(odd)),
                "{}",
                list.sentence
            );
        }
        let limited = ReplyParts {
            retry_after: Some("7"),
            ..ReplyParts::new(429, b"")
        };
        let limited = DispositionList::of_reply(&limited, Api::PostApiKey);
        assert_eq!(limited.retry_after_seconds, Some(7));
    }

    #[test]
    fn each_kind_has_a_sentence_and_an_advice_that_ask_for_no_check() {
        for kind in Kind::ALL {
            let list = DispositionList::failed(*kind);
            assert_eq!((list.kind, list.dispositions), (Some(*kind), None));
            assert_ne!(list.advice, Advice::CheckFirst, "{kind}");
            assert!(!list.sentence.contains(": ."), "{kind}");
        }
    }

    #[test]
    fn capitals_and_spaces_are_told_apart_from_another_word() {
        let list = ["Sale", "Call Back", "Straße"];
        let check = |word: &str| {
            let request = DispositionRequest::new().disposition(word);
            check_disposition(&list, &request).map(|warning| {
                assert!(warning.field == Field::Disposition && !warning.is_hard());
                warning.detail.contains("other capitals")
            })
        };
        for (word, expected) in [
            ("Sale", None),
            ("", None),
            (" \u{200B}", None),
            ("sale", Some(true)),
            (" Sale", Some(true)),
            ("call  back", Some(true)),
            ("CallBack", Some(false)),
            ("Sal", Some(false)),
            ("STRASSE", Some(false)),
        ] {
            assert_eq!(check(word), expected, "{word:?}");
        }
        let request = DispositionRequest::new().disposition("Sale");
        assert!(check_disposition(&[] as &[&str], &request).is_some());
    }
}
