//! Whether native libraries may ship to phones.

use crate::{Result, place::need, run::run};
use std::{collections::BTreeSet, fs, path::Path};

const PAGE_BYTES: u64 = 16 * 1024;

/// What std's sockets call, and what names a network crate in its panic messages.
const SOCKETS: &str = "socket connect bind listen accept accept4 getaddrinfo sendto recvfrom \
                       sendmsg recvmsg";
const CRATES: &str = "rustls reqwest hyper tokio ring native-tls openssl";

/// Whether native libraries may ship: every segment that is loaded is aligned for pages of 16 KB
/// (Android 15 refuses others there), and nothing in them opens a connection: sending is the
/// business of OkHttp or of the caller's transport.
pub(crate) fn check(libraries: &[impl AsRef<Path>]) -> Result<()> {
    need("readelf", "binutils")?;
    let mut complaints = String::new();
    for library in libraries {
        let path = std::path::absolute(library)?;
        let segments = run("readelf").arg("-lW").arg(&path).output()?;
        let imports = run("readelf").words("--dyn-syms -W").arg(&path).output()?;
        for fault in faults(&segments, &imports, &fs::read(&path)?) {
            complaints += &format!("check-native: {}: {fault}\n", library.as_ref().display());
        }
    }
    if complaints.is_empty() {
        Ok(())
    } else {
        Err(complaints.trim_end().into())
    }
}

fn faults(segments: &str, imports: &str, library: &[u8]) -> Vec<String> {
    let loaded: Vec<&str> = segments
        .lines()
        .filter(|line| line.split_whitespace().next() == Some("LOAD"))
        .filter_map(|line| line.split_whitespace().last())
        .collect();
    let mut faults = Vec::new();
    if loaded.is_empty() {
        faults.push("no segment is loaded: not a shared library".to_owned());
    }
    for alignment in loaded {
        let bytes = u64::from_str_radix(alignment.trim_start_matches("0x"), 16).unwrap_or(0);
        if bytes < PAGE_BYTES {
            faults.push(format!("a segment is aligned to {alignment}, not to 16 KB"));
        }
    }
    for line in imports.lines() {
        let mut words = line.split_whitespace().skip(6);
        let (place, name) = (words.next(), words.next().unwrap_or_default());
        let name = name.split('@').next().unwrap_or_default();
        if place == Some("UND") && SOCKETS.split(' ').any(|socket| socket == name) {
            faults.push(format!("calls the network: {name}"));
        }
    }
    let library = String::from_utf8_lossy(library);
    let crates = network_crates(&library);
    faults.extend(
        crates
            .iter()
            .map(|named| format!("has a network crate in it: {named}")),
    );
    faults
}

/// What reads as `rustls-0.2` in a library, once each.
fn network_crates(library: &str) -> BTreeSet<&str> {
    let named = |(at, name): (usize, &str)| {
        let (major, after) = library[at + name.len()..]
            .strip_prefix('-')?
            .split_once('.')?;
        let is_version = !major.is_empty()
            && major.len() < 4
            && major
                .bytes()
                .chain(after.bytes().take(1))
                .all(|byte| byte.is_ascii_digit());
        is_version.then(|| &library[at..at + name.len() + major.len() + 3])
    };
    let mentions = CRATES
        .split(' ')
        .flat_map(|name| library.match_indices(name));
    mentions.filter_map(named).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_crate_is_known_by_its_name_and_version() {
        let named = network_crates("x/src/rustls-0.23.31/src/conn.rs\0hyper-1.6.0/");
        assert_eq!(named, BTreeSet::from(["hyper-1.6", "rustls-0.2"]));
        let none = "ring-buffer rustls- tokio-x.1 spring-is-here ring-1.é";
        assert!(network_crates(none).is_empty());
    }
}
