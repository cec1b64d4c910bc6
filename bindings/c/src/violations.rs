//! What is wrong with a request
//!
//! `cad_validate` says everything that is wrong at once. An *error* stops a request before anything
//! is sent; a *warning* travels with its receipt.

use std::borrow::Cow;

use cloudagent_disposition::{BaseUrl, Invalid, Violation, validate};

use crate::codes::{cad_api, cad_field, cad_problem, cad_severity, value};
use crate::guard::{self, Checked};
use crate::raw::{self, Out, Sizable, required};
use crate::request::{cad_account, cad_request};
use crate::status::{CAD_INVALID, CAD_OK, CAD_OUT_OF_RANGE, cad_status};
use crate::text::{cad_str, cad_string};

/// A list of violations, ordered by field. Opaque, and never changes.
#[derive(Clone)]
pub struct cad_violations {
    pub(crate) list: Vec<Violation>,
}

/// One thing that is wrong.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_violation {
    /// The size of this struct, by CAD_VIOLATION_INIT.
    pub size: usize,
    /// The field.
    pub field: cad_field,
    /// What is wrong with it.
    pub problem: cad_problem,
    /// Whether it stops the request.
    pub severity: cad_severity,
    /// 1 for an error that no mode lets pass, because the wire can't carry the request, else 0.
    pub hard: u32,
    /// How to mend it, for a person. It never holds a secret, nor comment text.
    pub detail: cad_str,
}

// SAFETY: `repr(C)`, its size comes first, numbers and a view.
unsafe impl Sizable for cad_violation {}

static DEFAULT_BASE_URL: BaseUrl = BaseUrl::INDIA;

/// A base URL's text, the domestic host's where it is absent. What is not UTF-8 in it becomes a
/// character that no base URL may hold.
pub(crate) unsafe fn base_url<'a>(given: cad_str) -> Checked<Cow<'a, str>> {
    // SAFETY: the caller's promise.
    let bytes = unsafe { raw::bytes(given) }?;
    Ok(if given.data.is_null() {
        DEFAULT_BASE_URL.as_str().into()
    } else {
        String::from_utf8_lossy(bytes)
    })
}

/// Hands over what is made, or the violations that tell why nothing is.
pub(crate) fn make<T>(
    out: Out<'_, Option<Box<T>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
    make: impl FnOnce() -> Checked<Result<T, Invalid>>,
) -> cad_status {
    raw::make_or_tell(out, problems, make, |invalid| {
        let list = invalid.into_violations();
        (cad_violations { list }, CAD_INVALID)
    })
}

/// Says everything that is wrong with a request on this API, ordered by field; an empty list where
/// nothing is. Does no I/O. An absent `base_url` is the domestic host; one that can't be used is
/// among the violations.
///
/// Writes `*out` on CAD_OK, whatever the list holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_validate(
    account: Option<&cad_account>,
    request: *const cad_request,
    api: cad_api,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    raw::make(out, || {
        let account = &required(account)?.account;
        // SAFETY: the caller's promise.
        let (request, base_url) =
            unsafe { (cad_request::look_at(request)?, self::base_url(base_url)?) };
        let list = validate(account, request, value(api)?, base_url);
        Ok(cad_violations { list })
    })
}

/// Checks a base URL, and gives it as it is kept: scheme and host in lower case, trailing slashes
/// removed.
///
/// Writes `*kept` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be; an absent `base_url` is the domestic host.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_check_base_url(
    base_url: cad_str,
    kept: Out<'_, Option<Box<cad_string>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    make(kept, problems, || {
        // SAFETY: the caller's promise.
        let parsed = BaseUrl::parse(&unsafe { self::base_url(base_url) }?);
        Ok(parsed.map(|base_url| cad_string::new(base_url.as_str())))
    })
}

/// How many violations there are.
#[unsafe(no_mangle)]
pub extern "C" fn cad_violations_count(violations: Option<&cad_violations>) -> usize {
    guard::get(violations, 0, |violations| violations.list.len())
}

/// One of the violations, counted from 0.
///
/// Writes `*out`, whose `size` must be set (CAD_VIOLATION_INIT), on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_violations_get(
    violations: Option<&cad_violations>,
    index: usize,
    out: *mut cad_violation,
) -> cad_status {
    guard::status(|| {
        let violations = required(violations)?;
        // SAFETY: the caller's promise.
        let out = unsafe { raw::sized_out(out) }?;
        let violation = violations.list.get(index).ok_or(CAD_OUT_OF_RANGE)?;
        out.write(cad_violation {
            size: size_of::<cad_violation>(),
            field: violation.field.number(),
            problem: violation.problem.number(),
            severity: violation.severity.number(),
            hard: u32::from(violation.is_hard()),
            detail: cad_str::of(&violation.detail),
        });
        Ok(CAD_OK)
    })
}

/// Frees a list of violations that is yours. Those of a receipt or of a parsed request are not.
#[unsafe(no_mangle)]
pub extern "C" fn cad_violations_free(violations: Option<Box<cad_violations>>) {
    guard::value((), || drop(violations));
}
