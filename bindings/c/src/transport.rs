//! Your own transport
//!
//! A client can send over any HTTP stack: two functions and a pointer of yours. **One send is one
//! request on the wire**: no hidden resend when a kept connection dies, no redirect followed, no
//! `Referer`, no cookies. It keeps the limits, and returns by then.
//!
//! The answer is given by `cad_answer_reply` or `cad_answer_failed`. A transport that returns
//! without an answer, or whose answer is refused, counts as CAD_KIND_TRANSPORT_FAILED: what it sent
//! may have arrived. A kind that says that nothing was sent must be true.
//!
//! Your functions are called without any lock held, so they may call the library, the same client
//! too. They must return: no `longjmp`, no C++ exception.

use std::ffi::c_void;
use std::mem::offset_of;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use cloudagent_disposition::{CancelToken, HttpReply, HttpRequest, Kind, Limits, Transport};

use crate::cancel::cad_cancel_token;
use crate::codes::{cad_kind, reported};
use crate::guard::{self, Checked};
use crate::host::Host;
use crate::http_request::cad_http_request;
use crate::raw::{self, Given, Sizable};
use crate::reply::{Received, cad_http_reply};
use crate::settings::yes_or_no;
use crate::status::{CAD_BAD_ENUM, CAD_MISUSE, CAD_NULL, CAD_OK, cad_status};

/// The limits of one send.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_limits {
    /// The size of this struct as the library knows it.
    pub size: usize,
    /// How long making a connection may take, in milliseconds.
    pub connect_ms: u64,
    /// How long the whole send may take, in milliseconds, the reading of the body in it.
    pub total_ms: u64,
    /// How many bytes of a body to read: up to so many and one more, which tells that there was
    /// more.
    pub body: usize,
    /// Whether the call was cancelled: `cad_cancel_token_is_cancelled`. A transport that can, looks
    /// from time to time, and then ends the send: with a kind that says that nothing was sent if it
    /// is sure of that, else with CAD_KIND_CANCELLED. A call ends when its send does.
    pub cancel: *const cad_cancel_token,
}

/// Takes what one send came to. It lives until the send returns. Opaque.
pub struct cad_answer {
    given: Mutex<Option<Result<HttpReply, Kind>>>,
    body_limit: usize,
}

/// A transport of yours. Begin with CAD_TRANSPORT_INIT.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_transport {
    /// The size of this struct, by CAD_TRANSPORT_INIT.
    pub size: usize,
    /// Whatever you like: it is handed to both functions.
    pub user: *mut c_void,
    /// Sends a request as it is and gives the answer. Called from any thread, by several at once.
    /// The request, the limits and the answer live until it returns.
    pub send: Option<
        unsafe extern "C" fn(
            user: *mut c_void,
            request: *const cad_http_request,
            limits: *const cad_limits,
            answer: *mut cad_answer,
        ),
    >,
    /// Frees `user`, once, when nothing uses it any more: from any thread. May be NULL.
    pub free: Option<unsafe extern "C" fn(user: *mut c_void)>,
    /// 1 where it can send a GET with a body (`cad_http_request_body_with_get`), over a connection that
    /// no other request uses (`cad_http_request_own_connection`), else 0: then a look-up of call
    /// records sends nothing. Most HTTP stacks can't; libcurl can, by CURLOPT_CUSTOMREQUEST.
    pub can_send_body_with_get: u32,
    /// 0.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, its size comes first. A function pointer is believed like any pointer: it is
// NULL or what its type says.
unsafe impl Sizable for cad_transport {
    const FIRST: usize = offset_of!(Self, can_send_body_with_get);
}

impl Given for cad_transport {}

/// A transport of C's.
pub(crate) struct Foreign {
    transport: cad_transport,
    host: Host,
    can_send_body_with_get: bool,
}

// SAFETY: as of `Host`, which the pointer in it is.
unsafe impl Send for Foreign {}
// SAFETY: as above.
unsafe impl Sync for Foreign {}

impl Foreign {
    pub(crate) unsafe fn read(given: *const cad_transport) -> Checked<Self> {
        // SAFETY: the caller's promise.
        let transport = unsafe { raw::sized(given) }?;
        if transport.send.is_none() {
            return Err(CAD_NULL);
        }
        let can_send_body_with_get = yes_or_no(transport.can_send_body_with_get)?;
        if transport.reserved != 0 {
            return Err(CAD_BAD_ENUM);
        }
        let host = Host::new(transport.user, transport.free);
        Ok(Self {
            transport,
            host,
            can_send_body_with_get,
        })
    }

    /// Takes `user` over from the caller.
    pub(crate) fn adopt(&self) {
        self.host.adopt();
    }
}

impl Transport for Foreign {
    fn send(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        cancel: &CancelToken,
    ) -> Result<HttpReply, Kind> {
        let Some(send) = self.transport.send else {
            return Err(Kind::TransportFailed);
        };
        let cancel = cad_cancel_token {
            token: cancel.clone(),
        };
        let shown = cad_limits {
            size: size_of::<cad_limits>(),
            connect_ms: millis(limits.connect),
            total_ms: millis(limits.total),
            body: limits.body,
            cancel: &raw const cancel,
        };
        let mut answer = cad_answer {
            given: Mutex::new(None),
            body_limit: limits.body,
        };
        // SAFETY: the caller's promise; the arguments live until it returns.
        unsafe {
            send(
                self.host.user(),
                cad_http_request::shown(request),
                &raw const shown,
                &raw mut answer,
            )
        };
        let given = answer
            .given
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        given.unwrap_or(Err(Kind::TransportFailed))
    }

    fn can_send_body_with_get(&self) -> bool {
        self.can_send_body_with_get
    }
}

fn millis(limit: Duration) -> u64 {
    u64::try_from(limit.as_millis()).unwrap_or(u64::MAX)
}

impl cad_answer {
    pub(crate) fn give(&self, given: Result<HttpReply, Kind>) -> Checked<cad_status> {
        let mut place = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if place.is_some() {
            return Err(CAD_MISUSE);
        }
        *place = Some(given);
        Ok(CAD_OK)
    }
}

/// Answers a send with a whole reply, whatever its status. Of the body, no more than the limit and
/// one byte is taken.
///
/// Threads: the send's, or any other that the send waits for.
/// Errors: CAD_MISUSE where there is an answer already, which stays; CAD_NULL, CAD_BAD_SIZE,
/// CAD_PANIC. There is no answer then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_answer_reply(
    answer: *mut cad_answer,
    received: *const cad_http_reply,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let (answer, received) = unsafe { (raw::shared(answer)?, Received::read(received)?) };
        let limit = answer.body_limit.saturating_add(1);
        answer.give(Ok(received.to_owned(limit)))
    })
}

/// Answers a send that failed without a whole reply. In doubt the kind is
/// CAD_KIND_TRANSPORT_FAILED.
///
/// Threads: the send's, or any other that the send waits for.
/// Errors: CAD_MISUSE where there is an answer already, which stays; CAD_BAD_ENUM for a kind that
/// is none of a transport's; CAD_NULL, CAD_PANIC. There is no answer then.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_answer_failed(answer: *mut cad_answer, kind: cad_kind) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let answer = unsafe { raw::shared(answer) }?;
        answer.give(Err(reported(kind)?))
    })
}
