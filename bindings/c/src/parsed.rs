//! JSON and raw parameters
//!
//! A request's JSON form, for job queues and databases, and a CRM page's raw parameters under the
//! vendor's names. What was read is a `cad_parsed`, which owns its texts.

use cloudagent_disposition::{Account, DispositionRequest, Field, Params, from_params_bytes};

use crate::codes::{cad_api, value};
use crate::guard::{self, Checked};
use crate::raw::{self, Out, required};
use crate::request::{cad_account, cad_request};
use crate::status::{CAD_INVALID, CAD_INVALID_UTF8, CAD_OK, cad_status};
use crate::text::{cad_str, cad_string};
use crate::violations::cad_violations;

/// A request as it was read, and what is wrong with it. Opaque, and never changes.
pub struct cad_parsed {
    account: Account,
    request: DispositionRequest,
    violations: cad_violations,
}

/// A parameter: its name and its value, decoded.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_param {
    /// The vendor's name for it, in any case.
    pub name: cad_str,
    /// The value.
    pub value: cad_str,
}

/// Writes a request as a compact JSON object, without what is absent.
///
/// Writes `*out` on CAD_OK.
///
/// Errors: CAD_INVALID_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_request_to_json(
    request: *const cad_request,
    out: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let request = unsafe { cad_request::read(request) }?;
        if !request.not_utf8().is_empty() {
            return Err(CAD_INVALID_UTF8);
        }
        Ok(cad_string::new(&request.to_json()))
    })
}

/// Reads a request's JSON form. Only the form is checked: `cad_validate` does the rest.
///
/// Writes `*out` on CAD_OK and on CAD_INVALID; then it holds violations, and an empty request.
///
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_request_from_json(
    json: cad_str,
    out: Out<'_, Option<Box<cad_parsed>>>,
) -> cad_status {
    guard::status(|| {
        let out = required(raw::empty(out))?;
        // SAFETY: the caller's promise.
        let json = unsafe { raw::text_or_invalid(Field::Json, json) }?;
        let read = json.and_then(|json| DispositionRequest::from_json(json.unwrap_or_default()));
        let (status, request, list) = match read {
            Ok(request) => (CAD_OK, request, Vec::new()),
            Err(invalid) => (
                CAD_INVALID,
                DispositionRequest::new(),
                invalid.into_violations(),
            ),
        };
        let parsed = cad_parsed {
            account: Account::without_credential(""),
            request,
            violations: cad_violations { list },
        };
        raw::put(Some(out), parsed);
        Ok(status)
    })
}

/// Reads raw, already decoded parameters under the vendor's names, those of all four APIs. What is
/// wrong with them, and with the request that they make on this API, are the violations.
///
/// Writes `*out` on CAD_OK, whatever the violations, and on CAD_INVALID; then a value is not UTF-8,
/// which the violations tell, and the request lacks it.
///
/// NULL: `params` may be where `count` is 0.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_from_params(
    params: *const cad_param,
    count: usize,
    api: cad_api,
    out: Out<'_, Option<Box<cad_parsed>>>,
) -> cad_status {
    guard::status(|| {
        let out = required(raw::empty(out))?;
        // SAFETY: the caller's promise.
        let params = unsafe { raw::list(params, count) }?;
        // SAFETY: the caller's promise.
        let bytes = |view| unsafe { raw::bytes(view) };
        let pairs: Checked<Vec<_>> = params
            .iter()
            .map(|param| Ok((bytes(param.name)?, bytes(param.value)?)))
            .collect();
        let Params {
            customer,
            api_key,
            request,
            violations,
            ..
        } = from_params_bytes(pairs?, value(api)?);
        let readable = request.not_utf8().is_empty();
        let customer = customer.unwrap_or_default();
        let account = match api_key {
            Some(key) => Account::with_api_key(customer, key),
            None => Account::without_credential(customer),
        };
        let violations = cad_violations { list: violations };
        raw::put(
            Some(out),
            cad_parsed {
                account,
                request,
                violations,
            },
        );
        Ok(if readable { CAD_OK } else { CAD_INVALID })
    })
}

/// The request that was read, as views.
///
/// Writes `*out`, whose `size` must be set (CAD_REQUEST_INIT), on CAD_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_parsed_request(
    parsed: Option<&cad_parsed>,
    out: *mut cad_request,
) -> cad_status {
    guard::status(|| {
        let parsed = required(parsed)?;
        // SAFETY: the caller's promise.
        let out = unsafe { raw::sized_out(out) }?;
        out.write(cad_request::view(&parsed.request));
        Ok(CAD_OK)
    })
}

/// The account's user name among the parameters; absent where there was none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_parsed_customer(parsed: Option<&cad_parsed>) -> cad_str {
    guard::value(cad_str::ABSENT, || {
        let customer = parsed.map(|parsed| parsed.account.customer());
        cad_str::of_option(customer.filter(|customer| !customer.is_empty()))
    })
}

/// Makes an account of the user name and the api key among the parameters; what was not there is
/// missing in it.
///
/// Writes `*out` on CAD_OK.
#[unsafe(no_mangle)]
pub extern "C" fn cad_parsed_account(
    parsed: Option<&cad_parsed>,
    out: Out<'_, Option<Box<cad_account>>>,
) -> cad_status {
    raw::make(out, || {
        let account = required(parsed)?.account.clone();
        Ok(cad_account { account })
    })
}

/// What is wrong with what was read.
///
/// NULL: gives NULL, which counts as an empty list.
#[unsafe(no_mangle)]
pub extern "C" fn cad_parsed_violations(parsed: Option<&cad_parsed>) -> Option<&cad_violations> {
    guard::value(None, || parsed.map(|parsed| &parsed.violations))
}

/// Frees a parsed request, and wipes an api key that was among its parameters.
#[unsafe(no_mangle)]
pub extern "C" fn cad_parsed_free(parsed: Option<Box<cad_parsed>>) {
    guard::value((), || drop(parsed));
}
