//! Replies of the vendor's token service.

use super::Reply;
use super::classify::ReplyParts;
use super::strict::Found;
use super::table::{NO_TOKEN, Scope};
use crate::account::Token;

/// The most characters of a token that is taken.
pub const TOKEN_LIMIT: usize = 8_192;

/// What the reply to a request for a token meant.
#[derive(Debug, Clone)]
pub enum TokenReply<'a> {
    /// A token. It ends every earlier one of the account.
    Granted(Token),
    /// Anything else. One that reports a success is [`Outcome::Unrecognised`](crate::Outcome).
    Other(Reply<'a>),
}

impl TokenReply<'_> {
    /// The reply with texts of its own.
    pub fn into_owned(self) -> TokenReply<'static> {
        match self {
            Self::Granted(token) => TokenReply::Granted(token),
            Self::Other(reply) => TokenReply::Other(reply.into_owned()),
        }
    }
}

impl<'a> ReplyParts<'a> {
    /// Says what the reply to a request for a token means. A JSON object whose `token` is 1 to [`TOKEN_LIMIT`] characters U+0021 to U+007E
    /// grants it, unless its status reports a failure.
    ///
    /// ```
    /// use cloudagent_disposition::{ReplyParts, TokenReply};
    ///
    /// let body = br#"{"token": "eyJhbGciOi", "message": ""}"#;
    /// let reply = ReplyParts::new(200, body).classify_token();
    /// assert!(matches!(reply, TokenReply::Granted(token) if token.expose() == "eyJhbGciOi"));
    /// ```
    pub fn classify_token(&self) -> TokenReply<'a> {
        let mut found = Found::default();
        self.read(Scope::Token, &mut found);
        // Where both a token and a failure stand, the failure wins.
        if !found.words.report_failure() {
            if let Some(token) = found.token().filter(|token| is_token(token)) {
                return TokenReply::Granted(Token::new(token));
            }
        }
        let reply = self.reply(&mut found.words, Scope::Token, None);
        TokenReply::Other(reply.unless_success(&NO_TOKEN))
    }
}

fn is_token(text: &str) -> bool {
    (1..=TOKEN_LIMIT).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_prints_nothing() {
        let reply = ReplyParts::new(200, br#"{"token":"marker"}"#).classify_token();
        assert!(!format!("{reply:?}").contains("marker"));
    }
}
