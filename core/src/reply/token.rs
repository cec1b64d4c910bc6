//! Replies of the vendor's token service.

use std::borrow::Cow;

use super::classify::Parts;
use super::json::NotJson;
use super::strict::{self, Value};
use super::table::{NO_TOKEN, Scope};
use super::words::{KEYS, Words};
use super::{Reply, lenient};
use crate::account::Token;

/// The most characters of a token that is taken.
pub const TOKEN_LIMIT: usize = 8_192;

/// What the reply to a request for a token meant.
#[derive(Debug, Clone)]
pub enum TokenReply<Text = String> {
    /// A token. It ends every earlier one of the account.
    Granted(Token),
    /// Anything else. One that reports a success is [`Outcome::Unrecognised`](crate::Outcome).
    Other(Reply<Text>),
}

impl TokenReply<Cow<'_, str>> {
    /// The reply with texts of its own.
    pub fn into_owned(self) -> TokenReply {
        match self {
            Self::Granted(token) => TokenReply::Granted(token),
            Self::Other(reply) => TokenReply::Other(reply.into_owned()),
        }
    }
}

/// Says what the reply to a request for a token means; see [`classify`](crate::classify) for the
/// arguments. A JSON object whose `token` is 1 to [`TOKEN_LIMIT`] characters U+0021 to U+007E
/// grants it, whatever else stands there.
///
/// ```
/// use cloudagent_disposition::{TokenReply, classify_token};
///
/// let reply = classify_token(200, br#"{"token": "eyJhbGciOi", "message": ""}"#, None, None);
/// assert!(matches!(reply, TokenReply::Granted(token) if token.expose() == "eyJhbGciOi"));
/// ```
pub fn classify_token(
    http_status: u16,
    body: &[u8],
    retry_after: Option<&str>,
    date: Option<&str>,
) -> TokenReply {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.token().into_owned()
}

/// [`classify_token`] without copies of what is no token; see
/// [`classify_borrowed`](crate::classify_borrowed).
pub fn classify_token_borrowed<'a>(
    http_status: u16,
    body: &'a [u8],
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
) -> TokenReply<Cow<'a, str>> {
    let parts = Parts {
        http_status,
        body,
        retry_after,
        date,
    };
    parts.token()
}

impl<'a> Parts<'a> {
    fn token(&self) -> TokenReply<Cow<'a, str>> {
        let other = |words: &Words<'a>| {
            let reply = self.reply(words, Scope::Token, None);
            TokenReply::Other(reply.unless_success(&NO_TOKEN))
        };
        match read(self.readable()) {
            Ok((Some(token), _)) => TokenReply::Granted(token),
            Ok((None, words)) => other(&words),
            Err(NotJson) => other(&lenient::read(self.readable())),
        }
    }
}

/// The token of a JSON body, if it grants one, and its words. Two different tokens are none.
fn read(body: &[u8]) -> Result<(Option<Token>, Words<'_>), NotJson> {
    let [status, details, message] = KEYS;
    let mut words = Words::of_json();
    let mut first: Option<Cow<'_, str>> = None;
    let mut differs = false;
    strict::members(
        body,
        &[status, details, message, "token"],
        false,
        |key, value| match (value, &first) {
            (value, _) if key < KEYS.len() => value.add_to(&mut words, key),
            (Value::Text(token), None) => first = Some(token),
            (Value::Text(token), Some(first)) => differs |= token != *first,
            _ => {}
        },
    )?;
    words.contradictory |= differs;
    let token = first
        .filter(|token| !differs && is_token(token))
        .map(Token::new);
    Ok((token, words))
}

fn is_token(text: &str) -> bool {
    (1..=TOKEN_LIMIT).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::Outcome;

    #[test]
    fn a_success_without_a_token_is_not_recognised() {
        let reply = classify_token(200, br#"{"status":"queued","token":"a b"}"#, None, None);
        let TokenReply::Other(reply) = reply else {
            panic!("granted");
        };
        assert_eq!(reply.outcome, Outcome::Unrecognised);
        assert_eq!(reply.hint(), NO_TOKEN.hint);
        assert!(!reply.recognised);
    }

    #[test]
    fn a_token_prints_nothing() {
        let reply = classify_token(200, br#"{"token":"marker"}"#, None, None);
        assert!(!format!("{reply:?}").contains("marker"));
    }
}
