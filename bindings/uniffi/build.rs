//! Names the interface: a hash over this crate's sources and version, and over the core's codes, since
//! `classify_many` names a code by its place among them. It stands in the library, and
//! the program that writes the bindings copies it into them, so that a facade can tell at once
//! that it was given another build's library. UniFFI's own checksums don't cover the fields of
//! records, and its Python side checks none of them.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const CODES: &str = "../../core/src/codes.rs";

fn main() -> io::Result<()> {
    let mut files = sources(Path::new("src"))?;
    files.push(PathBuf::from(CODES));
    files.sort();
    let mut hash = Fnv::new();
    for file in &files {
        hash.take(file.to_string_lossy().as_bytes());
        hash.take(&fs::read(file)?);
    }
    let version = env::var("CARGO_PKG_VERSION").unwrap_or_default();
    hash.take(version.as_bytes());
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rerun-if-changed={CODES}");
    println!("cargo::rustc-env=INTERFACE_HASH={:016x}", hash.0);
    Ok(())
}

fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

/// FNV-1a, 64 bits: it guards against mix-ups, not against an enemy.
struct Fnv(u64);

impl Fnv {
    fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn take(&mut self, bytes: &[u8]) {
        // The length too, so that bytes can't wander from one file to the next.
        for byte in (bytes.len() as u64).to_le_bytes().iter().chain(bytes) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }
}
