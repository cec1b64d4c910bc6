//! Classifying a reply
//!
//! The simplest job: say what one HTTP reply means, which was fetched by whatever means. No
//! handle, nothing to free.
//!
//!     cad_http_reply received = CAD_HTTP_REPLY_INIT;
//!     received.status = 200;
//!     received.body = cad_cstr(body);
//!     cad_reply reply = CAD_REPLY_INIT;
//!     cad_classify(CAD_API_GET_V2, &received, &reply);
//!     if (reply.effect == CAD_EFFECT_APPLIED) ...
//!     printf("%s: %.*s\n", cad_outcome_name(reply.outcome), CAD_PRINT(reply.hint));

use std::borrow::Cow;
use std::os::raw::c_void;

use cloudagent_disposition::{Api, HttpReply, Reply, ReplyParts, status_number};

use crate::codes::{cad_advice, cad_api, cad_effect, cad_outcome, value};
use crate::guard::{self, Checked};
use crate::raw::{self, Given, Scratch, Sizable};
use crate::status::{CAD_OK, cad_status};
use crate::text::cad_str;

/// One HTTP reply as it came. Begin with CAD_HTTP_REPLY_INIT, which has no status and no body.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_http_reply {
    /// The size of this struct, by CAD_HTTP_REPLY_INIT.
    pub size: usize,
    /// Its HTTP status. A number outside 100 to 999 stands for none, as 0 does.
    pub status: i64,
    /// The value of its header `Retry-After`, absent where there is none. One that is no UTF-8
    /// counts as absent.
    pub retry_after: cad_str,
    /// The value of its header `Date`, likewise.
    pub date: cad_str,
    /// Its body: any bytes, of which 65,537 are enough.
    pub body: cad_str,
}

// SAFETY: `repr(C)`, its size comes first, a number and views.
unsafe impl Sizable for cad_http_reply {}

impl Given for cad_http_reply {}

/// A reply whose pointers were looked at.
pub(crate) struct Received<'a> {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<&'a str>,
    pub(crate) date: Option<&'a str>,
    pub(crate) body: &'a [u8],
}

impl<'a> Received<'a> {
    pub(crate) unsafe fn read(given: *const cad_http_reply) -> Checked<Self> {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized(given) }?;
        // SAFETY: the caller's promise.
        unsafe {
            Ok(Self {
                status: status_number(given.status),
                retry_after: raw::header_value(given.retry_after)?,
                date: raw::header_value(given.date)?,
                body: raw::bytes(given.body)?,
            })
        }
    }

    /// The reply as the core classifies it.
    pub(crate) fn parts(&self) -> ReplyParts<'a> {
        ReplyParts::new(self.status, self.body)
            .retry_after(self.retry_after)
            .date(self.date)
    }

    /// A copy, of the body at most so many bytes.
    pub(crate) fn to_owned(&self, body_limit: usize) -> HttpReply {
        HttpReply {
            status: self.status,
            retry_after: self.retry_after.map(str::to_owned),
            date: self.date.map(str::to_owned),
            body: self.body[..self.body.len().min(body_limit)].to_vec(),
        }
    }
}

/// The API that a reply is of, `None` for 0: unknown.
pub(crate) fn api_or_unknown(api: cad_api) -> Checked<Option<Api>> {
    (api != 0).then(|| value(api)).transpose()
}

/// `cad_reply.left_out`: the vendor's status word.
pub const CAD_TEXT_STATUS: u32 = 1;
/// `cad_reply.left_out`: the vendor's text.
pub const CAD_TEXT_DETAILS: u32 = 2;
/// `cad_reply.left_out`: the ucid.
pub const CAD_TEXT_UCID: u32 = 4;
/// `cad_reply.left_out`: the did.
pub const CAD_TEXT_DID: u32 = 8;
/// `cad_reply.left_out`: the action.
pub const CAD_TEXT_ACTION: u32 = 16;

/// A buffer of this many bytes holds every text of any reply.
pub const CAD_SCRATCH_SIZE: usize = 5120;

/// What one HTTP reply meant. Plain data: its texts point into the body, into the scratch buffer
/// if there was one, or to constants.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_reply {
    /// The size of this struct, by CAD_REPLY_INIT.
    pub size: usize,
    /// What the vendor said.
    pub outcome: cad_outcome,
    /// What happened to the disposition.
    pub effect: cad_effect,
    /// What to do next.
    pub advice: cad_advice,
    /// How many seconds to wait, at most 24 hours; -1 where the server did not say.
    pub retry_after_seconds: i32,
    /// 1 where the vendor's words are known, else 0.
    pub recognised: u32,
    /// Which texts are absent only because they can't be shown by a view of the body, as a sum of
    /// CAD_TEXT_...: an escape was undone, a control character replaced, or broken UTF-8 left
    /// out. Always 0 with a scratch buffer of CAD_SCRATCH_SIZE.
    pub left_out: u32,
    /// The vendor's status word, for logs, at most 256 characters.
    pub status: cad_str,
    /// The vendor's text, for logs, at most 256 characters.
    pub details: cad_str,
    /// The call's unique id as the vendor repeats it, on CAD_OUTCOME_UNKNOWN_CALL.
    pub ucid: cad_str,
    /// The did as the vendor repeats it, on CAD_OUTCOME_UNKNOWN_CALL.
    pub did: cad_str,
    /// The action as the vendor repeats it, on CAD_OUTCOME_INVALID_ACTION.
    pub action: cad_str,
    /// What happened and what to do about it: a sentence for a person.
    pub hint: cad_str,
}

