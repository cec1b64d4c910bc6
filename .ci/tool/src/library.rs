//! Building the libraries: C's, and the bridge's for Kotlin and Swift.

use crate::{
    Result,
    elf::{dynamic, names},
    place::{copy, empty, is_current, need, of_workspace, root, shell, target, write},
    run::{cargo, run},
};
use std::{
    env, fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

/// What the libraries that ship for Linux are built for: with zig, which links against an old glibc
/// without such a system at hand.
const TRIPLE: &str = "x86_64-unknown-linux-gnu";
const GLIBC: &str = "2.28";

/// What the bridge is made from.
pub(crate) const BRIDGE_SOURCES: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    ".ci/tool/src/library.rs",
    ".ci/zig-requirements.txt",
    "core/Cargo.toml",
    "core/src",
    "core/docs",
    "bindings/allocator",
    "bindings/uniffi",
];
const BRIDGE: &str = "libcloudagent_disposition_uniffi";

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

/// Builds the program that writes the languages' sides of the bridge.
fn build_generator() -> Result<()> {
    cargo("build -q -p cloudagent-disposition-bindgen").go()
}

/// Has it write a language's side, from the symbols of a library.
pub(crate) fn generate(language: &str, library: &Path, out: &Path) -> Result<()> {
    empty(out)?;
    run(target().join("debug/uniffi-bindgen"))
        .words("generate --no-format --language")
        .args([language.as_ref(), "--out-dir".as_ref(), out])
        .args(["--library".as_ref(), library])
        .output()
        .map(drop)
}

/// Kotlin's native part: UniFFI's Kotlin in `generated`, and in `native` the library, under the name
/// that JNA looks for. It has no HTTP client in it: that is the platform's own.
pub(crate) fn kotlin() -> Result<()> {
    let out = target().join("kotlin");
    let stamp = out.join(".native");
    if is_current(&stamp, &BRIDGE_SOURCES)? {
        return Ok(());
    }
    need("strip", "binutils")?;
    let _ = fs::remove_file(&stamp);
    // Pages of 16 KB, as on Android.
    let pages = "-C link-arg=-Wl,-z,max-page-size=16384";
    let built = zigbuild("platform", "cloudagent-disposition-uniffi", "", "", pages)?
        .join(format!("{BRIDGE}.so"));
    build_generator()?;
    kotlin_from(&built, &out)?;
    write(&stamp, b"")
}

/// The same from a library that is there.
pub(crate) fn kotlin_from(library: &Path, out: &Path) -> Result<()> {
    generate("kotlin", library, &out.join("generated"))?;
    let native = out.join("native/linux-x86-64");
    empty(&native)?;
    stripped(library, &native.join(format!("{BRIDGE}.so")))
}

/// A copy of a shared library as it ships: with what a program that loads it needs, and no more.
pub(crate) fn stripped(library: &Path, to: &Path) -> Result<()> {
    run("strip")
        .words("--strip-unneeded -o")
        .args([to, library])
        .go()
}

/// What the Swift package has of Rust, in `bindings/swift/Native`, which is not in git: a library, and
/// the Swift and the C header that UniFFI writes for it. It must stand inside the package: SwiftPM
/// takes no source from elsewhere.
fn swift_native() -> PathBuf {
    root().join("bindings/swift/Native")
}

/// Makes it with the static library that ships, in `lib`, or with the one for the tests that has a
/// planted panic in it, in `planted`. Package.swift knows them by these names.
pub(crate) fn swift(planted: bool) -> Result<()> {
    let folder = swift_native().join(if planted { "planted" } else { "lib" });
    let (stamp, written) = (folder.join(".built"), swift_native().join(".written"));
    if is_current(&stamp, &BRIDGE_SOURCES)? && is_current(&written, &BRIDGE_SOURCES)? {
        return Ok(());
    }
    need("strip", "binutils")?;
    let command = cargo("rustc -q -p cloudagent-disposition-uniffi --lib --crate-type staticlib");
    let (command, profile) = if planted {
        (command.words("--features planted-panic"), "debug")
    } else {
        let command = command.words("--profile platform");
        (command.env("RUSTFLAGS", remap()), "platform")
    };
    // Apple's platforms have an HTTP stack that serves; elsewhere the library brings its own.
    let apple = cfg!(target_os = "macos");
    command
        .words(if apple { "--no-default-features" } else { "" })
        .go()?;
    let library = target().join(profile).join(format!("{BRIDGE}.a"));
    empty(&folder)?;
    store(&library, &folder.join(format!("{BRIDGE}.a")))?;
    if !is_current(&written, &BRIDGE_SOURCES)? {
        build_generator()?;
        write_swift(&library)?;
    }
    write(&stamp, b"")
}

/// The same for `make demo`, with a shared library that is there: the folder that it is in then.
pub(crate) fn swift_demo(library: &Path) -> Result<PathBuf> {
    let folder = swift_native().join("demo");
    copy(library, &folder.join(format!("{BRIDGE}.so")))?;
    if !is_current(&swift_native().join(".written"), &BRIDGE_SOURCES)? {
        write_swift(library)?;
    }
    Ok(folder)
}

/// Keeps a library without what only debuggers read.
///
/// Every Rust has one symbol by the same name, so that two libraries of two Rusts can't be linked
/// into one program. Ours gets a name of its own. (Xcode has no tool for that.)
fn store(from: &Path, to: &Path) -> Result<()> {
    let command = if cfg!(target_os = "macos") {
        run("strip").words("-S -o").args([to, from])
    } else {
        let personality = "rust_eh_personality=cloudagent_rust_eh_personality";
        let reference = "DW.ref.rust_eh_personality=DW.ref.cloudagent_rust_eh_personality";
        let renamed = format!("--redefine-sym {personality} --redefine-sym {reference}");
        run("objcopy")
            .words("--strip-debug")
            .words(&renamed)
            .args([from, to])
    };
    command.go()
}

/// Clang's module of the C header. Its name is the package's own, so that another UniFFI library can
/// live in the same app, and it says what to link.
const MODULE_MAP: &str = r#"module CloudAgentDispositionBridgeFFI {
    header "CloudAgentDispositionBridgeFFI.h"
    link "cloudagent_disposition_uniffi"
    export *
}
"#;

fn write_swift(library: &Path) -> Result<()> {
    let (native, generated) = (swift_native(), target().join("swift/generated"));
    generate("swift", library, &generated)?;
    for (name, kind) in [("", "swift"), ("FFI", "h")] {
        let name = format!("CloudAgentDispositionBridge{name}");
        let (folder, file) = (native.join(&name), format!("{name}.{kind}"));
        empty(&folder)?;
        copy(&generated.join(&file), &folder.join(&file))?;
    }
    write(
        &native.join("CloudAgentDispositionBridgeFFI/module.modulemap"),
        MODULE_MAP.as_bytes(),
    )?;
    write(&native.join(".written"), b"")
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
