//! Versions
//!
//! Before 1.0 a new minor version may change the ABI, and the shared library's SONAME says so.

use std::os::raw::c_char;

use crate::guard;
use crate::status::{CAD_BAD_VERSION, CAD_OK, cad_status};

/// The library's version as text, such as `0.1.0`. The header's is CAD_VERSION.
///
/// Owner: static, and ends with a NUL.
#[unsafe(no_mangle)]
pub extern "C" fn cad_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// The library's version as one number, which compares like the version. The header's is
/// CAD_VERSION_NUMBER.
#[unsafe(no_mangle)]
pub extern "C" fn cad_version_number() -> u32 {
    guard::value(0, || {
        part(env!("CARGO_PKG_VERSION_MAJOR")) << 16
            | part(env!("CARGO_PKG_VERSION_MINOR")) << 8
            | part(env!("CARGO_PKG_VERSION_PATCH"))
    })
}

fn part(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}

/// Says whether a program that was compiled with a header of this version may use this library:
/// `cad_check_header(CAD_VERSION_NUMBER)`, once, before anything else. The major version must be
/// the same, and the minor one not newer than the library's; before 1.0 the minor one must be the
/// same.
///
/// Errors: CAD_BAD_VERSION.
#[unsafe(no_mangle)]
pub extern "C" fn cad_check_header(header_version: u32) -> cad_status {
    guard::status(|| {
        let library = cad_version_number();
        let (major, minor) = (header_version >> 16, header_version >> 8 & 0xFF);
        let (own_major, own_minor) = (library >> 16, library >> 8 & 0xFF);
        let fits = major == own_major
            && if major == 0 {
                minor == own_minor
            } else {
                minor <= own_minor
            };
        Ok(if fits { CAD_OK } else { CAD_BAD_VERSION })
    })
}
