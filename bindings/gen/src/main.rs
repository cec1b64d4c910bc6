//! `cargo gen` writes what is generated, `cargo gen --check` says what has drifted.

use std::path::Path;
use std::process::{Command, ExitCode};
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
    let mut of_the_library = false;
    for (file, _) in drifted(root)? {
        of_the_library |= file.path.starts_with("bindings/c/src/");
        let path = root.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, file.text)?;
        println!("written: {}", file.path);
    }
    if !of_the_library {
        return Ok(ExitCode::SUCCESS);
    }
    // The header tells the sizes of the C library's structs, which this program was compiled with.
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let again = ["run", "-q", "--locked", "-p", "cloudagent-gen"];
    let status = Command::new(cargo).current_dir(root).args(again).status()?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
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
