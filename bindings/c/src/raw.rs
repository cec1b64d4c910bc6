//! The one place that believes what C passes in. Everything that can be checked is checked here;
//! the rest is what each function's comment in the header asks of its caller, and what `SAFETY`
//! means by *the caller's promise*: a pointer that is not NULL points to what its type says, for
//! as long as the comment says.

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use crate::guard::Checked;
use crate::status::{CAD_BAD_SIZE, CAD_INVALID_UTF8, CAD_NULL};
use crate::text::cad_str;

/// An output: a pointer that the caller may pass as NULL, to memory that holds nothing yet.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// An argument that may not be NULL.
pub(crate) fn required<T>(argument: Option<T>) -> Checked<T> {
    argument.ok_or(CAD_NULL)
}

/// Puts a handle into an output, if the caller wants it.
pub(crate) fn put<T>(out: Out<'_, Option<Box<T>>>, handle: T) {
    if let Some(out) = out {
        out.write(Some(Box::new(handle)));
    }
}

/// A handle that a function changes, which is why C passes it without `const`.
///
/// # Safety
///
/// The caller's promise.
pub(crate) unsafe fn shared<'a, T>(handle: *const T) -> Checked<&'a T> {
    // SAFETY: not NULL, and the caller's promise. Handles are only ever borrowed shared: what
    // changes in them is behind locks.
    unsafe { handle.as_ref() }.ok_or(CAD_NULL)
}

/// Bytes: `data` may be NULL where there are none.
///
/// # Safety
///
/// The caller's promise.
pub(crate) unsafe fn bytes<'a>(data: *const c_void, len: usize) -> Checked<&'a [u8]> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(CAD_NULL);
    }
    if isize::try_from(len).is_err() {
        return Err(CAD_BAD_SIZE);
    }
    // SAFETY: not NULL, not longer than any object, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(data.cast(), len) })
}

/// A list: `items` may be NULL where there are none.
///
/// # Safety
///
/// The caller's promise.
pub(crate) unsafe fn list<'a, T>(items: *const T, count: usize) -> Checked<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if items.is_null() {
        return Err(CAD_NULL);
    }
    let size = count.checked_mul(size_of::<T>());
    if size.is_none_or(|size| isize::try_from(size).is_err()) {
        return Err(CAD_BAD_SIZE);
    }
    // SAFETY: not NULL, not longer than any object, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(items, count) })
}

/// A text, `None` where it is absent.
///
/// # Safety
///
/// The caller's promise.
pub(crate) unsafe fn text<'a>(view: cad_str) -> Checked<Option<&'a str>> {
    if view.data.is_null() && view.len == 0 {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(view.data.cast(), view.len) }?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(CAD_INVALID_UTF8),
    }
}

/// A header's value that came from outside: what is no text counts as absent, as the rules say of
/// every value that can't be read.
///
/// # Safety
///
/// The caller's promise.
pub(crate) unsafe fn header_value<'a>(view: cad_str) -> Checked<Option<&'a str>> {
    // SAFETY: the caller's promise.
    match unsafe { text(view) } {
        Err(CAD_INVALID_UTF8) => Ok(None),
        other => other,
    }
}

/// A struct that begins with its own size.
///
/// # Safety
///
/// The type is `repr(C)`, its first field is a `usize`, and any bytes are a value of it.
pub(crate) unsafe trait Sizable: Copy {}

/// Reads a struct that begins with its size.
///
/// # Safety
///
/// The caller's promise, for as many bytes as that size says.
pub(crate) unsafe fn sized<T: Sizable>(given: *const T) -> Checked<T> {
    // SAFETY: the caller's promise.
    unsafe { check_size(given) }?;
    // SAFETY: the struct is as large as `T`, and any bytes are a value of it.
    Ok(unsafe { given.read() })
}

/// Like [`sized`], where NULL stands for the defaults.
///
/// # Safety
///
/// The caller's promise, for as many bytes as that size says.
pub(crate) unsafe fn sized_or_none<T: Sizable>(given: *const T) -> Checked<Option<T>> {
    if given.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { sized(given) }.map(Some)
}

/// An output struct that begins with its size, which its caller has set.
///
/// # Safety
///
/// The caller's promise, for as many bytes as that size says.
pub(crate) unsafe fn sized_out<'a, T: Sizable>(out: *mut T) -> Checked<&'a mut MaybeUninit<T>> {
    // SAFETY: the caller's promise.
    unsafe { check_size(out) }?;
    // SAFETY: not NULL, as large as `T`, and the caller's promise.
    unsafe { out.cast::<MaybeUninit<T>>().as_mut() }.ok_or(CAD_NULL)
}

/// # Safety
///
/// The caller's promise, for the first field.
unsafe fn check_size<T: Sizable>(given: *const T) -> Checked<()> {
    if given.is_null() {
        return Err(CAD_NULL);
    }
    // SAFETY: not NULL, and a `Sizable` begins with a `usize`.
    let size = unsafe { given.cast::<usize>().read() };
    if size == size_of::<T>() {
        Ok(())
    } else {
        Err(CAD_BAD_SIZE)
    }
}

/// A buffer of the caller's that texts are copied into, one behind the other.
pub(crate) struct Scratch<'a> {
    left: &'a mut [MaybeUninit<u8>],
}

impl<'a> Scratch<'a> {
    /// # Safety
    ///
    /// The caller's promise.
    pub(crate) unsafe fn new(data: *mut c_void, len: usize) -> Checked<Self> {
        if len == 0 {
            return Ok(Self { left: &mut [] });
        }
        if data.is_null() {
            return Err(CAD_NULL);
        }
        if isize::try_from(len).is_err() {
            return Err(CAD_BAD_SIZE);
        }
        // SAFETY: not NULL, not longer than any object, and the caller's promise.
        let left = unsafe { std::slice::from_raw_parts_mut(data.cast(), len) };
        Ok(Self { left })
    }

    /// A view of a copy of the text, `None` where there is no room for all of it.
    pub(crate) fn keep(&mut self, text: &str) -> Option<cad_str> {
        let left = std::mem::take(&mut self.left);
        if text.len() > left.len() {
            self.left = left;
            return None;
        }
        let (room, left) = left.split_at_mut(text.len());
        self.left = left;
        for (place, byte) in room.iter_mut().zip(text.bytes()) {
            place.write(byte);
        }
        Some(cad_str {
            data: room.as_ptr().cast(),
            len: text.len(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scratch_keeps_whole_texts_only() {
        let mut room = [0_u8; 4];
        // SAFETY: the room is there.
        let mut scratch = unsafe { Scratch::new(room.as_mut_ptr().cast(), room.len()) }.unwrap();
        assert_eq!(scratch.keep("abc").map(|view| view.len), Some(3));
        assert!(scratch.keep("de").is_none());
        assert_eq!(scratch.keep("f").map(|view| view.len), Some(1));
        assert_eq!(&room, b"abcf");
    }
}
