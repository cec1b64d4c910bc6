//! `uniffi-bindgen`, at the bridge's own version. After `generate --library` it also writes the
//! hash of the interface, as it stands in that library, into each file that it generated:
//! `CAD_INTERFACE_HASH`. A facade compares it with what its library says when it is loaded. What is
//! generated for Python loses what costs time at import and does nothing; what is generated for
//! Kotlin becomes internal; in what is generated for Swift no panic of the library ends the process.

mod kotlin;
mod python;
mod swift;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

/// What the library's hash stands behind, among its bytes.
const MARK: &[u8] = b"cloudagent-disposition-interface:";
const HASH_LENGTH: usize = 16;

/// A generated file: its name, the line that it gets, and what else is done to it.
struct Generated {
    file: &'static str,
    line: &'static str,
    adapt: fn(String) -> Result<String, Box<dyn Error>>,
}

const FILES: &[Generated] = &[
    Generated {
        file: "cloudagent_disposition_uniffi.py",
        line: "CAD_INTERFACE_HASH: str = ",
        adapt: python::slim,
    },
    Generated {
        file: "cloudagent_disposition_uniffi.kt",
        line: "internal const val CAD_INTERFACE_HASH: String = ",
        adapt: |generated| Ok(kotlin::hide(&generated)),
    },
    Generated {
        file: "CloudAgentDispositionBridge.swift",
        line: "public let CAD_INTERFACE_HASH: String = ",
        adapt: swift::survive,
    },
];

fn main() -> ExitCode {
    // It reads the arguments itself, and ends the process where it fails.
    uniffi::uniffi_bindgen_main();
    match add_hash(env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uniffi-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn add_hash(arguments: impl Iterator<Item = String>) -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = arguments.collect();
    if !arguments.iter().any(|argument| argument == "--library") {
        return Ok(());
    }
    let named = |names: &[&str]| {
        let at = arguments.iter().position(|a| names.contains(&a.as_str()))?;
        arguments.get(at + 1).map(PathBuf::from)
    };
    let folder = named(&["--out-dir", "-o"]).ok_or("--out-dir is missing")?;
    let library = arguments
        .iter()
        .map(Path::new)
        .find(|path| path.extension().is_some_and(is_library))
        .ok_or("no argument is a library")?;
    let hash = hash_in(&fs::read(library)?)?;

    let mut written = 0;
    for path in files_in(&folder)? {
        let name = path.file_name().and_then(|name| name.to_str());
        let Some(known) = FILES.iter().find(|known| Some(known.file) == name) else {
            continue;
        };
        let generated = fs::read_to_string(&path)?;
        written += 1;
        // Another language's files may stand here from an earlier run.
        if generated.contains(known.line) {
            continue;
        }
        let adapted = (known.adapt)(generated)?;
        fs::write(&path, format!("{adapted}\n{}\"{hash}\"\n", known.line))?;
    }
    if written == 0 {
        return Err("no file of the bridge was generated".into());
    }
    Ok(())
}

fn is_library(extension: &std::ffi::OsStr) -> bool {
    ["so", "dylib", "dll", "a"]
        .iter()
        .any(|known| extension == *known)
}

fn hash_in(library: &[u8]) -> Result<String, Box<dyn Error>> {
    let at = library
        .windows(MARK.len())
        .position(|window| window == MARK)
        .ok_or("the library doesn't name its interface")?;
    let start = at + MARK.len();
    let hash = library
        .get(start..start + HASH_LENGTH)
        .filter(|hash| hash.iter().all(u8::is_ascii_hexdigit))
        .ok_or("the library's hash of its interface can't be read")?;
    Ok(String::from_utf8(hash.to_vec())?)
}

fn files_in(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_in(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}
