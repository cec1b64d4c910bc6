//! The one place that believes what C passes in. Everything that can be checked is checked here;
//! the rest is what each function's comment in the header asks of its caller, and what `SAFETY`
//! means by *the caller's promise*: a pointer that is not NULL points to what its type says, for
//! as long as the comment says; to as many bytes as a struct's own size says, and to as many
//! elements as the count beside it. That is what every `unsafe fn` here and elsewhere asks for.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::os::raw::c_void;

use cloudagent_disposition::{Field, Invalid, Violation};

use crate::guard::{self, Checked};
use crate::status::{CAD_BAD_SIZE, CAD_INVALID_UTF8, CAD_NULL, CAD_OK, cad_status};
use crate::text::cad_str;

/// An output: a pointer that the caller may pass as NULL, to memory that holds nothing yet.
pub(crate) type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// An argument that may not be NULL.
pub(crate) fn required<T>(argument: Option<T>) -> Checked<T> {
    argument.ok_or(CAD_NULL)
}

/// The place of a handle in the caller's memory, if the caller wants it.
pub(crate) type Place<'a, T> = Option<&'a mut Option<Box<T>>>;

/// An output that its caller will own. It is NULL from here on, whatever else happens: what stood
/// there was freed long ago, or never was a handle, and somebody frees it after a failure.
pub(crate) fn empty<T>(out: Out<'_, Option<Box<T>>>) -> Place<'_, T> {
    out.map(|out| out.write(None))
}

/// Puts a handle into its place, if the caller wants it.
pub(crate) fn put<T>(place: Place<'_, T>, handle: T) -> cad_status {
    if let Some(place) = place {
        *place = Some(Box::new(handle));
    }
    CAD_OK
}

/// Runs the body of a function that makes a handle for its caller, and nothing else.
pub(crate) fn make<T>(
    out: Out<'_, Option<Box<T>>>,
    make: impl FnOnce() -> Checked<T>,
) -> cad_status {
    guard::status(|| {
        let out = required(empty(out))?;
        Ok(put(Some(out), make()?))
    })
}

/// Runs the body of a function that makes a handle for its caller, or says why there is none by
/// another handle and by the status that goes with it.
pub(crate) fn make_or_tell<T, P, E>(
    out: Out<'_, Option<Box<T>>>,
    problem: Out<'_, Option<Box<P>>>,
    make: impl FnOnce() -> Checked<Result<T, E>>,
    tell: impl FnOnce(E) -> (P, cad_status),
) -> cad_status {
    guard::status(|| {
        let (out, problem) = (empty(out), empty(problem));
        let out = required(out)?;
        match make()? {
            Ok(made) => Ok(put(Some(out), made)),
            Err(error) => {
                let (told, status) = tell(error);
                put(problem, told);
                Ok(status)
            }
        }
    })
}

/// The place that a host's function hands something over by.
pub(crate) struct Handed<T>(MaybeUninit<Option<Box<T>>>);

impl<T> Handed<T> {
    /// It holds nothing yet.
    pub(crate) fn new() -> Self {
        Self(MaybeUninit::new(None))
    }

    /// Where the host's function writes.
    pub(crate) fn place(&mut self) -> Out<'_, Option<Box<T>>> {
        Some(&mut self.0)
    }

    /// What was handed over.
    pub(crate) fn take(self) -> Option<Box<T>> {
        // SAFETY: it was made with nothing in it, and the host's promise: what its function writes
        // there is a handle that it owns, or NULL.
        unsafe { self.0.assume_init() }
    }
}

/// Something of the library's that a host passes back as its `user`.
pub(crate) fn hand_out<T>(value: T) -> *mut c_void {
    Box::into_raw(Box::new(value)).cast()
}

/// Frees what [`hand_out`] gave; NULL is nothing.
pub(crate) unsafe fn take_back<T>(user: *mut c_void) {
    if !user.is_null() {
        // SAFETY: the caller's promise: it is what `hand_out` gave, and this is its last use.
        drop(unsafe { Box::from_raw(user.cast::<T>()) });
    }
}

