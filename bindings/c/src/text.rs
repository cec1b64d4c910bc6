//! Texts
//!
//! Texts are UTF-8 and need no NUL at their end. A text comes in as a view (`cad_str`), which the
//! library reads during the call and keeps nothing of; it goes out as a view into something that
//! owns it, or as a `cad_string` of your own.

use std::os::raw::c_char;

use zeroize::Zeroizing;

use crate::guard;

/// A view of a text: where it begins and how many bytes it has. It owns nothing.
///
/// A text that is absent is `{NULL, 0}`. In a request, a text that is empty or only white space
/// is absent too. Make one from a C string with `cad_cstr`, print one with
/// `printf("%.*s", CAD_PRINT(text))`.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_str {
    /// The first byte. NULL is fine where `len` is 0.
    pub data: *const c_char,
    /// How many bytes.
    pub len: usize,
}

impl cad_str {
    /// No text.
    pub(crate) const ABSENT: Self = Self {
        data: std::ptr::null(),
        len: 0,
    };

    pub(crate) fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        Self {
            data: bytes.as_ptr().cast(),
            len: bytes.len(),
        }
    }

    pub(crate) fn of_option(text: Option<&str>) -> Self {
        text.map_or(Self::ABSENT, Self::of)
    }
}

/// A text of your own. Free it with `cad_string_free`, which also wipes it from memory.
pub struct cad_string {
    /// Ends with a NUL that is not part of the text.
    text: Zeroizing<Vec<u8>>,
}

impl cad_string {
    pub(crate) fn new(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        // Made at its full length at once: growing would leave a copy behind that nobody wipes.
        let mut owned = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
        owned.extend_from_slice(bytes);
        owned.push(0);
        Self { text: owned }
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.text[..self.text.len() - 1]
    }
}

/// The text of a `cad_string`. There is a NUL behind it, so `.data` serves as a C string too.
#[unsafe(no_mangle)]
pub extern "C" fn cad_string_view(string: Option<&cad_string>) -> cad_str {
    guard::get(string, cad_str::ABSENT, |string| {
        cad_str::of_bytes(string.bytes())
    })
}

/// Wipes a `cad_string` from memory and frees it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_string_free(string: Option<Box<cad_string>>) {
    guard::value((), || drop(string));
}
