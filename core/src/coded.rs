//! What a set of codes is: an enum, and all that is said of it as data.

use std::ffi::CStr;

/// The version that brought every code which names no other.
pub const FIRST: &str = "0.1";

/// An enum of codes.
pub trait Coded: Copy + PartialEq + 'static {
    /// Its values, for C.
    const ROWS: &'static [Row<Self>];
    /// What is said of it, for whatever is generated.
    const SET: Set;
}

/// One value, for C. The sentences are apart from it: a library has no use for them.
#[derive(Debug)]
pub struct Row<T: 'static> {
    /// Its number, 0 in a set that C has no numbers for.
    pub number: u32,
    /// Its code.
    pub name: &'static CStr,
    /// The value.
    pub value: T,
}

/// A set of codes.
#[derive(Debug, Clone, Copy)]
pub struct Set {
    /// The enum's name.
    pub name: &'static str,
    /// What it is: the lines of its documentation.
    pub doc: &'static [&'static str],
    /// Whether minor versions may add values.
    pub open: bool,
    /// Its values, in the order of the rules.
    pub words: &'static [Word],
}

/// A value of a set.
#[derive(Debug, Clone, Copy)]
pub struct Word {
    /// Its name in Rust, such as `NotApplied`.
    pub name: &'static str,
    /// Its code, such as `not_applied`.
    pub code: &'static str,
    /// Its number in C, 0 in a set that C has no numbers for.
    pub number: u32,
    /// The version that brought it.
    pub since: &'static str,
    /// What it says: the lines of its documentation.
    pub doc: &'static [&'static str],
}

/// A text that ends with a NUL, as C takes it.
///
/// # Panics
///
/// Where it ends otherwise: when this is compiled, since every code is constant.
pub const fn c_text(text: &'static str) -> &'static CStr {
    match CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(text) => text,
        Err(_) => panic!("a code has no NUL inside"),
    }
}
