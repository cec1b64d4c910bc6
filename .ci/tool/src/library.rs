//! Building libraries: those that ship for Linux, and C's as it is installed.

use crate::{
    Result,
    elf::{dynamic, names},
    place::{copy, empty, of_workspace, root, shell, target},
    run::run,
};
use std::{
    env,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// What the libraries that ship for Linux are built for: with zig, which links against an old glibc
/// without such a system at hand.
pub(crate) const TRIPLE: &str = "x86_64-unknown-linux-gnu";
const GLIBC: &str = "2.28";

/// For rustc: the library that is made names no folder of the machine that built it.
pub(crate) fn remap() -> String {
    let home = env::var("CARGO_HOME")
        .unwrap_or_else(|_| format!("{}/.cargo", env::var("HOME").unwrap_or_default()));
    format!(
        "--remap-path-prefix={home}=/cargo --remap-path-prefix={}=/src",
        root().display()
    )
}

/// What is made of the C library. Its manifest names an rlib as well, which `bindings/gen` reads its
/// tables from, and cargo leaves LTO out wherever an rlib is among what it makes: so these are named
/// wherever the library is built.
pub(crate) const C_KINDS: &str = "cdylib,staticlib";

/// Builds a library that ships for Linux; the folder that it is in. `kinds` is what is made of it, all
/// that its manifest names where it is empty, and `flags` is more for rustc.
pub(crate) fn zigbuild(
    profile: &str,
    package: &str,
    kinds: &str,
    features: &str,
    flags: &str,
) -> Result<PathBuf> {
    let (venv, path) = (target().join("zig"), env::var("PATH").unwrap_or_default());
    let venv = venv.display();
    // A Rust that is not rustup's has the one target that it was packaged for; cargo says so where it
    // is another.
    shell(&format!(
        "need_venv '{venv}' .ci/zig-requirements.txt && \
         {{ ! command -v rustup >/dev/null || rustup -q target add {TRIPLE}; }}"
    ))?;
    let kinds = match kinds {
        "" => String::new(),
        kinds => format!("--crate-type {kinds}"),
    };
    run(format!("{venv}/bin/cargo-zigbuild"))
        .words("rustc -q --locked --lib --no-default-features")
        .words(&format!(
            "--target {TRIPLE}.{GLIBC} --profile {profile} -p {package} {kinds}"
        ))
        .args(["--features", features])
        .env("RUSTFLAGS", format!("{} {flags}", remap()))
        .env("PATH", format!("{venv}/bin:{path}"))
        .go()?;
    Ok(target().join(TRIPLE).join(profile))
}

/// Builds the C library with these options of `cargo build`, of which `+TOOLCHAIN` may be the first,
/// and puts it into `lib` under the names that it is installed under, with its headers in `include`.
pub(crate) fn stage_c(folder: &Path, options: &[String]) -> Result<()> {
    let (toolchain, options) = options.split_at(usize::from(
        options.first().is_some_and(|first| first.starts_with('+')),
    ));
    let said = run("cargo")
        .args(toolchain)
        .words("rustc -q --locked --lib -p cloudagent-disposition-c --message-format=json")
        .args(["--crate-type", C_KINDS])
        .args(options)
        .output()?;
    let files = built(&said, "cloudagent_disposition_c");
    let file = |end: &str| {
        files
            .iter()
            .find(|file| file.extension().is_some_and(|found| found == end))
    };
    let archive = file("a").ok_or("cargo made no static library")?;
    install_c(folder, archive, file("so").map(PathBuf::as_path))
}

/// Puts C's library, of which there may be no shared one, where a program finds it.
pub(crate) fn install_c(folder: &Path, archive: &Path, shared: Option<&Path>) -> Result<()> {
    let lib = folder.join("lib");
    empty(&lib)?;
    empty(&folder.join("include"))?;
    headers(&folder.join("include"))?;
    copy(archive, &lib.join("libcloudagent_disposition.a"))?;
    shared.map_or(Ok(()), |shared| install_shared(shared, &lib).map(drop))
}

pub(crate) fn headers(to: &Path) -> Result<()> {
    ["cloudagent_disposition.h", "cloudagent_disposition.hpp"]
        .iter()
        .try_for_each(|header| copy(&root().join("include").join(header), &to.join(header)))
}

/// The files that cargo made of a crate: profiles and targets change the place.
fn built(messages: &str, name: &str) -> Vec<PathBuf> {
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == name)
        .flat_map(|message| message["filenames"].as_array().cloned().unwrap_or_default())
        .filter_map(|file| file.as_str().map(PathBuf::from))
        .collect()
}

/// Copies the C library into a folder with the links that it is found by; what it is called inside.
pub(crate) fn install_shared(from: &Path, lib: &Path) -> Result<String> {
    let dynamic = dynamic(from)?;
    let soname = names(&dynamic, "SONAME").next();
    let soname = soname.ok_or("the library has no SONAME")?;
    let file = format!("libcloudagent_disposition.so.{}", of_workspace("version")?);
    copy(from, &lib.join(&file))?;
    symlink(&file, lib.join(soname))?;
    symlink(soname, lib.join("libcloudagent_disposition.so"))?;
    Ok(soname.to_owned())
}

/// A copy of a shared library as it ships: with what a program that loads it needs, and no more.
pub(crate) fn stripped(library: &Path, to: &Path) -> Result<()> {
    run("strip")
        .words("--strip-unneeded -o")
        .args([to, library])
        .go()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_those_of_the_crate_that_is_asked_for() {
        let said = concat!(
            r#"{"target":{"name":"cloudagent_disposition"},"filenames":["/t/libcloudagent_disposition.rlib"]}"#,
            "\n",
            "not json\n",
            r#"{"target":{"name":"cloudagent_disposition_c"},"filenames":["/t/lib.so","/t/lib.a"]}"#,
        );
        assert_eq!(
            built(said, "cloudagent_disposition_c"),
            ["/t/lib.so", "/t/lib.a"].map(PathBuf::from)
        );
    }

    #[test]
    fn what_ships_names_the_checkout_as_src() {
        assert!(remap().ends_with(&format!("--remap-path-prefix={}=/src", root().display())));
    }
}
