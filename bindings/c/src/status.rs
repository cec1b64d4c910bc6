//! What a function returns
//!
//! Most functions return a `cad_status`. CAD_OK and the four after it are answers; the others say
//! that the function was called wrongly, and then nothing has happened: nothing was sent, and of the
//! outputs only those were written that you would have to free, which are NULL.

use std::ffi::CStr;
use std::os::raw::c_char;

use crate::guard;

/// What a function returns. Closed, and numbers are never reused.
pub type cad_status = u32;

/// It worked; of a call: the disposition is applied, queued or accepted.
pub const CAD_OK: cad_status = 0;
/// The request, the settings or a text is wrong. Nothing was sent. Violations tell what.
pub const CAD_INVALID: cad_status = 1;
/// No attempt left this machine. The receipt's kind tells why.
pub const CAD_NOT_SENT: cad_status = 2;
/// A reply came, and the disposition was not applied. The receipt's outcome tells why.
pub const CAD_REFUSED: cad_status = 3;
/// The disposition may have been applied. Look before sending again.
pub const CAD_UNCERTAIN: cad_status = 4;
/// A pointer is NULL that may not be, or a view has a length and no data.
pub const CAD_NULL: cad_status = 101;
/// A text is not UTF-8, in a function that has no violations to tell of it.
pub const CAD_INVALID_UTF8: cad_status = 102;
/// A struct's `size` is none that a header ever had (use its `CAD_..._INIT`), a struct of a newer
/// header says what this library does not know, or a length is larger than any object.
pub const CAD_BAD_SIZE: cad_status = 103;
/// A number is none of its enum's, or is out of its range.
pub const CAD_BAD_ENUM: cad_status = 104;
/// An index is not below the count.
pub const CAD_OUT_OF_RANGE: cad_status = 105;
/// Another thread is using this object right now.
pub const CAD_BUSY: cad_status = 106;
/// An answer to a question that was never asked, or that is answered already.
pub const CAD_MISUSE: cad_status = 107;
/// The header belongs to another version of the library.
pub const CAD_BAD_VERSION: cad_status = 108;
/// The library failed inside, which is a mistake in it: please report it. If it happened in a
/// call, that call is uncertain.
pub const CAD_PANIC: cad_status = 109;

/// Every status with its name.
pub const STATUSES: &[(cad_status, &CStr)] = &[
    (CAD_OK, c"ok"),
    (CAD_INVALID, c"invalid"),
    (CAD_NOT_SENT, c"not_sent"),
    (CAD_REFUSED, c"refused"),
    (CAD_UNCERTAIN, c"uncertain"),
    (CAD_NULL, c"null"),
    (CAD_INVALID_UTF8, c"invalid_utf8"),
    (CAD_BAD_SIZE, c"bad_size"),
    (CAD_BAD_ENUM, c"bad_enum"),
    (CAD_OUT_OF_RANGE, c"out_of_range"),
    (CAD_BUSY, c"busy"),
    (CAD_MISUSE, c"misuse"),
    (CAD_BAD_VERSION, c"bad_version"),
    (CAD_PANIC, c"panic"),
];

/// The name of a status, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_status_name(status: cad_status) -> *const c_char {
    guard::value(c"unknown".as_ptr(), || {
        let found = STATUSES.iter().find(|(number, _)| *number == status);
        found.map_or(c"unknown", |(_, name)| name).as_ptr()
    })
}
