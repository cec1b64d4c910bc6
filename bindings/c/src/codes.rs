//! The core's sets of codes as numbers. What they are called, which number each word has and what
//! it says stands in the core; `cargo gen` writes the header from there.

use std::os::raw::c_char;

use cloudagent_disposition::vocabulary::{Coded, Row, Set};
use cloudagent_disposition::{
    Advice, Api, Asked, Delivery, Effect, Field, Finding, Kind, Outcome, Problem, Severity,
    ValidationMode,
};

use crate::guard::{self, Checked};
use crate::raw;
use crate::status::CAD_BAD_ENUM;
use crate::text::cad_str;

macro_rules! of_the_core {
    ($($set:ident is $number:ident, named by $name_of:ident;)+) => {$(
        #[doc = concat!("The number of a `", stringify!($set), "` of the core.")]
        pub type $number = u32;

        #[doc = concat!("The name of a `", stringify!($number), "`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name_of(number: $number) -> *const c_char {
            name($set::ROWS, number)
        }
    )+};
}

of_the_core! {
    Effect is cad_effect, named by cad_effect_name;
    Advice is cad_advice, named by cad_advice_name;
    Outcome is cad_outcome, named by cad_outcome_name;
    Api is cad_api, named by cad_api_name;
    ValidationMode is cad_mode, named by cad_mode_name;
    Severity is cad_severity, named by cad_severity_name;
    Field is cad_field, named by cad_field_name;
    Problem is cad_problem, named by cad_problem_name;
    Delivery is cad_delivery, named by cad_delivery_name;
    Kind is cad_kind, named by cad_kind_name;
    Finding is cad_finding, named by cad_finding_name;
    Asked is cad_asked, named by cad_asked_name;
}

/// The API of a name, such as a configuration's `get_v2`; 0 for one that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_api_from_name(api: cad_str) -> cad_api {
    // SAFETY: the caller's promise.
    unsafe { from_name::<Api>(api) }
}

/// The mode of a name, such as a configuration's `standard`; 0 for one that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_mode_from_name(mode: cad_str) -> cad_mode {
    // SAFETY: the caller's promise.
    unsafe { from_name::<ValidationMode>(mode) }
}

/// A set that C alone has.
#[derive(Debug)]
pub struct Own {
    pub(crate) rows: &'static [Row<()>],
    /// All that the header says of it.
    pub set: Set,
}

/// Declares a set that C alone has: its type, its constants, and the function that names them.
macro_rules! own_codes {
    (
        $(#[doc = $doc:literal])+
        pub type $type:ident, named by $name_of:ident, in $own:ident {
            $( $(#[doc = $code_doc:literal])+ $constant:ident = $number:literal $code:literal, )+
        }
    ) => {
        $(#[doc = $doc])+
        pub type $type = u32;

        $( $(#[doc = $code_doc])+ pub const $constant: $type = $number; )+

        #[doc = concat!("Every `", stringify!($type), "`.")]
        pub const $own: $crate::codes::Own = $crate::codes::Own {
            rows: &[$(cloudagent_disposition::vocabulary::Row {
                number: $number,
                name: cloudagent_disposition::vocabulary::c_text(concat!($code, "\0")),
                value: (),
            }),+],
            set: cloudagent_disposition::vocabulary::Set {
                name: stringify!($type),
                doc: &[$($doc),+],
                open: false,
                words: &[$(cloudagent_disposition::vocabulary::Word {
                    name: stringify!($constant),
                    code: $code,
                    number: $number,
                    since: cloudagent_disposition::vocabulary::FIRST,
                    doc: &[$($code_doc),+],
                }),+],
            },
        };

        #[doc = concat!("The name of a `", stringify!($type), "`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name_of(number: $type) -> *const std::os::raw::c_char {
            $crate::codes::name($own.rows, number)
        }
    };
}
pub(crate) use own_codes;

own_codes! {
    /// Yes, no, or not said. Closed.
    pub type cad_flag, named by cad_flag_name, in FLAGS {
        /// Not said.
        CAD_UNSET = 0 "unset",
        /// No.
        CAD_NO = 1 "no",
        /// Yes.
        CAD_YES = 2 "yes",
    }
}

/// The answer of a flag that came from outside, none where it is not said.
pub(crate) fn flag(flag: cad_flag) -> Checked<Option<bool>> {
    match flag {
        CAD_UNSET => Ok(None),
        CAD_NO => Ok(Some(false)),
        CAD_YES => Ok(Some(true)),
        _ => Err(CAD_BAD_ENUM),
    }
}

/// An answer as a flag.
pub(crate) fn flag_of(answer: Option<bool>) -> cad_flag {
    match answer {
        None => CAD_UNSET,
        Some(false) => CAD_NO,
        Some(true) => CAD_YES,
    }
}

/// The word of a number that came from outside.
pub(crate) fn value<T: Coded>(number: u32) -> Checked<T> {
    let found = T::ROWS.iter().find(|row| row.number == number);
    found.map(|row| row.value).ok_or(CAD_BAD_ENUM)
}

/// A kind that a transport reports.
pub(crate) fn reported(number: cad_kind) -> Checked<Kind> {
    let kind: Kind = value(number)?;
    kind.is_reported().then_some(kind).ok_or(CAD_BAD_ENUM)
}

/// The number of a name that came from outside, 0 for one that is none.
unsafe fn from_name<T: Coded>(name: cad_str) -> u32 {
    guard::value(0, || {
        // SAFETY: the caller's promise.
        let name = unsafe { raw::bytes(name) }.unwrap_or_default();
        let found = T::ROWS.iter().find(|row| row.name.to_bytes() == name);
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
