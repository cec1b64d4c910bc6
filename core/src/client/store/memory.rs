//! A token store that lives in this process.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use arc_swap::ArcSwap;

use super::{Put, StoreEntry, StoreFailed, TokenStore};
use crate::store::SecretBytes;

/// A [`TokenStore`] in memory: for several clients of one process, and for tests. One client alone
/// needs none: it keeps its token by itself.
///
/// A forked child goes on with a copy of its own, which no lock of the parent can hold up.
#[derive(Default)]
pub struct MemoryTokenStore {
    kept: ArcSwap<BTreeMap<String, Arc<StoreEntry>>>,
    /// How often something was written.
    writings: AtomicU64,
}

impl MemoryTokenStore {
    /// A store that keeps nothing yet.
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryTokenStore {
    fn get(&self, key: &str) -> Result<Option<StoreEntry>, StoreFailed> {
        Ok(self.kept.load().get(key).map(|entry| (**entry).clone()))
    }

    fn put_if(&self, key: &str, version: Option<&str>, bytes: &[u8]) -> Result<Put, StoreFailed> {
        let entry = Arc::new(StoreEntry {
            bytes: SecretBytes::new(bytes),
            version: self.writings.fetch_add(1, Ordering::Relaxed).to_string(),
        });
        loop {
            let kept = self.kept.load();
            if kept.get(key).map(|entry| entry.version.as_str()) != version {
                return Ok(Put::Conflict);
            }
            let mut next = BTreeMap::clone(&kept);
            next.insert(key.to_owned(), Arc::clone(&entry));
            let before = self.kept.compare_and_swap(&*kept, Arc::new(next));
            if Arc::ptr_eq(&before, &kept) {
                return Ok(Put::Written);
            }
        }
    }
}

impl fmt::Debug for MemoryTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys = self.kept.load().len();
        f.debug_struct("MemoryTokenStore")
            .field("keys", &keys)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_replaced_once() {
        let store = MemoryTokenStore::new();
        assert_eq!(store.get("k"), Ok(None));
        assert_eq!(store.put_if("k", Some("0"), b"x"), Ok(Put::Conflict));
        assert_eq!(store.put_if("k", None, b"marker"), Ok(Put::Written));
        assert_eq!(store.put_if("k", None, b"x"), Ok(Put::Conflict));
        let first = store.get("k").unwrap().unwrap();
        assert_eq!(first.bytes.expose(), b"marker");
        assert_eq!(store.put_if("other", None, b"y"), Ok(Put::Written));

        // The same bytes once more are a writing of their own.
        let version = Some(first.version.as_str());
        assert_eq!(store.put_if("k", version, b"marker"), Ok(Put::Written));
        assert_eq!(store.put_if("k", version, b"x"), Ok(Put::Conflict));
        assert_eq!(format!("{store:?}"), "MemoryTokenStore { keys: 2 }");
    }

    #[test]
    fn of_those_who_read_one_version_one_writes() {
        let store = MemoryTokenStore::new();
        for _ in 0..200 {
            let version = store.get("k").unwrap().map(|entry| entry.version);
            let written = std::thread::scope(|scope| {
                let put = || store.put_if("k", version.as_deref(), b"x") == Ok(Put::Written);
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(put)).collect();
                let results = threads.into_iter().map(|thread| thread.join().unwrap());
                results.filter(|written| *written).count()
            });
            assert_eq!(written, 1);
        }
    }
}
