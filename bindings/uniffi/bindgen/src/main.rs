//! `uniffi-bindgen`, at the bridge's own version. After `generate --library` it also writes the
//! hash of the interface, as it stands in that library, into each file that it generated:
//! `CAD_INTERFACE_HASH`. A facade compares it with what its library says when it is loaded. Python's
//! module is written here, by [`python`] in place of UniFFI's own generator; what is generated for
//! Kotlin becomes internal; in what is generated for Swift no panic of the library ends the process.

mod kotlin;
mod python;
mod swift;

use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use uniffi_bindgen::{BindgenLoader, BindgenPaths, ComponentInterface, GlobalConfig};

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

const FILES: &[Generated] = &[
    Generated {
        file: "cloudagent/disposition/internal/bridge/cloudagent_disposition_uniffi.kt",
        line: "internal const val CAD_INTERFACE_HASH: String = ",
        adapt: |_, generated| Ok(kotlin::hide(generated)),
    },
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
    let for_python = value_of(&arguments, &["--language", "-l"]) == Some("python");
    if !for_python {
        // It reads the arguments itself, and ends the process where it fails.
        uniffi::uniffi_bindgen_main();
    }
    let done = match for_python {
        true => write_python(&arguments),
        false => add_hash(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("uniffi-bindgen: {error}");
            ExitCode::FAILURE
        }
    }
}

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

fn write_python(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    let (folder, library) = places(arguments)?;
    python::generate(
        &interface_of(library)?,
        folder,
        &hash_in(&fs::read(library)?)?,
    )
}

/// UniFFI's description of the interface that a library has.
fn interface_of(library: &Path) -> Result<ComponentInterface, Box<dyn Error>> {
    let library = library.to_str().ok_or("the library's path is no UTF-8")?;
    let loader = BindgenLoader::new(BindgenPaths::default(), GlobalConfig::default());
    let interfaces = loader.load_cis(loader.load_metadata(library.into())?)?;
    let [mut ci] =
        <[_; 1]>::try_from(interfaces).map_err(|_| "the library has more than one interface")?;
    ci.derive_ffi_funcs()?;
    Ok(ci)
}

fn add_hash(arguments: &[String]) -> Result<(), Box<dyn Error>> {
    if !arguments.iter().any(|argument| argument == "--library") {
        return Ok(());
    }
    let (folder, library) = places(arguments)?;
    let hash = hash_in(&fs::read(library)?)?;
    let ci = interface_of(library)?;

    let mut written = 0;
    for known in FILES {
        let path = folder.join(known.file);
        if !path.exists() {
            continue;
        }
        let generated = fs::read_to_string(&path)?;
        written += 1;
        // Another language's file may stand here from an earlier run.
        if !generated.contains(known.line) {
            let adapted = (known.adapt)(&ci, &generated)?;
            fs::write(&path, format!("{adapted}\n{}\"{hash}\"\n", known.line))?;
        }
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
