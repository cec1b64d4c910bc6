//! One account's tokens: a new one invalidates those before it, and there is a limit per hour.

use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

/// The vendor's limit: at most this many tokens are generated in an hour.
const GENERATED_PER_HOUR_MAX: usize = 10;
const HOUR_SECONDS: u64 = 3_600;

/// Tells tokens apart that are made within one second, also across a reset.
static SERIAL: AtomicU64 = AtomicU64::new(1);

/// What became of a token that somebody shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    Valid,
    Expired,
    /// Never generated, or invalidated by a later one. The vendor prints no words of their own for
    /// the latter.
    Invalid,
}

#[derive(Clone, Debug)]
struct Token {
    text: String,
    /// Seconds since 1970; the scenario's fixed token has no end.
    expires_at: Option<u64>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Tokens {
    current: Option<Token>,
    generated_at: Vec<u64>,
}

impl Tokens {
    pub(crate) fn starting_with(fixed: Option<&str>) -> Self {
        let current = fixed.map(|text| Token {
            text: text.to_owned(),
            expires_at: None,
        });
        Self {
            current,
            generated_at: Vec::new(),
        }
    }

    pub(crate) fn standing(&self, shown: &str, now: u64) -> Standing {
        match &self.current {
            Some(token) if token.text == shown => {
                let expired = token.expires_at.is_some_and(|end| end <= now);
                if expired {
                    Standing::Expired
                } else {
                    Standing::Valid
                }
            }
            _ => Standing::Invalid,
        }
    }

    /// Makes a token the only valid one, or `None` when the hour's limit is reached.
    pub(crate) fn generate(&mut self, customer: &str, lifetime: u64, now: u64) -> Option<String> {
        self.generated_at
            .retain(|then| now.saturating_sub(*then) < HOUR_SECONDS);
        if self.generated_at.len() >= GENERATED_PER_HOUR_MAX {
            return None;
        }
        self.generated_at.push(now);
        let expires_at = now.saturating_add(lifetime);
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let claims = json!({"sub": customer, "iat": now, "exp": expires_at, "jti": serial});
        let parts = [
            r#"{"alg":"HS256","typ":"JWT"}"#.to_owned(),
            claims.to_string(),
            "unsigned".to_owned(),
        ];
        let text = parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".");
        self.current = Some(Token {
            text: text.clone(),
            expires_at: Some(expires_at),
        });
        Some(text)
    }

    /// Ends the current token's life, as if its hour had passed.
    pub(crate) fn expire(&mut self) {
        if let Some(token) = &mut self.current {
            token.expires_at = Some(0);
        }
    }
}
