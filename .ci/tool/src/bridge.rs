//! The bridge of Kotlin and Swift: the library under it, and what UniFFI writes for them.

use crate::{
    Result,
    library::{remap, stripped, zigbuild},
    place::{copy, empty, is_current, need, root, target, write},
    run::{cargo, run},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the bridge is made from.
pub(crate) const SOURCES: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    ".ci/tool/src/bridge.rs",
    ".ci/tool/src/library.rs",
    ".ci/zig-requirements.txt",
    "core/Cargo.toml",
    "core/src",
    "core/docs",
    "bindings/allocator",
    "bindings/uniffi",
];

/// The library's file, for those who load it and for those who link it.
pub(crate) const SHARED: &str = "libcloudagent_disposition_uniffi.so";
const STATIC: &str = "libcloudagent_disposition_uniffi.a";

/// For rustc: pages of 16 KB, without which Android 15 loads no library.
pub(crate) const PAGES: &str = "-C link-arg=-Wl,-z,max-page-size=16384";

/// Builds the program that writes the languages' sides of the bridge.
fn build_generator() -> Result<()> {
    cargo("build -q -p cloudagent-disposition-bindgen").go()
}

/// Has it write a language's side, from the symbols of a library.
fn generate(language: &str, library: &Path, out: &Path) -> Result<()> {
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
    if is_current(&stamp, &SOURCES)? {
        return Ok(());
    }
    need("strip", "binutils")?;
    let _ = fs::remove_file(&stamp);
    let built = zigbuild("platform", "cloudagent-disposition-uniffi", "", "", PAGES)?.join(SHARED);
    build_generator()?;
    kotlin_from(&built, &out)?;
    write(&stamp, b"")
}

/// The same from a library that is there.
pub(crate) fn kotlin_from(library: &Path, out: &Path) -> Result<()> {
    generate("kotlin", library, &out.join("generated"))?;
    let native = kotlin_library(out);
    empty(native.parent().unwrap_or(out))?;
    stripped(library, &native)
}

/// Where Kotlin's library is then.
pub(crate) fn kotlin_library(out: &Path) -> PathBuf {
    out.join("native/linux-x86-64").join(SHARED)
}

/// What the Swift package has of Rust, in `bindings/swift/Native`, which is not in git: a library, and
/// the Swift and the C header that UniFFI writes for it. It must stand inside the package: SwiftPM
/// takes no source from elsewhere.
fn swift_native() -> PathBuf {
    root().join("bindings/swift/Native")
}

/// Its library that ships.
pub(crate) fn swift_library() -> PathBuf {
    swift_native().join("lib").join(STATIC)
}

/// Makes it with the static library that ships, in `lib`, or with the one for the tests that has a
/// planted panic in it, in `planted`. Package.swift knows them by these names.
pub(crate) fn swift(planted: bool) -> Result<()> {
    let folder = swift_native().join(if planted { "planted" } else { "lib" });
    let (stamp, written) = (folder.join(".built"), swift_native().join(".written"));
    if is_current(&stamp, &SOURCES)? && is_current(&written, &SOURCES)? {
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
    let library = target().join(profile).join(STATIC);
    empty(&folder)?;
    store(&library, &folder.join(STATIC))?;
    if !is_current(&written, &SOURCES)? {
        build_generator()?;
        write_swift(&library)?;
    }
    write(&stamp, b"")
}

/// The same for `make demo`, with a shared library that is there: the folder that it is in then.
pub(crate) fn swift_demo(library: &Path) -> Result<PathBuf> {
    let folder = swift_native().join("demo");
    copy(library, &folder.join(SHARED))?;
    if !is_current(&swift_native().join(".written"), &SOURCES)? {
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
