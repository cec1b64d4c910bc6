//! The words of the rules as numbers: each has one row, with its number, its name and what it is
//! in the core. A number is never given to another word; one that is retired stays as a comment.

pub mod answer;
pub mod api;
pub mod call;
pub mod request;
pub mod violation;

use std::ffi::CStr;
use std::os::raw::c_char;

use crate::guard::{self, Checked};
use crate::raw;
use crate::status::CAD_BAD_ENUM;
use crate::text::cad_str;

/// One word.
#[derive(Debug)]
pub struct Row<T: 'static> {
    /// Its number in C.
    pub number: u32,
    /// Its name, the same word as in every language.
    pub name: &'static CStr,
    /// What it is in the core.
    pub value: T,
}

pub(crate) const fn row<T>(number: u32, name: &'static CStr, value: T) -> Row<T> {
    Row {
        number,
        name,
        value,
    }
}

/// The number of a word of the core's. 0, which no word has, stands for one that this library has
/// no number for; a test says that there is none.
pub(crate) fn number<T: PartialEq>(rows: &[Row<T>], value: T) -> u32 {
    let found = rows.iter().find(|row| row.value == value);
    found.map_or(0, |row| row.number)
}

/// The word of a number that came from outside.
pub(crate) fn value<T: Copy>(rows: &[Row<T>], number: u32) -> Checked<T> {
    let found = rows.iter().find(|row| row.number == number);
    found.map(|row| row.value).ok_or(CAD_BAD_ENUM)
}

/// The number of a name that came from outside, 0 for one that is none.
///
/// # Safety
///
/// The caller's promise.
pub(crate) unsafe fn from_name<T>(rows: &[Row<T>], name: cad_str) -> u32 {
    guard::value(0, || {
        // SAFETY: the caller's promise.
        let name = unsafe { raw::bytes(name.data.cast(), name.len) }.unwrap_or_default();
        let found = rows.iter().find(|row| row.name.to_bytes() == name);
        found.map_or(0, |row| row.number)
    })
}

/// The name of a number, `unknown` for one that is none.
pub(crate) fn name<T>(rows: &[Row<T>], number: u32) -> *const c_char {
    guard::value(c"unknown".as_ptr(), || {
        let found = rows.iter().find(|row| row.number == number);
        found.map_or(c"unknown", |row| row.name).as_ptr()
    })
}
