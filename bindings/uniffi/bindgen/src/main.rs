//! `uniffi-bindgen generate --language L --library FILE --out-dir FOLDER`: writes a language's side of
//! the bridge from UniFFI's description of it, as it stands in the library, with the hash of that
//! interface: `CAD_INTERFACE_HASH`. A facade compares it with what its library says when it is loaded.
//! Python's module is written here, by [`python`] in place of UniFFI's own generator; what is
//! generated for Kotlin becomes internal; in what is generated for Swift no panic of the library ends
//! the process.
//!
//! UniFFI's own command line would do for two of them, but its features would then hold up the library,
//! which cargo builds beside this: two minutes of compiling before anybody sees a call disposed of.

mod kotlin;
mod python;
mod swift;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use uniffi_bindgen::bindings::{self, GenerateOptions, TargetLanguage};
use uniffi_bindgen::{BindgenLoader, BindgenPaths, ComponentInterface, GlobalConfig};

/// How UniFFI shapes what it generates.
const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../uniffi.toml");

/// What the library's hash stands behind, among its bytes.
const MARK: &[u8] = b"cloudagent-disposition-interface:";
const HASH_LENGTH: usize = 16;

/// A generated file: its place, the line that it gets, and what else is done to it.
struct Generated {
    file: &'static str,
    line: &'static str,
    adapt: Adapt,
}

/// Makes our module of what UniFFI wrote for an interface.
type Adapt = fn(&ComponentInterface, &str) -> Result<String, Box<dyn Error>>;

const KOTLIN: &[Generated] = &[Generated {
    file: "cloudagent/disposition/internal/bridge/cloudagent_disposition_uniffi.kt",
    line: "internal const val CAD_INTERFACE_HASH: String = ",
    adapt: |_, generated| Ok(kotlin::hide(generated)),
}];

const SWIFT: &[Generated] = &[
    Generated {
        file: "CloudAgentDispositionBridge.swift",
        line: "public let CAD_INTERFACE_HASH: String = ",
        adapt: swift::survive,
    },
    Generated {
        file: "CloudAgentDispositionBridgeFFI.h",
        line: "#define CAD_INTERFACE_HASH_OF_HEADER ",
        adapt: |_, generated| Ok(format!("{generated}\n{}", swift::DIRECT)),
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match generate(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uniffi-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

fn generate(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let (folder, library) = places(arguments)?;
    let (path, ci) = interface_of(library)?;
    let hash = hash_in(&fs::read(library)?)?;
    let (language, files) = match value_of(arguments, &["--language", "-l"]) {
        Some("python") => return python::generate(&ci, folder, &hash),
        Some("kotlin") => (TargetLanguage::Kotlin, KOTLIN),
        Some("swift") => (TargetLanguage::Swift, SWIFT),
        _ => return Err("--language is python, kotlin or swift".into()),
    };
    bindings::generate(GenerateOptions {
        languages: vec![language],
        source: path.into(),
        out_dir: folder.to_str().ok_or(NOT_UTF_8)?.into(),
        config_override: Some(SETTINGS.into()),
        ..GenerateOptions::default()
    })?;
    for known in files {
        let path = folder.join(known.file);
        let adapted = (known.adapt)(&ci, &fs::read_to_string(&path)?)?;
        fs::write(&path, format!("{adapted}\n{}\"{hash}\"\n", known.line))?;
    }
    Ok(())
}

const NOT_UTF_8: &str = "a path is no UTF-8";

/// The value of an option, which may have two names.
fn value_of<'a>(arguments: &'a [String], names: &[&str]) -> Option<&'a str> {
    let mut arguments = arguments.iter();
    arguments.find(|argument| names.contains(&argument.as_str()))?;
    arguments.next().map(String::as_str)
}

/// The folder and the library that are named.
fn places(arguments: &[String]) -> Result<(&Path, &Path), Box<dyn Error>> {
    let folder = value_of(arguments, &["--out-dir", "-o"]).ok_or("--out-dir is missing")?;
    let library = arguments
        .iter()
        .map(Path::new)
        .find(|path| path.extension().is_some_and(is_library))
        .ok_or("no argument is a library")?;
    Ok((Path::new(folder), library))
}

/// The library's path, and UniFFI's description of the interface that it has.
fn interface_of(library: &Path) -> Result<(&str, ComponentInterface), Box<dyn Error>> {
    let library = library.to_str().ok_or(NOT_UTF_8)?;
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let interfaces = loader.load_cis(loader.load_metadata(library.into())?)?;
    let [mut ci] =
        <[_; 1]>::try_from(interfaces).map_err(|_| "the library has more than one interface")?;
    ci.derive_ffi_funcs()?;
    Ok((library, ci))
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
