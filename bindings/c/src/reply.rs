//! Classifying a reply
//!
//! The simplest job: say what one HTTP reply means, which was fetched by whatever means. No
//! handle, nothing to free.
//!
//!     cad_reply reply = CAD_REPLY_INIT;
//!     cad_classify(200, body, body_len, cad_cstr(NULL), cad_cstr(NULL), &reply);
//!     if (reply.effect == CAD_EFFECT_APPLIED) ...
//!     printf("%s: %.*s\n", cad_outcome_name(reply.outcome), CAD_PRINT(reply.hint));

use std::borrow::Cow;
use std::os::raw::c_void;

use cloudagent_disposition::{Api, Reply, classify_borrowed};

use crate::codes::answer::{ADVICE, EFFECTS, OUTCOMES, cad_advice, cad_effect, cad_outcome};
use crate::codes::number;
use crate::guard;
use crate::raw::{self, Scratch, Sizable};
use crate::status::{CAD_OK, cad_status};
use crate::text::cad_str;

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
    /// The same for the GET APIs, which for an address that is gone have another remedy.
    pub hint_on_get: cad_str,
}

// SAFETY: `repr(C)`, its size comes first, numbers and views.
unsafe impl Sizable for cad_reply {}

impl cad_reply {
    pub(crate) fn new(reply: &Reply<Cow<'_, str>>, mut scratch: Scratch<'_>) -> Self {
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
            outcome: number(OUTCOMES, reply.outcome),
            effect: number(EFFECTS, reply.effect),
            advice: number(ADVICE, reply.advice),
            retry_after_seconds: seconds(reply.retry_after_seconds),
            recognised: u32::from(reply.recognised),
            left_out,
            status,
            details,
            ucid,
            did,
            action,
            hint: cad_str::of(reply.hint()),
            hint_on_get: cad_str::of(reply.hint_on(Api::GetV2)),
        }
    }
}

/// A wait in seconds, -1 where there is none. The core caps it at a day.
pub(crate) fn seconds(wait: Option<u32>) -> i32 {
    wait.and_then(|seconds| i32::try_from(seconds).ok())
        .unwrap_or(-1)
}

/// Says what the reply to a request that sets a disposition means. Every status and any bytes have
/// an answer. `retry_after` and `date` are the values of the reply's headers, absent where there
/// are none; one that is no UTF-8 counts as absent. Of a body over 65,536 bytes the status decides.
///
/// Writes `*out`, whose `size` must be set (CAD_REPLY_INIT), on CAD_OK.
///
/// Owner: nothing to free; the texts of `*out` live as long as the body. NULL: `out` may not be;
/// `body` may be where `body_len` is 0. Threads: any. Errors: CAD_NULL, CAD_BAD_SIZE, CAD_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify(
    http_status: u16,
    body: *const c_void,
    body_len: usize,
    retry_after: cad_str,
    date: cad_str,
    out: *mut cad_reply,
) -> cad_status {
    let (scratch, size) = (std::ptr::null_mut(), 0);
    // SAFETY: the caller's promise; no scratch is fine.
    unsafe {
        cad_classify_into(
            http_status,
            body,
            body_len,
            retry_after,
            date,
            scratch,
            size,
            out,
        )
    }
}

/// `cad_classify` with a buffer for the texts that can't be shown by a view of the body. With
/// CAD_SCRATCH_SIZE bytes no text is left out.
///
/// Writes `*out`, whose `size` must be set (CAD_REPLY_INIT), and the buffer, on CAD_OK.
///
/// Owner: nothing to free; the texts of `*out` live as long as the body and the buffer. NULL:
/// `out` may not be; `body` and `scratch` may be where their length is 0. Threads: any. Errors:
/// CAD_NULL, CAD_BAD_SIZE, CAD_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_classify_into(
    http_status: u16,
    body: *const c_void,
    body_len: usize,
    retry_after: cad_str,
    date: cad_str,
    scratch: *mut c_void,
    scratch_len: usize,
    out: *mut cad_reply,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let (body, retry_after, date, scratch, out) = unsafe {
            (
                raw::bytes(body, body_len)?,
                raw::header_value(retry_after)?,
                raw::header_value(date)?,
                Scratch::new(scratch, scratch_len)?,
                raw::sized_out(out)?,
            )
        };
        let reply = classify_borrowed(http_status, body, retry_after, date);
        out.write(cad_reply::new(&reply, scratch));
        Ok(CAD_OK)
    })
}
