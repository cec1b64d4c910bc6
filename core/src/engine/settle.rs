//! What becomes of a call: from what is known of it to its receipt or its error.

use std::borrow::Cow;
use std::time::Duration;

use super::event::Seed;
use super::settings::Settings;
use crate::codes::{Advice, Api, Delivery, Effect};
use crate::error::Error;
use crate::http::HttpReply;
use crate::kind::Kind;
use crate::receipt::{Attempt, Receipt};
use crate::reply::{BODY_LIMIT, Reply, ReplyParts, Sent, uncompressed};
use crate::request::DispositionRequest;
use crate::scrub::{Cut, Scrubber};
use crate::sentence;
use crate::text::{cut, trim};
use crate::violation::Violation;

/// The most characters of an unknown body that a receipt shows.
const EXCERPT_LIMIT: usize = 500;

/// What is known of a call while it runs.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) warnings: Vec<Violation>,
    api: Api,
    request_id: String,
    pause_requested: bool,
    attempts: Vec<Attempt>,
    scrubber: Scrubber,
    ucid: Option<String>,
}

impl Facts {
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
        }
    }

    /// What is sent may come back in a reply: from here on its secrets are cut out.
    pub(super) fn sending(&mut self, settings: &Settings, request: &DispositionRequest) {
        self.scrubber = Scrubber::new(settings.account.secret(), request.comments.as_deref());
        self.ucid = request.ucid.clone();
    }

    /// A whole reply came: what it says settles the call.
    pub(super) fn replied(&mut self, http: &HttpReply, took: Duration) -> Result<Receipt, Error> {
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
        let receipt = Receipt {
            http_status,
            excerpt,
            ..self.receipt_of(reply)
        };
        match receipt.effect {
            Effect::Applied | Effect::Queued | Effect::Accepted => Ok(receipt),
            Effect::NotApplied => Err(Error::Refused {
                receipt: Box::new(receipt),
            }),
            Effect::Unknown => Err(Error::Uncertain {
                kind: Kind::Reply,
                receipt: Box::new(receipt),
            }),
        }
    }

    /// The attempt failed without a whole reply. A kind that is not for a transport to report
    /// tells nothing of the request.
    pub(super) fn failed(&mut self, kind: Kind, took: Duration) -> Result<Receipt, Error> {
        let kind = if kind.is_reported() {
            kind
        } else {
            Kind::TransportFailed
        };
        self.attempts.push(Attempt {
            delivery: kind.delivery(),
            kind: Some(kind),
            http_status: None,
            outcome: None,
            duration_ms: millis(took),
        });
        Err(if kind.delivery() == Delivery::NotSent {
            self.not_sent(kind)
        } else {
            let sentence = sentence::for_uncertain(kind, self.api, self.pause_requested);
            let receipt = self.receipt(Effect::Unknown, Advice::CheckFirst, sentence);
            Error::Uncertain {
                kind,
                receipt: Box::new(receipt),
            }
        })
    }

    /// No attempt left this machine.
    pub(super) fn not_sent(&self, kind: Kind) -> Error {
        let sentence = sentence::for_not_sent(kind);
        let receipt = self.receipt(Effect::NotApplied, kind.advice(), sentence);
        Error::NotSent {
            kind,
            receipt: Box::new(receipt),
        }
    }

    /// Validation stopped the request. The violations tell everything, the warnings among them.
    pub(super) fn invalid(&self, violations: Vec<Violation>) -> Error {
        let sentence = sentence::for_invalid(&violations);
        let receipt = self.receipt(Effect::NotApplied, Advice::FixRequest, sentence);
        Error::invalid(violations, receipt)
    }

    fn receipt(&self, effect: Effect, advice: Advice, sentence: String) -> Receipt {
        Receipt {
            pause_requested: self.pause_requested,
            attempts: self.attempts.clone(),
            warnings: self.warnings.clone(),
            request_id: self.request_id.clone(),
            sentence: sentence::with_warnings(sentence, &self.warnings),
            ..Receipt::bare(effect, advice)
        }
    }

    fn receipt_of(&self, reply: Reply<'_>) -> Receipt {
        let sentence = sentence::for_reply(&reply, self.api, self.pause_requested);
        Receipt {
            outcome: Some(reply.outcome),
            retry_after_seconds: reply.retry_after_seconds,
            status: reply.status.map(Cow::into_owned),
            details: reply.details.map(Cow::into_owned),
            ucid: reply.ucid.map(Cow::into_owned),
            did: reply.did.map(Cow::into_owned),
            action: reply.action.map(Cow::into_owned),
            ..self.receipt(reply.effect, reply.advice, sentence)
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

/// A call that was not begun.
pub(super) fn not_begun(
    settings: &Settings,
    request: &DispositionRequest,
    seed: Seed,
    why: Kind,
) -> Error {
    Facts::new(settings, request, seed).not_sent(why)
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
        let mut facts = Facts::new(&settings, &request, Seed(1));
        facts.sending(&settings, &request);
        let shown = |body: String| facts.excerpt(body.as_bytes());
        assert_eq!(shown(comment.clone() + key).as_deref(), Some("[comments]"));
        assert_eq!(
            shown("x: ".to_owned() + key).as_deref(),
            Some("x: [redacted]")
        );
    }
}