/// A handle that a function changes, which is why C passes it without `const`.
pub(crate) unsafe fn shared<'a, T>(handle: *const T) -> Checked<&'a T> {
    // SAFETY: not NULL, and the caller's promise. Handles are only ever borrowed shared: what
    // changes in them is behind locks.
    unsafe { handle.as_ref() }.ok_or(CAD_NULL)
}

/// Bytes: `data` may be NULL where there are none.
pub(crate) unsafe fn bytes<'a>(view: cad_str) -> Checked<&'a [u8]> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { list(view.data.cast(), view.len) }?;
    #[cfg(feature = "test-hooks")]
    crate::test_hooks::panic_at(bytes);
    Ok(bytes)
}

/// A list: `items` may be NULL where there are none.
pub(crate) unsafe fn list<'a, T>(items: *const T, count: usize) -> Checked<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    fits(items, count, size_of::<T>())?;
    // SAFETY: not NULL, not longer than any object, and the caller's promise.
    Ok(unsafe { std::slice::from_raw_parts(items, count) })
}

/// Whether so many can be there: somewhere, and in no more bytes than any object has.
fn fits<T>(items: *const T, count: usize, size: usize) -> Checked<()> {
    if items.is_null() {
        return Err(CAD_NULL);
    }
    match count.checked_mul(size).map(isize::try_from) {
        Some(Ok(_)) => Ok(()),
        _ => Err(CAD_BAD_SIZE),
    }
}

/// A text, `None` where it is absent.
pub(crate) unsafe fn text<'a>(view: cad_str) -> Checked<Option<&'a str>> {
    if view.data.is_null() && view.len == 0 {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    let bytes = unsafe { bytes(view) }?;
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Some(text)),
        Err(_) => Err(CAD_INVALID_UTF8),
    }
}

/// A text of a request, an account or a connection. One that is not UTF-8 is remembered by its
/// field, and told with whatever else is wrong.
pub(crate) unsafe fn text_of<'a>(
    field: Field,
    view: cad_str,
    not_utf8: &mut Vec<Field>,
) -> Checked<Option<&'a str>> {
    // SAFETY: the caller's promise.
    match unsafe { text(view) } {
        Err(CAD_INVALID_UTF8) => {
            not_utf8.push(field);
            Ok(None)
        }
        other => other,
    }
}

/// A text that stands alone: one that is not UTF-8 is all that is wrong.
pub(crate) unsafe fn text_or_invalid<'a>(
    field: Field,
    view: cad_str,
) -> Checked<Result<Option<&'a str>, Invalid>> {
    // SAFETY: the caller's promise.
    match unsafe { text(view) } {
        Err(CAD_INVALID_UTF8) => Ok(Err(Violation::not_utf8(field).into())),
        other => other.map(Ok),
    }
}

/// A header's value that came from outside: what is no text counts as absent, as the rules say of
/// every value that can't be read.
pub(crate) unsafe fn header_value<'a>(view: cad_str) -> Checked<Option<&'a str>> {
    // SAFETY: the caller's promise.
    match unsafe { text(view) } {
        Err(CAD_INVALID_UTF8) => Ok(None),
        other => other,
    }
}

/// A struct that begins with its own size and may grow. A caller's may be shorter than this
/// library's, because its header is older, or longer, because it is newer.
///
/// A field is only ever added at the end, 0 or NULL stands for its default, and there is no padding
/// between fields, where an initialiser would leave what it likes.
///
/// # Safety
///
/// The type is `repr(C)`, its first field is a `usize`, and any bytes are a value of it.
pub(crate) unsafe trait Sizable: Copy {
    /// The size of the first version's struct: where a field was added, the place of that field.
    const FIRST: usize = size_of::<Self>();
    /// Nothing but zeros.
    // SAFETY: any bytes are a value.
    const ZERO: Self = unsafe { MaybeUninit::zeroed().assume_init() };
}

/// A struct that a caller fills.
pub(crate) trait Given: Sizable {
    /// Its `..._INIT`, less its size: what stands for the fields that an older header has not.
    const INIT: Self = Self::ZERO;
}

/// No struct is ever larger: a size above it is some other number.
const LARGEST: usize = 4096;

