//! What requests and violations are made of

use std::os::raw::c_char;

use cloudagent_disposition::{Severity, ValidationMode};

use super::{Row, from_name, name, row};
use crate::text::cad_str;

/// Yes, no, or not said. Closed.
pub type cad_flag = u32;

/// Not said.
pub const CAD_UNSET: cad_flag = 0;
/// No.
pub const CAD_NO: cad_flag = 1;
/// Yes.
pub const CAD_YES: cad_flag = 2;

/// Every `cad_flag`.
pub const FLAGS: &[Row<Option<bool>>] = &[
    row(CAD_UNSET, c"unset", None),
    row(CAD_NO, c"no", Some(false)),
    row(CAD_YES, c"yes", Some(true)),
];

/// The name of a `cad_flag`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_flag_name(number: cad_flag) -> *const c_char {
    name(FLAGS, number)
}

/// Which violations stop a request. Closed.
pub type cad_mode = u32;

/// Errors do; warnings travel with the receipt.
pub const CAD_MODE_STANDARD: cad_mode = 1;
/// Warnings do as well.
pub const CAD_MODE_STRICT: cad_mode = 2;
/// Only what the wire can't carry: a rule can be older than the vendor's server, so any
/// other error is only reported.
pub const CAD_MODE_ADVISE: cad_mode = 3;

/// Every `cad_mode`.
pub const MODES: &[Row<ValidationMode>] = &[
    row(CAD_MODE_STANDARD, c"standard", ValidationMode::Standard),
    row(CAD_MODE_STRICT, c"strict", ValidationMode::Strict),
    row(CAD_MODE_ADVISE, c"advise", ValidationMode::Advise),
];

/// The name of a `cad_mode`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_mode_name(number: cad_mode) -> *const c_char {
    name(MODES, number)
}

/// The mode of a name, such as a configuration's `standard`; 0 for one that is none.
///
/// Owner: nothing. NULL: an absent name is none. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_mode_from_name(mode: cad_str) -> cad_mode {
    // SAFETY: the caller's promise.
    unsafe { from_name(MODES, mode) }
}

/// Whether a violation stops the request. Closed.
pub type cad_severity = u32;

/// It does (but see `advise` mode).
pub const CAD_SEVERITY_ERROR: cad_severity = 1;
/// It travels with the receipt, and stops the request in `strict` mode only.
pub const CAD_SEVERITY_WARNING: cad_severity = 2;

/// Every `cad_severity`.
pub const SEVERITIES: &[Row<Severity>] = &[
    row(CAD_SEVERITY_ERROR, c"error", Severity::Error),
    row(CAD_SEVERITY_WARNING, c"warning", Severity::Warning),
];

/// The name of a `cad_severity`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_severity_name(number: cad_severity) -> *const c_char {
    name(SEVERITIES, number)
}
