//! `cargo gen` writes what is generated, `cargo gen --check` says what has drifted.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use cloudagent_gen::{drifted, short_diff};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let done = match arguments.as_slice() {
        [] => write(&root),
        ["--check"] => check(&root),
        _ => {
            eprintln!("usage: cargo gen [--check]");
            return ExitCode::from(2);
        }
    };
    done.unwrap_or_else(|error| {
        eprintln!("cargo gen: {error}");
        ExitCode::FAILURE
    })
}

fn write(root: &Path) -> io::Result<ExitCode> {
    for (file, _) in drifted(root)? {
        let path = root.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, file.text)?;
        println!("written: {}", file.path);
    }
    Ok(ExitCode::SUCCESS)
}

fn check(root: &Path) -> io::Result<ExitCode> {
    let drifted = drifted(root)?;
    for (file, now) in &drifted {
        eprint!(
            "{} has drifted:\n{}",
            file.path,
            short_diff(now, &file.text)
        );
    }
    if drifted.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("`cargo gen` writes them as they should be.");
    Ok(ExitCode::FAILURE)
}
