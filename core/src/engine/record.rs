//! What processes share of a token: one JSON object in a store that knows nothing of it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::hour::{HOUR, HOURLY_LIMIT};
use super::life::{END_MARGIN, LONGEST_LIFE};
use super::moment::WallMillis;
use crate::account::{Account, Token};
use crate::base_url::BaseUrl;
use crate::reply::is_token;
use crate::store::SecretBytes;
use crate::text::trim;

const VERSION: u64 = 1;

/// An entry may lie so far ahead of this machine's time.
const CLOCKS_DIFFER: u64 = 60_000;

/// A newer version of this library keeps tokens here, in a way that this one must not overwrite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooNew;

#[derive(Default, Serialize, Deserialize)]
pub(super) struct Record {
    v: u64,
    pub(super) generation: u64,
    #[serde(serialize_with = "write_token", deserialize_with = "read_token")]
    pub(super) token: Option<Token>,
    /// Until when it lasts.
    pub(super) expiry: Option<u64>,
    /// When one was fetched in the last hour, oldest first.
    pub(super) fetches: Vec<u64>,
    /// Who fetches one just now.
    pub(super) lease: Option<String>,
}

impl Record {
    /// Reads it. What can't be read is replaced, but for what a newer version wrote.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, TooNew> {
        #[derive(Deserialize)]
        struct Version {
            v: u64,
        }
        match serde_json::from_slice::<Version>(bytes) {
            Ok(Version { v }) if v > VERSION => return Err(TooNew),
            Ok(Version { v: VERSION }) => {}
            _ => return Ok(Self::default()),
        }
        Ok(serde_json::from_slice(bytes).unwrap_or_default())
    }

    /// Its JSON, in a buffer that never grows: that would leave copies of the token behind.
    pub(super) fn write(&mut self) -> SecretBytes {
        self.v = VERSION;
        let token = self.token.as_ref().map_or(0, |token| token.expose().len());
        let size = 256 + 6 * token + 21 * self.fetches.len();
        let mut bytes = Vec::with_capacity(size);
        serde_json::to_writer(&mut bytes, self).expect("numbers and texts have a JSON form");
        SecretBytes::new(bytes)
    }

    /// The token, where it can be used, and for how long it is kept then.
    pub(super) fn usable(&self, wall: WallMillis, refused: Option<u64>) -> Option<(Token, u64)> {
        let token = self.token.as_ref()?;
        if !is_token(token.expose()) {
            return None;
        }
        if refused.is_some_and(|refused| self.generation <= refused) {
            return None;
        }
        let left = match self.expiry {
            Some(expiry) if wall.0 != 0 => expiry.saturating_sub(END_MARGIN).saturating_sub(wall.0),
            _ => LONGEST_LIFE,
        };
        (left > 0).then(|| (token.clone(), left.min(LONGEST_LIFE)))
    }

    /// How long it is until one more may be fetched, in milliseconds, by what all have fetched.
    pub(super) fn limit(&self, wall: WallMillis) -> Option<u64> {
        if wall.0 == 0 {
            return None;
        }
        let ages = self.fetches.iter().filter(|at| is_counted(**at, wall.0));
        let mut ages: Vec<u64> = ages.map(|at| wall.0.saturating_sub(*at)).collect();
        ages.sort_unstable();
        ages.get(HOURLY_LIMIT - 1).map(|age| HOUR - age)
    }

    /// One more is fetched. Where nobody knows when, it is not written down.
    pub(super) fn count(&mut self, wall: WallMillis) {
        if wall.0 != 0 {
            self.fetches.retain(|at| is_counted(*at, wall.0));
            self.fetches.push(wall.0);
            self.fetches.sort_unstable();
        }
    }

    /// That one did not leave this machine.
    pub(super) fn uncount(&mut self, wall: WallMillis) {
        if let Some(place) = self.fetches.iter().position(|at| *at == wall.0) {
            self.fetches.remove(place);
        }
    }
}

fn write_token<S: Serializer>(token: &Option<Token>, out: S) -> Result<S::Ok, S::Error> {
    token.as_ref().map(Token::expose).serialize(out)
}

fn read_token<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Token>, D::Error> {
    Ok(Option::<String>::deserialize(input)?.map(Token::new))
}

/// Whether a fetch at that time counts now.
fn is_counted(at: u64, now: u64) -> bool {
    now.saturating_sub(at) < HOUR && at <= now.saturating_add(CLOCKS_DIFFER)
}

/// What an account's tokens at a server are kept under: the same in every process and language.
pub(super) fn key(account: &Account, base_url: &BaseUrl) -> String {
    let port = base_url.port().to_string();
    let host = base_url.host().to_ascii_lowercase();
    let parts = [&*host, &port, base_url.path(), trim(account.customer())];
    // FNV-1a with 128 bits. Nobody gains by a collision: the store is its user's own.
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in parts.iter().flat_map(|part| part.bytes().chain([0])) {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B);
    }
    format!("{hash:032x}")
}