// SAFETY: `repr(C)`, its size comes first, numbers and views.
unsafe impl Sizable for cad_reply {}

impl cad_reply {
    pub(crate) fn new(reply: &Reply<'_>, api: Option<Api>, mut scratch: Scratch<'_>) -> Self {
        let mut left_out = 0;
        let mut show = |text: &Option<Cow<'_, str>>, bit: u32| match text {
            None => cad_str::ABSENT,
            Some(Cow::Borrowed(text)) => cad_str::of(text),
            Some(Cow::Owned(text)) => scratch.keep(text).unwrap_or_else(|| {
                left_out |= bit;
                cad_str::ABSENT
            }),
        };
        let (status, details) = (
            show(&reply.status, CAD_TEXT_STATUS),
            show(&reply.details, CAD_TEXT_DETAILS),
        );
        let (ucid, did, action) = (
            show(&reply.ucid, CAD_TEXT_UCID),
            show(&reply.did, CAD_TEXT_DID),
            show(&reply.action, CAD_TEXT_ACTION),
        );
        Self {
            size: size_of::<Self>(),
            outcome: reply.outcome.number(),
            effect: reply.effect.number(),
            advice: reply.advice.number(),
            retry_after_seconds: seconds(reply.retry_after_seconds),
            recognised: u32::from(reply.recognised),
            left_out,
            status,
            details,
            ucid,
            did,
            action,
            hint: cad_str::of(api.map_or_else(|| reply.hint(), |api| reply.hint_on(api))),
        }
    }
}

/// A wait in seconds, -1 where there is none. The core caps it at a day.
pub(crate) fn seconds(wait: Option<u32>) -> i32 {
    wait.and_then(|seconds| i32::try_from(seconds).ok())
        .unwrap_or(-1)
}

/// Says what the reply to a request that sets a disposition means. Every status and any bytes have
/// an answer. The hint is the one for `api`, the API that the request went to; 0 where that is not
/// known. Of a body over 65,536 bytes the status decides.
///
/// Writes `*out`, whose `size` must be set (CAD_REPLY_INIT), on CAD_OK.
///
/// Owner: the texts of `*out` live as long as the body.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify(
    api: cad_api,
    received: *const cad_http_reply,
    out: *mut cad_reply,
) -> cad_status {
    // SAFETY: the caller's promise; no scratch is fine.
    unsafe { cad_classify_into(api, received, std::ptr::null_mut(), 0, out) }
}

/// `cad_classify` with a buffer for the texts that can't be shown by a view of the body. With
/// CAD_SCRATCH_SIZE bytes no text is left out.
///
/// Writes `*out`, whose `size` must be set (CAD_REPLY_INIT), and the buffer, on CAD_OK.
///
/// Owner: the texts of `*out` live as long as the body and the buffer.
/// NULL: `scratch` may be where `scratch_len` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify_into(
    api: cad_api,
    received: *const cad_http_reply,
    scratch: *mut c_void,
    scratch_len: usize,
    out: *mut cad_reply,
) -> cad_status {
    guard::status(|| {
        let api = api_or_unknown(api)?;
        // SAFETY: the caller's promise.
        let (received, scratch, out) = unsafe {
            (
                Received::read(received)?,
                Scratch::new(scratch, scratch_len)?,
                raw::sized_out(out)?,
            )
        };
        let reply = received.parts().classify();
        out.write(cad_reply::new(&reply, api, scratch));
        Ok(CAD_OK)
    })
}

/// `cad_classify` for many replies in one call: `out[i]` says what `received[i]` means. A text that
/// can't be shown by a view of its body is named in that reply's `left_out`, and
/// `cad_classify_into` shows it.
///
/// Both arrays have `count` elements. The elements of an array are all of one `size`, which is the
/// distance from one to the next: an array of CAD_HTTP_REPLY_INITs, and one of CAD_REPLY_INITs.
///
/// Writes `out`, the `size` of whose elements must be set, on CAD_OK; nothing of it otherwise.
///
/// Owner: the texts of `out` live as long as the bodies.
/// NULL: either array may be where `count` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify_many(
    api: cad_api,
    received: *const cad_http_reply,
    count: usize,
    out: *mut cad_reply,
) -> cad_status {
    guard::status(|| {
        let api = api_or_unknown(api)?;
        // SAFETY: the caller's promise.
        let (received, out) = unsafe { (raw::array(received, count)?, raw::array(out, count)?) };
        let at = |i| -> Checked<_> {
            // SAFETY: the caller's promise.
            unsafe { Ok((Received::read(received.at(i)?)?, out.out_at(i)?)) }
        };
        // Everything is looked at before anything is written.
        for i in 0..count {
            at(i)?;
        }
        for i in 0..count {
            let (one, out) = at(i)?;
            let reply = one.parts().classify();
            out.write(cad_reply::new(&reply, api, Scratch::none()));
        }
        Ok(CAD_OK)
    })
}
