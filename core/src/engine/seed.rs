//! What one call's name and its waits are made from.

use std::fmt;

/// 128 random bits for one call, from the host: they name the call (`request_id`), and everything
/// in it that must differ between calls is made from them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(pub u128);

impl Seed {
    /// The half that waits are made of.
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is meant")]
    pub(super) fn low(self) -> u64 {
        self.0 as u64
    }
}

#[cfg(feature = "client")]
impl Seed {
    /// Random bits from the operating system: a forked child must not repeat its parent's. Where
    /// there are none, the call is named by the time instead; nothing secret depends on them.
    pub fn random() -> Self {
        let mut bytes = [0; 16];
        if getrandom::fill(&mut bytes).is_ok() {
            return Self(u128::from_ne_bytes(bytes));
        }
        let since_1970 = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Self(since_1970.as_nanos() ^ (u128::from(std::process::id()) << 96))
    }
}

impl fmt::Display for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}
