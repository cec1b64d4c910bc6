//! Functions that misbehave on purpose, for the tests of this library alone.

use std::hint::black_box;

use crate::guard;
use crate::status::{CAD_OK, cad_status};

/// Panics inside the library.
#[unsafe(no_mangle)]
pub extern "C" fn cad_test_panic() -> cad_status {
    guard::status(|| {
        let texts: Vec<String> = Vec::new();
        let at = black_box(7);
        black_box(&texts[at]);
        Ok(CAD_OK)
    })
}

/// Panics where the bytes are `planted panic`: whatever function reads such a text panics, as in a
/// UniFFI library with its own `planted-panic`.
pub(crate) fn panic_at(bytes: &[u8]) {
    assert!(bytes != b"planted panic", "planted");
}

/// Reads one byte behind a heap allocation of the library's, which a sanitizer must see.
#[unsafe(no_mangle)]
pub extern "C" fn cad_test_read_past_the_end() -> u8 {
    let bytes = black_box(vec![1_u8; 16]);
    // SAFETY: there is none: this is the planted bug.
    unsafe { bytes.as_ptr().add(black_box(16)).read_volatile() }
}

/// Loses memory of the library's, which a leak checker must see. It loses several pieces: a
/// register may still point to the last one.
#[unsafe(no_mangle)]
pub extern "C" fn cad_test_leak() {
    for _ in 0..8 {
        std::mem::forget(black_box(vec![1_u8; 24]));
    }
}
