//! Names the shared library inside itself, and keeps it loaded.

use std::env;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_OS").as_deref() != Ok("linux") {
        return;
    }
    let soname = format!("libcloudagent_disposition.so.{}", abi_version());
    println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,{soname}");
    // A dialer's plugins are loaded and unloaded; a library with threads and thread-locals of its
    // own must not be pulled from under them.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
}

/// What a release may change the ABI in: the major version, and before 1.0 the minor one too.
fn abi_version() -> String {
    let part = |name| env::var(name).unwrap_or_default();
    let (major, minor) = (
        part("CARGO_PKG_VERSION_MAJOR"),
        part("CARGO_PKG_VERSION_MINOR"),
    );
    if major == "0" {
        format!("0.{minor}")
    } else {
        major
    }
}
