//! A token store that is one file.

mod content;
mod place;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::{Put, StoreEntry, StoreFailed, TokenStore};
use crate::engine::Seed;
use content::Content;
use place::Place;

/// A [`TokenStore`] that is one file on this machine, for processes of one user. It may serve many
/// accounts: each has a key of its own in it.
///
/// The file is readable for its owner only (`0600`), and a folder that others may write to is
/// refused, unless only owners may remove files there, as in `/tmp`. A writing replaces the file as
/// a whole, under a lock that lives for microseconds and goes with its process: whoever is killed
/// leaves a whole file, and nothing that others wait for. It does not grow beyond 1 MiB: accounts
/// that nobody has written for the longest time go first.
///
/// What it can't do it says as [`StoreFailed`], without a reason; [`check`](Self::check) tells it.
pub struct FileTokenStore {
    path: PathBuf,
}

impl FileTokenStore {
    /// A store in this file, which need not exist; its folder must. A relative path is resolved
    /// now, so that a later change of the working directory changes nothing. Nothing is opened.
    pub fn new(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref();
        Self {
            path: std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        }
    }

    /// Says whether the store can be used, and why not: for the start of a program. It makes the
    /// file where there is none.
    ///
    /// # Errors
    ///
    /// Why it can't be used. The text names the file and holds no secret.
    pub fn check(&self) -> io::Result<()> {
        let usable = || Content::parse(&Place::of(&self.path)?.lock()?.read()?).map(drop);
        usable().map_err(|error| {
            let path = self.path.display();
            io::Error::new(error.kind(), format!("the token store {path}: {error}"))
        })
    }
}

impl TokenStore for FileTokenStore {
    fn get(&self, key: &str) -> Result<Option<StoreEntry>, StoreFailed> {
        // Without the lock: a file that is replaced as a whole is never seen half written.
        Ok(match Place::of(&self.path)?.read()? {
            Some(bytes) => Content::parse(&bytes)?.get(key),
            None => None,
        })
    }

    fn put_if(&self, key: &str, version: Option<&str>, bytes: &[u8]) -> Result<Put, StoreFailed> {
        let place = Place::of(&self.path)?;
        let locked = place.lock()?;
        let before = locked.read()?;
        let mut content = Content::parse(&before)?;
        if content.version(key) != version {
            return Ok(Put::Conflict);
        }
        let random = Seed::random().to_string();
        content.put(key, &random, bytes)?;
        locked.replace(&content.print())?;
        Ok(Put::Written)
    }
}

impl fmt::Debug for FileTokenStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileTokenStore({})", self.path.display())
    }
}
