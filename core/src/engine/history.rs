//! What became of a call: the fold over its attempts, to its receipt or its error.

use std::borrow::Cow;
use std::time::Duration;

use super::attempt::{Ended, Letter};
use super::seed::Seed;
use super::settings::Settings;
use crate::account::Token;
use crate::codes::{Api, Delivery};
use crate::http::HttpReply;
use crate::kind::Kind;
use crate::receipt::{Attempt, Receipt};
use crate::reply::{BODY_LIMIT, Reply, ReplyParts, Sent, TokenReply, uncompressed};
use crate::request::DispositionRequest;
use crate::scrub::{Cut, Scrubber};
use crate::sentence;
use crate::text::{cut, trim};
use crate::violation::{Field, Violation};

/// The most characters of an unknown body that a receipt shows.
const EXCERPT_LIMIT: usize = 500;

/// What is known of a call while it runs.
#[derive(Debug)]
pub(super) struct History {
    pub(super) warnings: Vec<Violation>,
    api: Api,
    pub(super) request_id: String,
    pub(super) pause_requested: bool,
    pub(super) attempts: Vec<Attempt>,
    scrubber: Scrubber,
    ucid: Option<String>,
    /// What the last reply to the disposition tells. Nothing follows a success, and a refusal counts
    /// only where nothing is unknown: so the last one is the only one that a receipt can show.
    pub(super) replied: Option<Box<Receipt>>,
    /// The last attempt of which nobody knows what happened: why, and what to say of it.
    pub(super) unknown: Option<(Kind, String)>,
    /// Why the last attempt that did not leave this machine did not.
    pub(super) unsent: Option<Kind>,
    /// How often this call has asked the token service.
    pub(super) token_requests: u32,
    /// Whether the account's tokens are fetched: then a caller can't be told to fetch one.
    pub(super) fetches_tokens: bool,
}

impl History {
    /// A call of which nothing was sent yet: no text came that could repeat a secret.
    pub(super) fn new(settings: &Settings, request: &DispositionRequest, seed: Seed) -> Self {
        Self {
            warnings: Vec::new(),
            api: settings.api,
            request_id: seed.to_string(),
            pause_requested: request.pauses(),
            attempts: Vec::new(),
            scrubber: Scrubber::default(),
            ucid: None,
            replied: None,
            unknown: None,
            unsent: None,
            token_requests: 0,
            fetches_tokens: settings.fetches_tokens(),
        }
    }

    /// What is sent may come back in a reply: from here on its secrets are cut out.
    pub(super) fn sending(&mut self, settings: &Settings, request: &DispositionRequest) {
        self.scrubber = Scrubber::new(settings.account.secret(), request.comments.as_deref());
        self.ucid = request.ucid.clone();
    }

    /// A whole reply came to an attempt.
    pub(super) fn replied(&mut self, http: &HttpReply, took: Duration) -> Ended {
        let parts = ReplyParts::from(http);
        let http_status = Some(parts.http_status).filter(|status| *status != 0);
        let sent = Sent {
            scrubber: &self.scrubber,
            ucid: self.ucid.as_deref(),
        };
        let reply = parts.classify_sent(sent);
        self.attempts.push(Attempt {
            delivery: Delivery::Replied,
            kind: None,
            http_status,
            outcome: Some(reply.outcome),
            duration_ms: millis(took),
        });
        let excerpt = if reply.recognised {
            None
        } else {
            self.excerpt(&http.body)
        };
        let ended = Ended::replied(&reply);
        let sentence = sentence::for_reply(&reply, self.api, self.pause_requested);
        if ended.letter == Letter::Unknown {
            self.unknown = Some((Kind::Reply, sentence.clone()));
        }
        self.replied = Some(Box::new(Receipt {
            http_status,
            excerpt,
            sentence,
            field: Field::of_outcome(reply.outcome),
            ..told(reply)
        }));
        ended
    }

