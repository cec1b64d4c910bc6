//! Writes what the languages would otherwise repeat by hand, from the core's own tables: the
//! C header, the C++ enums, code files with their sentences, the vectors' schemas, and the documents'
//! tables and examples. `cargo gen` writes, `cargo gen --check`
//! compares.
//!
//! What is written is committed, and is read like what was written by hand. The templates stand in
//! `bindings/gen/templates`; what they are filled with comes from `words.rs`.

mod c_codes;
mod cpp;
mod documents;
mod drift;
mod header;
mod kotlin;
mod python;
mod regions;
mod requests;
mod schemas;
mod swift;
mod swift_records;
mod tables;
mod text;
mod words;

use std::path::Path;
use std::{fs, io};

pub use drift::short_diff;

/// A file as it should be.
#[derive(Debug)]
pub struct Generated {
    /// From the root of the repository, with slashes.
    pub path: String,
    /// All of its text.
    pub text: String,
}

/// Every file that is made, or has parts that are made, as it should be in this repository.
///
/// # Errors
///
/// A file can't be read that has parts which are made.
pub fn files(root: &Path) -> io::Result<Vec<Generated>> {
    let mut files = Vec::new();
    files.extend(python::files());
    files.extend(kotlin::files());
    files.extend(swift::files());
    files.extend(swift_records::files(root)?);
    files.push(header::file(root)?);
    files.push(cpp::file(root)?);
    files.extend(requests::files(root)?);
    files.extend(schemas::files());
    files.extend(documents::files(root)?);
    Ok(files)
}

/// The files that are not as they should be, each with the text that stands there now.
///
/// # Errors
///
/// A file can't be read.
pub fn drifted(root: &Path) -> io::Result<Vec<(Generated, String)>> {
    let mut drifted = Vec::new();
    for file in files(root)? {
        let now = match fs::read_to_string(root.join(&file.path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read?,
        };
        if now != file.text {
            drifted.push((file, now));
        }
    }
    Ok(drifted)
}
