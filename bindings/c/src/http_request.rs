//! Building requests
//!
//! For a host that sends with an HTTP stack of its own. A built request **holds the credential** (in
//! the URL on the GET APIs, in a header otherwise) and the comments: hand it to an HTTP stack, don't
//! log it. Send it once, follow no redirect, add no `Referer`.

use std::os::raw::c_char;

use cloudagent_disposition::{
    BODY_LIMIT, Field, HttpRequest, Invalid, Method, build_list_request, build_request,
    build_token_request,
};

use crate::codes::{cad_api, value};
use crate::guard::{self, Checked};
use crate::raw::{self, Out, required};
use crate::request::{cad_account, cad_request};
use crate::status::{CAD_OK, CAD_OUT_OF_RANGE, cad_status};
use crate::text::cad_str;
use crate::violations::{self, cad_violations};

/// One HTTP request, complete, for any transport to send as it is. Opaque, and never changes.
// cbindgen sees no `repr` that stands behind a condition, so the header shows nothing of what is in it.
#[cfg_attr(all(), repr(transparent))]
pub struct cad_http_request {
    pub(crate) request: HttpRequest,
}

impl cad_http_request {
    pub(crate) fn new(request: HttpRequest) -> Self {
        Self { request }
    }

    /// A request that lives elsewhere, as C sees it.
    pub(crate) fn shown(request: &HttpRequest) -> *const Self {
        (&raw const *request).cast()
    }
}

/// What all kinds of request have in common.
pub(crate) unsafe fn build(
    account: Option<&cad_account>,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
    build: impl FnOnce(&cad_account, &str) -> Checked<Result<HttpRequest, Invalid>>,
) -> cad_status {
    violations::make(out, problems, || {
        // SAFETY: the caller's promise.
        let base_url = unsafe { violations::base_url(base_url) }?;
        let built = build(required(account)?, &base_url)?;
        Ok(built.map(cad_http_request::new))
    })
}

/// Builds the request that sets a disposition. Checks what the wire can't carry and nothing else:
/// `cad_validate` says the rest. An absent `base_url` is the domestic host.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_build_request(
    account: Option<&cad_account>,
    request: *const cad_request,
    api: cad_api,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        build(account, base_url, out, problems, |account, base_url| {
            let (request, api) = (cad_request::look_at(request)?, value(api)?);
            Ok(build_request(&account.account, request, api, base_url))
        })
    }
}

/// Builds the request for a token. **Each one ends every earlier token of the account**, and at
/// most 10 an hour are granted. The account must hold its api key.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_build_token_request(
    account: Option<&cad_account>,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        build(account, base_url, out, problems, |account, base_url| {
            Ok(build_token_request(&account.account, base_url))
        })
    }
}

/// Builds the request for a campaign's dispositions. `campaign` may be absent on the POST APIs.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_build_list_request(
    account: Option<&cad_account>,
    campaign: cad_str,
    api: cad_api,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        build(account, base_url, out, problems, |account, base_url| {
            let campaign = raw::text_or_invalid(Field::Campaign, campaign)?;
            let api = value(api)?;
            Ok(campaign
                .and_then(|campaign| build_list_request(&account.account, campaign, api, base_url)))
        })
    }
}

fn text(
    request: Option<&cad_http_request>,
    of: impl FnOnce(&HttpRequest) -> Option<&str>,
) -> cad_str {
    guard::get(request, cad_str::ABSENT, |request| {
        cad_str::of_option(of(&request.request))
    })
}

/// The method: `GET` or `POST`.
///
/// Owner: static, and ends with a NUL.
/// NULL: gives `GET`.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_method(request: Option<&cad_http_request>) -> *const c_char {
    guard::value(c"GET".as_ptr(), || {
        match request.map(|request| request.request.method()) {
            Some(Method::Post) => c"POST",
            Some(Method::Get) | None => c"GET",
        }
        .as_ptr()
    })
}

/// The whole URL.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_url(request: Option<&cad_http_request>) -> cad_str {
    text(request, |request| Some(request.url()))
}

/// The host, without port; an IPv6 address without brackets.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_host(request: Option<&cad_http_request>) -> cad_str {
    text(request, |request| Some(request.host()))
}

/// The port.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_port(request: Option<&cad_http_request>) -> u16 {
    guard::get(request, 0, |request| request.request.port())
}

/// What stands in the request line: the path and the query.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_target(request: Option<&cad_http_request>) -> cad_str {
    text(request, |request| Some(request.target()))
}

/// The path without the query: the one part of the URL that is safe to log.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_path(request: Option<&cad_http_request>) -> cad_str {
    text(request, |request| Some(request.path()))
}

/// How many bytes of the reply's body to read: so many and one more, which tells that there was
/// more. They are counted as they travel, perhaps compressed.
///
/// NULL: 65,536.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_reply_limit(request: Option<&cad_http_request>) -> usize {
    guard::get(request, BODY_LIMIT, |request| request.request.reply_limit())
}

/// Whether it is a GET that has a body, which not every HTTP stack can send (libcurl wants
/// CURLOPT_CUSTOMREQUEST). One that can't must send nothing: without its body it asks for something
/// else.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_body_with_get(request: Option<&cad_http_request>) -> bool {
    guard::get(request, false, |request| request.request.body_with_get())
}

/// Whether it needs a connection that no other request uses, before or after: a server that ignores
/// the body of a GET would read it as the next request.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_own_connection(request: Option<&cad_http_request>) -> bool {
    guard::get(request, false, |request| request.request.own_connection())
}

/// Whether it may go through a proxy. To this machine itself nothing ever does.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_may_use_proxy(request: Option<&cad_http_request>) -> bool {
    guard::get(request, false, |request| request.request.may_use_proxy())
}

/// The body, absent where there is none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_body(request: Option<&cad_http_request>) -> cad_str {
    text(request, |request| request.body())
}

/// How many headers there are. A transport may add its own (`host`, `content-length`).
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_header_count(request: Option<&cad_http_request>) -> usize {
    guard::get(request, 0, |request| request.request.headers().len())
}

/// One of the headers, counted from 0.
///
/// Writes `*name` and `*value` on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_header(
    request: Option<&cad_http_request>,
    index: usize,
    name: Out<'_, cad_str>,
    value: Out<'_, cad_str>,
) -> cad_status {
    guard::status(|| {
        let (request, name, value) = (required(request)?, required(name)?, required(value)?);
        let mut headers = request.request.headers();
        let header = headers.nth(index).ok_or(CAD_OUT_OF_RANGE)?;
        name.write(cad_str::of(header.0));
        value.write(cad_str::of(header.1));
        Ok(CAD_OK)
    })
}

/// Frees a request that is yours. One that a transport was given, or that belongs to an engine's
/// step, is not.
#[unsafe(no_mangle)]
pub extern "C" fn cad_http_request_free(request: Option<Box<cad_http_request>>) {
    guard::value((), || drop(request));
}
