//! Where processes that use one account keep the token that they share.

#[cfg(unix)]
mod file;
mod memory;

use std::panic::{AssertUnwindSafe, catch_unwind};

#[cfg(unix)]
pub use file::FileTokenStore;
pub use memory::MemoryTokenStore;

use crate::store::{SecretBytes, StoreAnswer, StoreOperation};

/// Keeps the token that several processes or clients share. A new token of an account ends all its
/// earlier ones, so those who call for the same account must share one.
///
/// It is dumb on purpose: it reads bytes and replaces them. What the bytes mean, who may fetch a
/// token and when, are the engine's rules. A store of your own is two methods over whatever your
/// processes have in common: a row of a database, a key of Redis.
///
/// **`put_if` must be atomic** over everybody who uses the store: of two who read the same version,
/// one writes and the other is told of the conflict. A read followed by a write is not enough.
///
/// The bytes hold a token: protect them as you would protect a password, and don't log them. There
/// are at most 16 KiB of them. Called from any thread, by several at once; the call waits for it,
/// so it should answer within a second or fail.
pub trait TokenStore: Send + Sync {
    /// What is kept under this key; none where nothing is. For the key see [`StoreOperation`].
    ///
    /// # Errors
    ///
    /// The store can't be read. A panic counts as that.
    fn get(&self, key: &str) -> Result<Option<StoreEntry>, StoreFailed>;

    /// Keeps these bytes under this key, if the version there still is the one given, or if
    /// nothing is there where none is given.
    ///
    /// # Errors
    ///
    /// The store can't be written. A panic counts as that.
    fn put_if(&self, key: &str, version: Option<&str>, bytes: &[u8]) -> Result<Put, StoreFailed>;
}

/// What a token store keeps under one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreEntry {
    /// What was put there.
    pub bytes: SecretBytes,
    /// Which writing of it this is. The store chooses the text; no two writings under a key have
    /// the same.
    pub version: String,
}

/// What became of a [`TokenStore::put_if`] that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// The bytes are kept, under a new version.
    Written,
    /// Nothing has changed: the version is another one by now.
    Conflict,
}

/// A token store could not do what it was asked to.
///
/// It holds no reason, since an error of a database may print the token. `?` makes it of any error:
/// log that yourself where you know that it tells no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StoreFailed;

impl<E: std::error::Error> From<E> for StoreFailed {
    fn from(_: E) -> Self {
        Self
    }
}

impl StoreOperation {
    /// Does with a store what the engine asks for: what a host that drives the engine itself answers
    /// a [`Step::Store`](crate::engine::Step::Store) with.
    ///
    /// A store is the host's code: a panic in it is a failure of this operation, not of the process.
    pub fn carry_out(&self, store: &dyn TokenStore) -> StoreAnswer {
        let answer = || match self {
            Self::Get { key } => match store.get(key) {
                Ok(Some(StoreEntry { bytes, version })) => StoreAnswer::Found { bytes, version },
                Ok(None) => StoreAnswer::Nothing,
                Err(StoreFailed) => StoreAnswer::Failed,
            },
            Self::PutIf {
                key,
                version,
                bytes,
            } => match store.put_if(key, version.as_deref(), bytes.expose()) {
                Ok(Put::Written) => StoreAnswer::Written,
                Ok(Put::Conflict) => StoreAnswer::Conflict,
                Err(StoreFailed) => StoreAnswer::Failed,
            },
        };
        catch_unwind(AssertUnwindSafe(answer)).unwrap_or(StoreAnswer::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A store whose methods do what the key says.
    struct Odd;

    impl TokenStore for Odd {
        fn get(&self, key: &str) -> Result<Option<StoreEntry>, StoreFailed> {
            assert_ne!(key, "panic");
            let number: u8 = key.parse()?;
            Ok((number > 0).then(|| StoreEntry {
                bytes: SecretBytes::new(vec![number]),
                version: key.to_owned(),
            }))
        }

        fn put_if(&self, key: &str, version: Option<&str>, _: &[u8]) -> Result<Put, StoreFailed> {
            assert_ne!(key, "panic");
            let kept = self.get(key)?.map(|entry| entry.version);
            Ok(if kept.as_deref() == version {
                Put::Written
            } else {
                Put::Conflict
            })
        }
    }

    #[test]
    fn each_end_of_an_operation_is_an_answer() {
        let get = |key: &str| StoreOperation::Get { key: key.into() }.carry_out(&Odd);
        let found = StoreAnswer::Found {
            bytes: SecretBytes::new([7]),
            version: "7".into(),
        };
        let failed = StoreAnswer::Failed;
        assert_eq!(get("7"), found);
        assert_eq!(get("0"), StoreAnswer::Nothing);
        assert_eq!(
            (get("none"), get("panic")),
            (failed.clone(), failed.clone())
        );

        let put = |key: &str, version: Option<&str>| {
            let operation = StoreOperation::PutIf {
                key: key.into(),
                version: version.map(str::to_owned),
                bytes: SecretBytes::new("x"),
            };
            operation.carry_out(&Odd)
        };
        assert_eq!(put("7", Some("7")), StoreAnswer::Written);
        assert_eq!(put("0", None), StoreAnswer::Written);
        assert_eq!(put("7", None), StoreAnswer::Conflict);
        assert_eq!(
            (put("none", None), put("panic", None)),
            (failed.clone(), failed)
        );
    }
}
