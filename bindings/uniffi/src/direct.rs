//! The functions without I/O in one native call each: bytes in, bytes out.
//!
//! A call of UniFFI's is three native calls from Kotlin (memory for the arguments, the function, the
//! memory of the answer back), and for each of them JNA builds structures by reflection. That takes
//! some 50 µs, where the rules take one. Here two arrays cross, and their lengths. Swift gets the
//! bytes by an ordinary call, and reads them faster than what UniFFI generates does.
//!
//! The bytes are those of UniFFI's own buffers, written and read by its own converters. An account
//! crosses as UniFFI's handle, so a question must be written by this very version of the interface:
//! a facade compares the interface's hash before it asks. Bytes that say something else than a
//! question get no answer.

use std::sync::Arc;

use uniffi::{Lift, Lower};

use crate::UniFfiTag;
use crate::account::AccountHandle;
use crate::batch::{ReplyBatch, classify_many};
use crate::http::HttpReplyData;
use crate::misuse::Misuse;
use crate::pure::{build_request, classify_all, validate};
use crate::records::RequestData;

/// A function without I/O, and its arguments. Each is answered with what that function returns.
#[derive(Debug, uniffi::Enum)]
pub enum Question {
    /// [`classify_all`].
    ClassifyAll {
        /// The replies.
        replies: Vec<HttpReplyData>,
        /// The API's code.
        api: Option<String>,
    },
    /// [`validate`].
    Validate {
        /// Who calls.
        account: Arc<AccountHandle>,
        /// The request.
        request: RequestData,
        /// The API's code.
        api: String,
        /// Where the server is.
        base_url: String,
    },
    /// [`build_request`].
    BuildRequest {
        /// Who calls.
        account: Arc<AccountHandle>,
        /// The request.
        request: RequestData,
        /// The API's code.
        api: String,
        /// Where the server is.
        base_url: String,
    },
    /// [`classify_many`]. It has another name, since Python asks what has a function's name, and here
    /// an ordinary call is better: nobody knows how much room the answer takes.
    Columns {
        /// The replies.
        batch: ReplyBatch,
    },
}

/// The answer to a question, in UniFFI's form.
#[uniffi::export]
pub fn answer(question: Question) -> Result<Vec<u8>, Misuse> {
    Ok(match question {
        Question::ClassifyAll { replies, api } => written(classify_all(replies, api)?),
        Question::Validate {
            account,
            request,
            api,
            base_url,
        } => written(validate(&account, request, &api, &base_url)?),
        Question::BuildRequest {
            account,
            request,
            api,
            base_url,
        } => written(build_request(&account, request, &api, &base_url)?),
        Question::Columns { batch } => written(classify_many(batch)?),
    })
}

/// As many bytes as most answers have: one that grows is copied each time.
const USUAL: usize = 1024;

pub(crate) fn written<T: Lower<UniFfiTag>>(value: T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(USUAL);
    T::write(value, &mut bytes);
    bytes
}

/// What is said where there is no answer.
pub(crate) const NONE: i64 = -1;

/// Answers a question in UniFFI's form. Returns the answer's length, or -1 where there is none: the
/// question can't be read, or its function fails.
///
/// An answer that is longer than `room` is not written: ask again with as much room. Asking twice
/// changes nothing, since no question does.
///
/// # Safety
///
/// `question` points to `length` bytes, and `answer` to `room` bytes that nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloudagent_disposition_uniffi_answer(
    question: *const u8,
    length: u64,
    answer: *mut u8,
    room: u64,
) -> i64 {
    // SAFETY: the caller says so.
    let Some(question) = (unsafe { given(question, length) }) else {
        return NONE;
    };
    if answer.is_null() {
        return NONE;
    }
    let Ok(Some(bytes)) = std::panic::catch_unwind(|| answer_to(question)) else {
        return NONE;
    };
    // SAFETY: the caller says that there is room.
    if unsafe { put(&bytes, answer, room) }.is_none() {
        return NONE;
    }
    i64::try_from(bytes.len()).unwrap_or(NONE)
}

/// The bytes that a caller lends; `None` where nothing can be lent so.
///
/// # Safety
///
/// `bytes` points to `length` bytes, or is null.
pub(crate) unsafe fn given<'a>(bytes: *const u8, length: u64) -> Option<&'a [u8]> {
    let length = usize::try_from(length).ok()?;
    // SAFETY: the caller says so, and the pointer is not null.
    (!bytes.is_null()).then(|| unsafe { std::slice::from_raw_parts(bytes, length) })
}

/// Writes the bytes where there is room for all of them; whether there is. `None` where there can't be.
///
/// # Safety
///
/// `to` points to `room` bytes that nobody else uses meanwhile, or is null.
pub(crate) unsafe fn put(bytes: &[u8], to: *mut u8, room: u64) -> Option<bool> {
    let room = usize::try_from(room).ok().filter(|_| !to.is_null())?;
    let fits = bytes.len() <= room;
    if fits {
        // SAFETY: the caller says that there is room, and the pointer is not null.
        unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
    }
    Some(fits)
}

fn answer_to(mut question: &[u8]) -> Option<Vec<u8>> {
    let read = <Question as Lift<UniFfiTag>>::try_read(&mut question).ok()?;
    if !question.is_empty() {
        return None;
    }
    answer(read).ok()
}
