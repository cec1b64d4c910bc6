//! The leases that an engine knows of: no clock of another machine is believed for them.

use super::hour::age;
use super::moment::Millis;

/// Its own, and the one of another engine that it saw last.
#[derive(Debug, Default)]
pub(super) struct Leases {
    /// The lease of another engine that was seen last, and when first.
    seen: Option<(String, Millis)>,
    /// The leases that this engine wrote, the last ones.
    nonces: Vec<String>,
}

impl Leases {
    /// For how long a lease of another engine has been seen; a new one is from now on.
    pub(super) fn seen_for(&mut self, nonce: &str, now: Millis) -> u64 {
        match &mut self.seen {
            Some((seen, since)) if seen == nonce => age(since, now),
            seen => {
                *seen = Some((nonce.to_owned(), now));
                0
            }
        }
    }

    pub(super) fn is_own(&self, nonce: &str) -> bool {
        self.nonces.iter().any(|own| own == nonce)
    }

    /// Remembers a lease of this engine's. Older ones were replaced long ago.
    pub(super) fn own(&mut self, nonce: String) {
        const REMEMBERED: usize = 32;
        if self.nonces.len() == REMEMBERED {
            self.nonces.remove(0);
        }
        self.nonces.push(nonce);
    }
}
