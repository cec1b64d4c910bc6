//! Replies of the vendor's token service.

use std::borrow::Cow;

use super::Reply;
use super::classify::Parts;
use super::table::{NO_TOKEN, Scope};
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
/// grants it, unless its status reports a failure.
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
    Parts::of(http_status, body, retry_after, date)
        .token()
        .into_owned()
}

/// [`classify_token`] without copies of what is no token; see
/// [`classify_borrowed`](crate::classify_borrowed).
pub fn classify_token_borrowed<'a>(
    http_status: u16,
    body: &'a [u8],
    retry_after: Option<&'a str>,
    date: Option<&'a str>,
) -> TokenReply<Cow<'a, str>> {
    Parts::of(http_status, body, retry_after, date).token()
}

impl<'a> Parts<'a> {
    fn token(&self) -> TokenReply<Cow<'a, str>> {
        let found = self.read(Scope::Token);
        // Where both a token and a failure stand, the failure wins.
        if !found.words.report_failure() {
            if let Some(token) = found.token().filter(|token| is_token(token)) {
                return TokenReply::Granted(Token::new(token));
            }
        }
        let reply = self.reply(&found.words, Scope::Token);
        TokenReply::Other(reply.unless_success(&NO_TOKEN))
    }
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