/// Reads a struct that begins with its size. Of one that is longer than this library's, only zeros
/// are understood.
pub(crate) unsafe fn sized<T: Given>(given: *const T) -> Checked<T> {
    // SAFETY: the caller's promise.
    let size = unsafe { size_of_given(given) }?;
    if size == size_of::<T>() {
        // SAFETY: the caller's promise; with the same header on both sides it is one read.
        return Ok(unsafe { given.read() });
    }
    let (known, given) = (size.min(size_of::<T>()), given.cast::<u8>());
    // SAFETY: it ends where its caller says that it does.
    let rest = unsafe { list(given.add(known), size - known) }?;
    if rest.iter().any(|byte| *byte != 0) {
        return Err(CAD_BAD_SIZE);
    }
    let mut read = T::INIT;
    // SAFETY: so many bytes are there on both sides, and any bytes are a value.
    unsafe { given.copy_to_nonoverlapping((&raw mut read).cast(), known) };
    Ok(read)
}

/// Like [`sized`], where NULL stands for the defaults.
pub(crate) unsafe fn sized_or_init<T: Given>(given: *const T) -> Checked<T> {
    if given.is_null() {
        return Ok(T::INIT);
    }
    // SAFETY: the caller's promise.
    unsafe { sized(given) }
}

/// An output struct that begins with its size, which its caller has set.
pub(crate) struct SizedOut<'a, T> {
    /// What stands behind the size, as far as both sides know it.
    fields: &'a mut [MaybeUninit<u8>],
    of: PhantomData<T>,
}

pub(crate) unsafe fn sized_out<'a, T: Sizable>(out: *mut T) -> Checked<SizedOut<'a, T>> {
    // SAFETY: the caller's promise.
    unsafe { Ok(SizedOut::new(out, size_of_given(out)?)) }
}

impl<T: Sizable> SizedOut<'_, T> {
    /// Of a size that was looked at.
    unsafe fn new(out: *mut T, size: usize) -> Self {
        // SAFETY: so many bytes are there, and nobody else looks at them meanwhile.
        let bytes = unsafe { std::slice::from_raw_parts_mut(out.cast(), size.min(size_of::<T>())) };
        Self {
            fields: &mut bytes[size_of::<usize>()..],
            of: PhantomData,
        }
    }

    /// Writes what the caller has room for. Its size stays its own, and so does what lies behind.
    pub(crate) fn write(self, value: T) {
        let bytes = (&raw const value).cast::<MaybeUninit<u8>>();
        // SAFETY: the bytes of a value.
        let bytes = unsafe { std::slice::from_raw_parts(bytes, size_of::<T>()) };
        let fields = &bytes[size_of::<usize>()..];
        self.fields.copy_from_slice(&fields[..self.fields.len()]);
    }
}

unsafe fn size_of_given<T: Sizable>(given: *const T) -> Checked<usize> {
    if given.is_null() {
        return Err(CAD_NULL);
    }
    // SAFETY: not NULL, and a `Sizable` begins with a `usize`.
    let size = unsafe { given.cast::<usize>().read() };
    if (T::FIRST..=LARGEST).contains(&size) && size % align_of::<T>() == 0 {
        Ok(size)
    } else {
        Err(CAD_BAD_SIZE)
    }
}

/// An array of structs that begin with their size. All are as long as the first says, which is also
/// how far it is from one to the next: in a program with an older header they are shorter.
pub(crate) struct Array<T> {
    first: *const T,
    size: usize,
}

pub(crate) unsafe fn array<T: Sizable>(first: *const T, count: usize) -> Checked<Array<T>> {
    if count == 0 {
        return Ok(Array { first, size: 0 });
    }
    // SAFETY: the caller's promise.
    let size = unsafe { size_of_given(first) }?;
    fits(first, count, size)?;
    Ok(Array { first, size })
}

impl<T: Sizable> Array<T> {
    /// The struct at this place, of which there must be that many.
    pub(crate) unsafe fn at(&self, place: usize) -> Checked<*const T> {
        // SAFETY: within the array.
        let one = unsafe { self.first.byte_add(place * self.size) };
        // SAFETY: it is not NULL, and begins with its size. That of the first was looked at.
        if unsafe { one.cast::<usize>().read() } != self.size {
            return Err(CAD_BAD_SIZE);
        }
        Ok(one)
    }

