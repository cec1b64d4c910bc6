//! What stands in the file: a line that says what it is, then for each key a line `key version
//! length` and the bytes, with a line feed behind them. Those written last stand last.

use std::io;

use zeroize::Zeroizing;

use crate::client::store::StoreEntry;
use crate::store::SecretBytes;

/// Its last number is that of the format.
const HEAD: &str = "cloudagent-disposition token store 1\n";

/// How long a file may be. Enough for more than sixty accounts, whatever their tokens are.
pub(super) const FILE_LIMIT: usize = 1 << 20;

/// How many bytes may stand under one key.
const BYTES_LIMIT: usize = 16 << 10;

const KEY_LIMIT: usize = 64;

/// A file's content, in the order in which it was written.
pub(super) struct Content<'a>(Vec<Entry<'a>>);

struct Entry<'a> {
    key: &'a str,
    version: &'a str,
    bytes: &'a [u8],
}

impl<'a> Content<'a> {
    /// Reads a file; an empty one has no entries. A file of another sort is refused, since what
    /// somebody else put there must not be overwritten.
    pub(super) fn parse(file: &'a [u8]) -> io::Result<Self> {
        let mut entries = Vec::new();
        let mut rest = match file {
            [] => file,
            _ => file.strip_prefix(HEAD.as_bytes()).ok_or_else(no_store)?,
        };
        while !rest.is_empty() {
            let (entry, behind) = entry(rest).ok_or_else(no_store)?;
            entries.push(entry);
            rest = behind;
        }
        Ok(Self(entries))
    }

    fn find(&self, key: &str) -> Option<&Entry<'a>> {
        self.0.iter().find(|entry| entry.key == key)
    }

    pub(super) fn version(&self, key: &str) -> Option<&'a str> {
        self.find(key).map(|entry| entry.version)
    }

    pub(super) fn get(&self, key: &str) -> Option<StoreEntry> {
        self.find(key).map(|entry| StoreEntry {
            bytes: SecretBytes::new(entry.bytes),
            version: entry.version.to_owned(),
        })
    }

    /// Puts the entry behind all others, and drops the oldest ones if there is no room.
    pub(super) fn put(
        &mut self,
        key: &'a str,
        version: &'a str,
        bytes: &'a [u8],
    ) -> io::Result<()> {
        let is_key = (1..=KEY_LIMIT).contains(&key.len())
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if !is_key || bytes.len() > BYTES_LIMIT {
            let refused = "a key is 1 to 64 letters and digits, with at most 16 KiB under it";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, refused));
        }
        self.0.retain(|entry| entry.key != key);
        self.0.push(Entry {
            key,
            version,
            bytes,
        });
        while self.len() > FILE_LIMIT {
            self.0.remove(0);
        }
        Ok(())
    }

    fn len(&self) -> usize {
        HEAD.len() + self.0.iter().map(Entry::len).sum::<usize>()
    }

    /// The whole file. The buffer never grows: that would leave copies of tokens behind.
    pub(super) fn print(&self) -> Zeroizing<Vec<u8>> {
        let mut file = Zeroizing::new(Vec::with_capacity(self.len()));
        file.extend_from_slice(HEAD.as_bytes());
        for entry in &self.0 {
            file.extend_from_slice(entry.line().as_bytes());
            file.extend_from_slice(entry.bytes);
            file.push(b'\n');
        }
        debug_assert_eq!(file.len(), self.len());
        file
    }
}

impl Entry<'_> {
    fn line(&self) -> String {
        format!("{} {} {}\n", self.key, self.version, self.bytes.len())
    }

    fn len(&self) -> usize {
        self.line().len() + self.bytes.len() + 1
    }
}

/// The first entry, and what stands behind it.
fn entry(file: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let end = file.iter().position(|byte| *byte == b'\n')?;
    let line = std::str::from_utf8(&file[..end]).ok()?;
    let mut words = line.split(' ');
    let (key, version, length) = (words.next()?, words.next()?, words.next()?);
    let (bytes, behind) = file[end + 1..].split_at_checked(length.parse().ok()?)?;
    let entry = Entry {
        key,
        version,
        bytes,
    };
    // What would be printed otherwise was not printed by this.
    (entry.line().as_bytes() == &file[..=end]).then_some(())?;
    Some((entry, behind.strip_prefix(b"\n")?))
}

fn no_store() -> io::Error {
    let text = "this file is no token store of this version; name another, or remove it";
    io::Error::new(io::ErrorKind::InvalidData, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(content: &Content<'_>) -> Vec<String> {
        content.0.iter().map(|entry| entry.key.to_owned()).collect()
    }

    #[test]
    fn what_was_printed_is_read_back() {
        let mut content = Content::parse(b"").unwrap();
        content.put("a", "v1", b"one\ntwo \x00\xff").unwrap();
        content.put("b", "v2", b"").unwrap();
        let printed = content.print();
        assert_eq!(printed.capacity(), printed.len());
        let mut read = Content::parse(&printed).unwrap();
        assert_eq!((read.version("a"), read.version("c")), (Some("v1"), None));
        let found = read.get("a").unwrap();
        assert_eq!(found.bytes.expose(), b"one\ntwo \x00\xff");

        read.put("a", "v3", b"x").unwrap();
        assert_eq!(
            (keys(&read), read.version("a")),
            (vec!["b".into(), "a".into()], Some("v3"))
        );
    }

    #[test]
    fn what_is_no_store_is_refused() {
        let bad = [
            "text",
            "cloudagent-disposition token store 2\n",
            "HEADa v 1\nxx",
            "HEADa v 1\nx",
            "HEADa v 9\nx\n",
            "HEADa v 18446744073709551615\nx\n",
            "HEADa v 01\nx\n",
            "HEADa v 1 2\nx\n",
            "HEADa v\nx\n",
            "HEADa",
        ];
        for text in bad {
            let file = text.replace("HEAD", HEAD);
            let refused = Content::parse(file.as_bytes()).err().expect(text);
            assert_eq!(refused.kind(), io::ErrorKind::InvalidData, "{text}");
        }
    }

    #[test]
    fn a_file_is_bounded_and_the_oldest_goes_first() {
        let bytes = vec![b'x'; BYTES_LIMIT];
        let names: Vec<String> = (0..100).map(|number| format!("key{number}")).collect();
        let mut content = Content::parse(b"").unwrap();
        for name in &names {
            content.put(name, "v", &bytes).unwrap();
        }
        let kept = keys(&content);
        assert!(content.print().len() <= FILE_LIMIT && kept.len() > 60);
        assert_eq!(kept, names[100 - kept.len()..]);

        let long_key = "k".repeat(65);
        for key in ["", "a b", "é", &long_key] {
            assert!(content.put(key, "v", b"x").is_err(), "{key:?}");
        }
        let longer = vec![b'x'; BYTES_LIMIT + 1];
        assert!(content.put("a", "v", &longer).is_err());
    }
}
