//! What is asked of a token store, and what it answers: plain data. The rules of it are the
//! engine's; a store only keeps bytes.

use std::fmt;

use zeroize::Zeroizing;

/// Bytes that hold a token. They print as `[redacted]` and are wiped from memory when dropped.
///
/// They can be compared, since the steps and events that hold them can.
#[derive(Clone, PartialEq, Eq)]
pub struct SecretBytes(Zeroizing<Vec<u8>>);

impl SecretBytes {
    /// Takes the bytes as they are.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Zeroizing::new(bytes.into()))
    }

    /// The bytes themselves: for the store that keeps them. Don't log them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for SecretBytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretBytes([redacted])")
    }
}

/// What the host does with its token store.
///
/// A key names an account at a server: 1 to 64 ASCII letters and digits, made by hashing. The same
/// account has the same key in every process, whatever language it is written in. It is no secret.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreOperation {
    /// Read what is kept under the key. Answer with [`StoreAnswer::Found`] or
    /// [`StoreAnswer::Nothing`].
    Get {
        /// What to look under.
        key: String,
    },
    /// Keep these bytes under the key if its version is still this one, as one step that no other
    /// process can come into. Answer with [`StoreAnswer::Written`] or [`StoreAnswer::Conflict`].
    PutIf {
        /// What to keep it under.
        key: String,
        /// The version that was read; none if there must be nothing under the key.
        version: Option<String>,
        /// What to keep.
        bytes: SecretBytes,
    },
}

/// What a token store answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreAnswer {
    /// Something is kept under the key.
    Found {
        /// What was put there.
        bytes: SecretBytes,
        /// Which writing of it this is. The store chooses the text; no two writings under a key
        /// have the same.
        version: String,
    },
    /// Nothing is kept under the key.
    Nothing,
    /// It was written.
    Written,
    /// It was not written: the version is another one by now.
    Conflict,
    /// The store could not do it. Whether something was written is not known.
    Failed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_prints_what_is_kept() {
        let bytes = SecretBytes::new("marker");
        assert_eq!(bytes.expose(), b"marker");
        let (key, version) = ("k".to_owned(), Some("1".to_owned()));
        let put = StoreOperation::PutIf {
            key,
            version,
            bytes: bytes.clone(),
        };
        let version = "1".to_owned();
        let found = StoreAnswer::Found { bytes, version };
        let printed = format!("{put:?} {found:#?}");
        assert!(!printed.contains("marker"), "{printed}");
        assert_eq!(printed.matches("[redacted]").count(), 2);
    }
}
