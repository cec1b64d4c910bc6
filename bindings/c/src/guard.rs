//! The border that no panic crosses.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::status::{CAD_PANIC, cad_status};

/// A value, or what is wrong with the arguments.
pub(crate) type Checked<T> = Result<T, cad_status>;

/// Runs the body of a function that returns a status.
pub(crate) fn status(body: impl FnOnce() -> Checked<cad_status>) -> cad_status {
    value(CAD_PANIC, || body().unwrap_or_else(|wrong| wrong))
}

/// Runs the body of a function that returns a value: `neutral` where it panics.
///
/// What a panic interrupted is never looked at again: the library's own state is behind locks that
/// forgive one, and the caller's outputs are written last.
pub(crate) fn value<T>(neutral: T, body: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or(neutral)
}

/// Something of a handle: `neutral` where it is NULL, or where that panics.
pub(crate) fn get<H, T: Copy>(handle: Option<&H>, neutral: T, get: impl FnOnce(&H) -> T) -> T {
    value(neutral, || handle.map_or(neutral, get))
}
