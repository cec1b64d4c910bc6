//! What every call needs of the engine, in one native call each, as [`direct`](crate::direct) answers
//! questions: the bytes are those of UniFFI's own buffers. For Kotlin.
//!
//! Unlike a question, a step is taken once. So an answer that finds no room is kept until it is
//! fetched.

use std::panic::UnwindSafe;
use std::sync::Arc;

use uniffi::Lift;
use uniffi::ffi::Handle;

use crate::UniFfiTag;
use crate::direct::{NONE, given, put, written};
use crate::engine::{CallHandle, EngineHandle};

/// Begins a call: [`EngineHandle::start`], whose arguments stand in `arguments`, one after the
/// other. Returns as [`cloudagent_disposition_uniffi_step`] does.
///
/// # Safety
///
/// As of [`cloudagent_disposition_uniffi_step`], with the handle of an engine.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloudagent_disposition_uniffi_start(
    engine: u64,
    arguments: *const u8,
    length: u64,
    answer: *mut u8,
    room: u64,
) -> i64 {
    let start = move |from: &mut &[u8]| {
        // SAFETY: the caller says so.
        let engine = unsafe { lent::<EngineHandle>(engine) }?;
        let (request, deadline_ms) = (read(from)?, read(from)?);
        let (is_cancelled, seed_high, seed_low) = (read(from)?, read(from)?, read(from)?);
        let now_ms = last(from)?;
        let started = engine.start(
            request,
            deadline_ms,
            is_cancelled,
            seed_high,
            seed_low,
            now_ms,
        );
        started.ok().map(written)
    };
    // SAFETY: the caller says so.
    unsafe { told(arguments, length, answer, room, start) }
}

/// Takes a step: [`CallHandle::step`], whose arguments stand in `arguments`, one after the other.
///
/// Returns the answer's length, or -1 where there is none: the arguments can't be read, or the
/// function fails. Where the answer is longer than `room`, its name stands in `answer` (eight bytes,
/// the highest first), for [`cloudagent_disposition_uniffi_rest`].
///
/// # Safety
///
/// `call` is the handle of a call that lives until this returns. `arguments` points to `length`
/// bytes, and `answer` to `room` bytes that nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloudagent_disposition_uniffi_step(
    call: u64,
    arguments: *const u8,
    length: u64,
    answer: *mut u8,
    room: u64,
) -> i64 {
    let step = move |from: &mut &[u8]| {
        // SAFETY: the caller says so.
        let call = unsafe { lent::<CallHandle>(call) }?;
        let (event, now_ms) = (read(from)?, last(from)?);
        call.step(event, now_ms).ok().map(written)
    };
    // SAFETY: the caller says so.
    unsafe { told(arguments, length, answer, room, step) }
}

/// The name of a call: [`CallHandle::id`].
///
/// # Safety
///
/// `call` is the handle of a call that lives until this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloudagent_disposition_uniffi_id(call: u64) -> u64 {
    // SAFETY: the caller says so.
    let call = unsafe { lent::<CallHandle>(call) };
    let id = call.and_then(|call| std::panic::catch_unwind(move || call.id().ok()).ok());
    id.flatten().unwrap_or_default()
}

/// Gives a call back.
///
/// # Safety
///
/// `call` is the handle of a call, which nobody uses from here on.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloudagent_disposition_uniffi_free(call: u64) {
    // SAFETY: the caller says so.
    let call = unsafe { Handle::from_raw(call).map(|call| call.into_arc::<CallHandle>()) };
    // Nobody could be told.
    let _ = std::panic::catch_unwind(move || drop(call));
}

/// Fetches an answer that found no room, and is kept no longer. Returns its length, or -1 where there
/// still is too little room.
///
/// # Safety
///
/// `kept` is such an answer's name, not given here before. `answer` points to `room` bytes that
/// nobody else uses meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cloudagent_disposition_uniffi_rest(
    kept: u64,
    answer: *mut u8,
    room: u64,
) -> i64 {
    let Ok(kept) = usize::try_from(kept) else {
        return NONE;
    };
    if kept == 0 {
        return NONE;
    }
    // SAFETY: the name is the address of a box of `told`'s, which nobody has taken yet.
    let bytes = unsafe { Box::from_raw(std::ptr::with_exposed_provenance_mut::<Vec<u8>>(kept)) };
    // SAFETY: the caller says that there is room.
    match unsafe { put(&bytes, answer, room) } {
        Some(true) => i64::try_from(bytes.len()).unwrap_or(NONE),
        _ => NONE,
    }
}

/// Reads the arguments, does what is asked, and writes the answer or its name.
///
/// # Safety
///
/// As of [`cloudagent_disposition_uniffi_step`].
unsafe fn told(
    arguments: *const u8,
    length: u64,
    answer: *mut u8,
    room: u64,
    act: impl FnOnce(&mut &[u8]) -> Option<Vec<u8>> + UnwindSafe,
) -> i64 {
    // SAFETY: the caller says so.
    let Some(mut arguments) = (unsafe { given(arguments, length) }) else {
        return NONE;
    };
    // An answer could not be kept for whoever has no room for its name.
    if answer.is_null() || room < NAME {
        return NONE;
    }
    let Ok(Some(bytes)) = std::panic::catch_unwind(move || act(&mut arguments)) else {
        return NONE;
    };
    let Ok(told) = i64::try_from(bytes.len()) else {
        return NONE;
    };
    // SAFETY: the caller says that there is room.
    if unsafe { put(&bytes, answer, room) } == Some(false) {
        let kept = Box::into_raw(Box::new(bytes)).expose_provenance() as u64;
        // SAFETY: there is room for a name, and the pointer is not null.
        unsafe { put(&kept.to_be_bytes(), answer, room) };
    }
    told
}

/// How many bytes the name of a kept answer has.
const NAME: u64 = 8;

/// The object that a handle stands for.
///
/// # Safety
///
/// It is the handle of a `T` that lives.
unsafe fn lent<T>(handle: u64) -> Option<Arc<T>> {
    // SAFETY: the caller says so.
    unsafe { Handle::from_raw(handle).map(|handle| handle.into_arc_borrowed()) }
}

fn read<T: Lift<UniFfiTag>>(from: &mut &[u8]) -> Option<T> {
    T::try_read(from).ok()
}

/// The argument after which nothing comes.
fn last<T: Lift<UniFfiTag>>(from: &mut &[u8]) -> Option<T> {
    read(from).filter(|_| from.is_empty())
}

#[cfg(test)]
mod tests;
