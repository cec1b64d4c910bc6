//! How large C's shared library is, and whose code is in it.

use crate::{Result, counts::shares, library::stripped, run::run};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// The row of a staged library's size, of which the folder gets a copy as it ships. Its floor is the code
/// of what it stands on, by the names of the functions.
pub(crate) fn size(work: &str, staged: &Path, most: u64, folder: &Path) -> Result<Value> {
    let library = staged.join("lib/libcloudagent_disposition.so");
    let shipped = folder.join("stripped");
    stripped(&library, &shipped)?;
    let said = run("nm")
        .words("--radix=d --print-size --demangle")
        .arg(&library)
        .output()?;
    let code: Vec<_> = said.lines().filter_map(code).collect();
    let floor = code.iter().filter(|(_, of)| of != OURS);
    let floor: u64 = floor.map(|(size, _)| size).sum();
    Ok(json!({
        "work": work, "group": "size", "unit": "bytes", "ours": fs::metadata(shipped)?.len(), "most": most,
        "floor": {"what": "the code of what it stands on", "takes": floor}, "parts": shares(code),
    }))
}

const OURS: &str = "our own";
const STANDARD: &str =
    "core alloc std gimli addr2line rustc_demangle miniz_oxide compiler_builtins __rustc";

/// The size of a function and what it is of, from a line of nm's: an address, a size, a kind, a name.
fn code(line: &str) -> Option<(u64, String)> {
    let mut words = line.splitn(4, ' ');
    let (_, size, kind, name) = (words.next()?, words.next()?, words.next()?, words.next()?);
    matches!(kind, "t" | "T" | "w" | "W").then_some(())?;
    Some((size.parse().ok()?, of_crate(name).to_owned()))
}

/// The crate that a function is of, by its name, such as `<&mut ring::x as core::y>::z`. What ring has
/// in assembly names the processor's extension.
fn of_crate(name: &str) -> &str {
    let mut name = name.trim_start_matches(['<', '&', '*', '(', ' ']);
    while let Some(rest) = ["dyn ", "mut ", "const "]
        .iter()
        .find_map(|word| name.strip_prefix(word))
    {
        name = rest;
    }
    let is_of_a_word =
        |letter: char| letter == '_' || letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let (first, rest) = name.split_at(
        name.find(|letter| !is_of_a_word(letter))
            .unwrap_or(name.len()),
    );
    let extensions = ["_adx", "_nohw", "_hw", "_avx", "_ssse3"];
    if name.contains("cloudagent") || name.starts_with("cad_") {
        OURS
    } else if first.starts_with("ring") || extensions.iter().any(|end| first.contains(end)) {
        "ring"
    } else if first.is_empty() || !rest.starts_with("::") {
        "other"
    } else if STANDARD.split(' ').any(|of| of == first) {
        "the standard library"
    } else {
        first
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_of_the_crate_that_its_name_begins_with() {
        for (kind, name, of) in [
            ("T", "cad_classify", OURS),
            (
                "t",
                "<cloudagent_disposition::X as core::fmt::Debug>::fmt",
                OURS,
            ),
            (
                "t",
                "<&mut dyn rustls::Y as core::fmt::Write>::write_str",
                "rustls",
            ),
            ("t", "aes_gcm_enc_avx512", "ring"),
            ("W", "core::fmt::write", "the standard library"),
            ("w", "a_name_of_c", "other"),
        ] {
            let line = format!("0000000000001000 0000000000000064 {kind} {name}");
            assert_eq!(code(&line), Some((64, of.to_owned())), "{line}");
        }
        for line in [
            "0000000000001000 0000000000000064 r a_table",
            "0000000000001000 t no_size",
            "",
        ] {
            assert_eq!(code(line), None, "{line}");
        }
    }
}
