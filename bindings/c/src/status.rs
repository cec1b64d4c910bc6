//! What a function returns
//!
//! Most functions return a `cad_status`. CAD_OK and the four after it are answers; the others say
//! that the function was called wrongly, and then nothing has happened: nothing was sent, and of the
//! outputs only those were written that you would have to free, which are NULL.

use crate::codes::own_codes;

own_codes! {
    /// What a function returns. Closed, and numbers are never reused.
    pub type cad_status, named by cad_status_name, in STATUSES {
        /// It worked; of a call: the disposition is applied, queued or accepted.
        CAD_OK = 0 "ok",
        /// The request, the settings or a text is wrong. Nothing was sent. Violations tell what.
        CAD_INVALID = 1 "invalid",
        /// No attempt left this machine. The receipt's kind tells why.
        CAD_NOT_SENT = 2 "not_sent",
        /// A reply came, and the disposition was not applied. The receipt's outcome tells why.
        CAD_REFUSED = 3 "refused",
        /// The disposition may have been applied. Look before sending again.
        CAD_UNCERTAIN = 4 "uncertain",
        /// A pointer is NULL that may not be, or a view has a length and no data; in C++, a handle
        /// was moved from.
        CAD_NULL = 101 "null",
        /// A text is not UTF-8, in a function that has no violations to tell of it.
        CAD_INVALID_UTF8 = 102 "invalid_utf8",
        /// A struct's `size` is none that a header ever had (use its `CAD_..._INIT`), a struct of a newer
        /// header says what this library does not know, or a length is larger than any object.
        CAD_BAD_SIZE = 103 "bad_size",
        /// A number is none of its enum's, or is out of its range.
        CAD_BAD_ENUM = 104 "bad_enum",
        /// An index is not below the count.
        CAD_OUT_OF_RANGE = 105 "out_of_range",
        /// Another thread is using this object right now.
        CAD_BUSY = 106 "busy",
        /// An answer to a question that was never asked, or that is answered already; or a token store
        /// or source in an engine's settings, which would not ask it.
        CAD_MISUSE = 107 "misuse",
        /// The header belongs to another version of the library.
        CAD_BAD_VERSION = 108 "bad_version",
        /// The library failed inside, which is a mistake in it: please report it. If it happened in a
        /// call, that call is uncertain.
        CAD_PANIC = 109 "panic",
    }
}
