//! Replies to other requests
//!
//! The replies to `cad_build_token_request` and `cad_build_list_request`.

use std::os::raw::c_void;

use cloudagent_disposition::{Api, ListReply, TokenReply};

use crate::codes::cad_api;
use crate::guard::{self, Checked};
use crate::raw::{self, Out, Scratch, required};
use crate::reply::{Received, api_or_unknown, cad_http_reply, cad_reply};
use crate::status::{CAD_OK, CAD_OUT_OF_RANGE, cad_status};
use crate::text::{cad_str, cad_string};

/// A list of texts. Opaque, and never changes.
#[derive(Clone)]
pub struct cad_list {
    pub(crate) texts: Vec<String>,
}

/// Makes a list of your own: one that you have kept, for `cad_check_disposition`.
///
/// Writes `*out` on CAD_OK.
///
/// NULL: `texts` may be where `count` is 0.
/// Errors: CAD_INVALID_UTF8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_list_new(
    texts: *const cad_str,
    count: usize,
    out: Out<'_, Option<Box<cad_list>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let views = unsafe { raw::list(texts, count) }?;
        // SAFETY: the caller's promise.
        let text = |view: &cad_str| unsafe { raw::text(*view) };
        let texts: Checked<Vec<_>> = views
            .iter()
            .map(|view| Ok(text(view)?.unwrap_or_default().to_owned()))
            .collect();
        Ok(cad_list { texts: texts? })
    })
}

/// Says what the reply to a request for a token means: the token, or why there is none. The buffer
/// is that of `cad_classify_into`.
///
/// On CAD_OK, writes `*token`, NULL where none was granted; then it also writes `*reply`, whose
/// `size` must be set (CAD_REPLY_INIT).
///
/// Owner: the reply's texts live as long as the body and the buffer.
/// NULL: `scratch` may be where `scratch_len` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify_token(
    received: *const cad_http_reply,
    scratch: *mut c_void,
    scratch_len: usize,
    token: Out<'_, Option<Box<cad_string>>>,
    reply: *mut cad_reply,
) -> cad_status {
    guard::status(|| {
        let token = required(raw::empty(token))?;
        // SAFETY: the caller's promise.
        let (received, scratch, out) = unsafe {
            (
                Received::read(received)?,
                Scratch::new(scratch, scratch_len)?,
                raw::sized_out(reply)?,
            )
        };
        match received.parts().classify_token() {
            TokenReply::Granted(granted) => {
                raw::put(Some(token), cad_string::new(granted.expose()));
            }
            TokenReply::Other(reply) => {
                out.write(cad_reply::new(&reply, Some(Api::PostToken), scratch));
            }
        }
        Ok(CAD_OK)
    })
}

/// Says what the reply to a request for a campaign's dispositions means: the list, which may be
/// empty, or why there is none. The API and the buffer are those of `cad_classify_into`.
///
/// On CAD_OK, writes `*list`, NULL where there is none; then it also writes `*reply`, whose `size`
/// must be set (CAD_REPLY_INIT).
///
/// Owner: the reply's texts live as long as the body and the buffer.
/// NULL: `scratch` may be where `scratch_len` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify_list(
    api: cad_api,
    received: *const cad_http_reply,
    scratch: *mut c_void,
    scratch_len: usize,
    list: Out<'_, Option<Box<cad_list>>>,
    reply: *mut cad_reply,
) -> cad_status {
    guard::status(|| {
        let list = required(raw::empty(list))?;
        let api = api_or_unknown(api)?;
        // SAFETY: the caller's promise.
        let (received, scratch, out) = unsafe {
            (
                Received::read(received)?,
                Scratch::new(scratch, scratch_len)?,
                raw::sized_out(reply)?,
            )
        };
        match received.parts().classify_list() {
            ListReply::Dispositions(texts) => {
                raw::put(Some(list), cad_list { texts });
            }
            ListReply::Other(reply) => out.write(cad_reply::new(&reply, api, scratch)),
        }
        Ok(CAD_OK)
    })
}

/// How many texts a list has.
#[unsafe(no_mangle)]
pub extern "C" fn cad_list_count(list: Option<&cad_list>) -> usize {
    guard::get(list, 0, |list| list.texts.len())
}

/// One of the texts, counted from 0.
///
/// Writes `*out` on CAD_OK.
///
/// Errors: CAD_OUT_OF_RANGE.
#[unsafe(no_mangle)]
pub extern "C" fn cad_list_get(
    list: Option<&cad_list>,
    index: usize,
    out: Out<'_, cad_str>,
) -> cad_status {
    guard::status(|| {
        let (list, out) = (required(list)?, required(out)?);
        let text = list.texts.get(index).ok_or(CAD_OUT_OF_RANGE)?;
        out.write(cad_str::of(text));
        Ok(CAD_OK)
    })
}

/// Frees a list.
#[unsafe(no_mangle)]
pub extern "C" fn cad_list_free(list: Option<Box<cad_list>>) {
    guard::value((), || drop(list));
}