    /// The same to be written, of an array of the caller's that may be.
    pub(crate) unsafe fn out_at<'a>(&self, place: usize) -> Checked<SizedOut<'a, T>> {
        // SAFETY: the caller's promise.
        unsafe { Ok(SizedOut::new(self.at(place)?.cast_mut(), self.size)) }
    }
}

/// A buffer of the caller's that texts are copied into, one behind the other.
pub(crate) struct Scratch<'a> {
    left: &'a mut [MaybeUninit<u8>],
}

impl<'a> Scratch<'a> {
    /// None: no text is copied.
    pub(crate) fn none() -> Self {
        Self { left: &mut [] }
    }

    pub(crate) unsafe fn new(data: *mut c_void, len: usize) -> Checked<Self> {
        if len == 0 {
            return Ok(Self::none());
        }
        fits(data, len, 1)?;
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

    /// A struct that had two fields at first, and has three now.
    #[repr(C)]
    #[derive(Debug, Clone, Copy, PartialEq)]
    struct Grown {
        size: usize,
        first: u64,
        added: u64,
    }

    // SAFETY: `repr(C)`, its size comes first, numbers.
    unsafe impl Sizable for Grown {
        const FIRST: usize = std::mem::offset_of!(Grown, added);
    }

    impl Given for Grown {
        const INIT: Self = Self {
            first: 7,
            ..Self::ZERO
        };
    }

    fn read(given: &[u64]) -> Checked<(u64, u64)> {
        // SAFETY: no test says more than there is.
        unsafe { sized(given.as_ptr().cast::<Grown>()) }.map(|read| (read.first, read.added))
    }

    fn written(mut out: Vec<u64>) -> Checked<Vec<u64>> {
        // SAFETY: no test says more than there is.
        unsafe { sized_out(out.as_mut_ptr().cast::<Grown>()) }?.write(Grown {
            first: 1,
            added: 2,
            ..Grown::INIT
        });
        Ok(out)
    }

    #[test]
    fn a_struct_of_an_older_and_of_a_newer_header_is_read() {
        assert_eq!(read(&[16, 5]), Ok((5, 0)));
        assert_eq!(read(&[24, 5, 6]), Ok((5, 6)));
        assert_eq!(read(&[32, 5, 6, 0]), Ok((5, 6)));
        assert_eq!(read(&[32, 5, 6, 1 << 56]), Err(CAD_BAD_SIZE));
        for size in [0, 8, 15, 17, 23, 25, 4104, u64::MAX] {
            assert_eq!(read(&[size, 5, 6, 0]), Err(CAD_BAD_SIZE), "{size}");
        }
    }

    #[test]
    fn of_an_output_as_much_is_written_as_both_sides_know() {
        assert_eq!(written(vec![16, 8, 9]), Ok(vec![16, 1, 9]));
        assert_eq!(written(vec![24, 8, 9]), Ok(vec![24, 1, 2]));
        assert_eq!(written(vec![32, 8, 9, 10]), Ok(vec![32, 1, 2, 10]));
        assert_eq!(written(vec![8, 8, 9]), Err(CAD_BAD_SIZE));
    }

    #[test]
    fn an_array_goes_by_the_size_of_its_first_struct() {
        // Two structs of an older header, and one of a newer that is no part of the array.
        let given = [16_u64, 5, 16, 6, 24, 7, 8];
        // SAFETY: no test says more than there is.
        unsafe {
            let two = array(given.as_ptr().cast::<Grown>(), 2).unwrap();
            assert_eq!(sized(two.at(1).unwrap()).map(|read| read.first), Ok(6));
            let three = array(given.as_ptr().cast::<Grown>(), 3).unwrap();
            assert_eq!(three.at(2).map(|_| ()), Err(CAD_BAD_SIZE));
            assert!(array(std::ptr::null::<Grown>(), 0).is_ok());
            assert_eq!(array(std::ptr::null::<Grown>(), 1).err(), Some(CAD_NULL));
            let most = array(given.as_ptr().cast::<Grown>(), usize::MAX);
            assert_eq!(most.err(), Some(CAD_BAD_SIZE));
        }
    }

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