    /// The attempt failed without a whole reply.
    pub(super) fn failed(&mut self, ended: &Ended, took: Duration) {
        self.attempts.push(Attempt {
            delivery: ended.delivery,
            kind: Some(ended.kind),
            http_status: None,
            outcome: None,
            duration_ms: millis(took),
        });
        if ended.letter == Letter::NotSent {
            self.unsent = Some(ended.kind);
        } else {
            let sentence = sentence::for_uncertain(ended.kind, self.api, self.pause_requested);
            self.unknown = Some((ended.kind, sentence));
        }
    }

    /// A token that is used may come back in a reply.
    pub(super) fn know(&mut self, token: &str) {
        self.scrubber.add(token);
    }

    /// The token service replied: a token, or what the reply tells. No excerpt of it is shown: there
    /// may be a token in it that nobody knows to cut out.
    pub(super) fn token_replied(&mut self, http: &HttpReply) -> Result<Token, Box<Receipt>> {
        let parts = ReplyParts::from(http);
        let sent = Sent {
            scrubber: &self.scrubber,
            ucid: None,
        };
        match parts.classify_token_sent(Some(sent)) {
            TokenReply::Granted(token) => {
                self.know(token.expose());
                Ok(token)
            }
            TokenReply::Other(reply) => {
                let mut sentence = reply.hint_on(self.api).to_owned();
                sentence::add_wait(&mut sentence, reply.retry_after_seconds);
                Err(Box::new(Receipt {
                    http_status: Some(parts.http_status).filter(|status| *status != 0),
                    sentence,
                    ..told(reply)
                }))
            }
        }
    }

    /// The beginning of a body that nobody knows, for logs: scrubbed whole before it is cut, so
    /// that no half of a secret stays at the end.
    fn excerpt(&self, body: &[u8]) -> Option<String> {
        let body = uncompressed(body)?;
        // A transport of the host's own may hand over more than is ever read.
        let text = String::from_utf8_lossy(&body[..body.len().min(BODY_LIMIT)]);
        let text = trim(&text);
        // Where it was cut, half a secret may stand at its end.
        let unsure = match body.len() > BODY_LIMIT {
            true => self.scrubber.longest_secret(),
            false => 0,
        };
        let mut end = text.len().saturating_sub(unsure);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let text = self
            .scrubber
            .scrub_part(text, 0..end, Cut::All { but: 0 }, EXCERPT_LIMIT);
        let shown: String = cut(&text, EXCERPT_LIMIT)
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Some(shown).filter(|shown| !shown.is_empty())
    }
}

/// What a reply alone tells.
fn told(reply: Reply<'_>) -> Receipt {
    Receipt {
        outcome: Some(reply.outcome),
        retry_after_seconds: reply.retry_after_seconds,
        status: reply.status.map(Cow::into_owned),
        details: reply.details.map(Cow::into_owned),
        ucid: reply.ucid.map(Cow::into_owned),
        did: reply.did.map(Cow::into_owned),
        action: reply.action.map(Cow::into_owned),
        ..Receipt::bare(reply.effect, reply.advice)
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::{Account, ApiKey};

    #[test]
    fn a_body_that_was_cut_shows_no_half_of_a_secret() {
        let key = "KK-secret-0123";
        let account = Account::with_api_key("acme", ApiKey::new(key));
        let comment = "c".repeat(BODY_LIMIT - 6);
        let request = DispositionRequest::new().comments(comment.as_str());
        let settings = Settings::new(account, Api::PostApiKey);
        let mut history = History::new(&settings, &request, Seed(1));
        history.sending(&settings, &request);
        let shown = |body: String| history.excerpt(body.as_bytes());
        assert_eq!(shown(comment.clone() + key).as_deref(), Some("[comments]"));
        assert_eq!(
            shown("x: ".to_owned() + key).as_deref(),
            Some("x: [redacted]")
        );
    }
}
