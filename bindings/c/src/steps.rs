//! The engine's steps
//!
//! For a host with a loop of its own: the sending rules without I/O, clock or thread. One call is
//! one `cad_call`; you tell it what happened and when, and it tells what to do next.
//!
//!     cad_step step = CAD_STEP_INIT;
//!     cad_engine_start(engine, &request, NULL, NULL, now_ms(), &call, &step);
//!     // CAD_STEP_SEND: send step.request once, and tell what came back:
//!     cad_event event = CAD_EVENT_INIT;
//!     event.kind = CAD_EVENT_REPLY;
//!     event.seq = step.seq;
//!     event.reply = &received; // a cad_http_reply
//!     cad_call_step(call, &event, now_ms(), &step);
//!     // CAD_STEP_STORE: ask the token store, and tell its answer: CAD_EVENT_STORED
//!     // CAD_STEP_TOKEN: ask the token source: CAD_EVENT_TOKEN_GIVEN, or CAD_EVENT_FAILED
//!     // CAD_STEP_WAIT: at step.until_ms give a CAD_EVENT_TIMER
//!     // CAD_STEP_ABORT: abort the send step.seq, and answer it with what you know of it
//!     // CAD_STEP_DONE: step.receipt tells what became of the call
//!     // CAD_STEP_LISTED: the same of one that `cad_engine_start_list` began, in step.list
//!     // CAD_STEP_SETTLED: of one that `cad_engine_start_look_up` began, in step.settlements
//!
//! Branch on no status, delay or text yourself: the steps say everything.

use std::mem::offset_of;

use cloudagent_disposition::engine::{Event, WallMillis};
use cloudagent_disposition::{SecretBytes, StoreAnswer, StoreOperation};

use crate::codes::{cad_kind, own_codes, reported};
use crate::guard::Checked;
use crate::http_request::cad_http_request;
use crate::listing::cad_disposition_list;
use crate::look_up::cad_settlements;
use crate::raw::{self, Given, Sizable};
use crate::receipt::cad_receipt;
use crate::reply::{Received, cad_http_reply};
use crate::status::{CAD_BAD_ENUM, CAD_PANIC};
use crate::text::cad_str;
use crate::tokens::{
    CAD_STORED_CONFLICT, CAD_STORED_FAILED, CAD_STORED_FOUND, CAD_STORED_NOTHING,
    CAD_STORED_WRITTEN, cad_store_answer, token_of,
};

own_codes! {
    /// What happened. Closed.
    pub type cad_event_kind, named by cad_event_kind_name, in EVENTS {
        /// Nothing but time passed. Fine at any moment.
        CAD_EVENT_TIMER = 1 "timer",
        /// A whole reply came to the send of that number.
        CAD_EVENT_REPLY = 2 "reply",
        /// The send of that number failed without a whole reply, or the token source gave no token
        /// for the step of that number.
        CAD_EVENT_FAILED = 3 "failed",
        /// The call is no longer wanted.
        CAD_EVENT_CANCELLED = 4 "cancelled",
        /// The token store answered the step of that number.
        CAD_EVENT_STORED = 5 "stored",
        /// The token source gave a token for the step of that number.
        CAD_EVENT_TOKEN_GIVEN = 6 "token_given",
    }
}

own_codes! {
    /// What to do next. Closed.
    pub type cad_step_kind, named by cad_step_kind_name, in STEPS {
        /// Send the request, once, and answer under its number. When its time is over give a timer.
        CAD_STEP_SEND = 1 "send",
        /// Wait for what is in flight. When the time is over, and not before, give a timer.
        CAD_STEP_WAIT = 2 "wait",
        /// The call has ended, and every later event gets the same again.
        CAD_STEP_DONE = 3 "done",
        /// Abort that send, and answer it with what is known of it: a reply that came all the same,
        /// or whether the request may have left. When the time is over give a timer.
        CAD_STEP_ABORT = 4 "abort",
        /// Do this with the token store, and answer under its number. Carry it out to its end even
        /// where the call has ended meanwhile. When the time is over give a timer.
        CAD_STEP_STORE = 5 "store",
        /// Ask the token source for a token, and answer under its number. When the time is over give
        /// a timer; where the call ends, drop it.
        CAD_STEP_TOKEN = 6 "token",
        /// The call that asked for a campaign's dispositions has ended: as CAD_STEP_DONE, with a list
        /// instead of a receipt.
        CAD_STEP_LISTED = 7 "listed",
        /// The call that looked records up has ended: as CAD_STEP_DONE, with settlements instead of a
        /// receipt.
        CAD_STEP_SETTLED = 8 "settled",
    }
}

own_codes! {
    /// What to do with a token store. Closed.
    pub type cad_store_operation, named by cad_store_operation_name, in OPERATIONS {
        /// Read what is kept under the key: `get` of a `cad_token_store`.
        CAD_STORE_GET = 1 "get",
        /// Keep the bytes under the key if the version is still this one: its `put_if`.
        CAD_STORE_PUT_IF = 2 "put_if",
    }
}

/// What happened. Begin with CAD_EVENT_INIT, which is a timer.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_event {
    /// The size of this struct, by CAD_EVENT_INIT.
    pub size: usize,
    /// What happened.
    pub kind: cad_event_kind,
    /// Of a reply, a failure, and what a store or a source answered: the number that came with the
    /// step.
    pub seq: u32,
    /// Of a failure: how it failed. In doubt, CAD_KIND_TRANSPORT_FAILED.
    pub failure: cad_kind,
    /// Of a failure with CAD_KIND_CANCELLED: 1 where the request surely did not leave, else 0. Every
    /// other kind says that itself.
    pub not_sent: u32,
    /// Of a reply: the reply. Copied.
    pub reply: *const cad_http_reply,
    /// Of what came from outside: when it came, in milliseconds since 1970 in UTC; 0 where you don't
    /// know.
    pub wall_ms: u64,
    /// Of CAD_STORED_FOUND: what is kept. Copied.
    pub bytes: cad_str,
    /// Of CAD_STORED_FOUND: which writing of it that is. Copied.
    pub version: cad_str,
    /// Of a token given: the token. Copied.
    pub token: cad_str,
    /// Of what a store answered: its answer.
    pub answer: cad_store_answer,
    /// 0.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, its size comes first, numbers, views and a pointer.
unsafe impl Sizable for cad_event {
    const FIRST: usize = offset_of!(Self, wall_ms);
}

impl Given for cad_event {
    const INIT: Self = Self {
        kind: CAD_EVENT_TIMER,
        ..Self::ZERO
    };
}

/// What to do next. What it points to belongs to the call.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_step {
    /// The size of this struct, by CAD_STEP_INIT.
    pub size: usize,
    /// What to do.
    pub kind: cad_step_kind,
    /// Of a send, a store and a token: its number, which is handed out exactly once. Of an abort: that
    /// send's.
    pub seq: u32,
    /// Of a send: a connection must stand by then, or it fails with CAD_KIND_CONNECT_TIMEOUT.
    pub connect_by_ms: u64,
    /// When to give a timer, but at the end. Of a send: when the call's time is over.
    pub until_ms: u64,
    /// Of a send: what to send; else NULL. It lives until this send is answered or the call is
    /// freed, also where a later step has come: a transfer that is to be aborted may still read it.
    pub request: *const cad_http_request,
    /// Of the end: what became of the call, until the call is freed; else NULL.
    pub receipt: *const cad_receipt,
    /// The ids of other calls of this engine that wait for what this one just settled, until the
    /// next step: give each a timer. Forgetting one costs time, never the call.
    pub wake: *const u64,
    /// How many ids `wake` has.
    pub wake_count: usize,
    /// Of a send: how many bytes of a body to read: up to so many and one more, which tells that
    /// there was more.
    pub body_limit: usize,
    /// Of a store: what to read, or what to keep the bytes under. Like what stands in `request`, it
    /// lives until this step is answered or the call is freed; and so do the next two.
    pub key: cad_str,
    /// Of CAD_STORE_PUT_IF: the version that was read; absent if there must be nothing under the key.
    pub version: cad_str,
    /// Of CAD_STORE_PUT_IF: what to keep. They hold a token: don't log them.
    pub bytes: cad_str,
    /// Of a store: what to do with it.
    pub operation: cad_store_operation,
    /// Of a token: 1 where the server has refused the one that was given last, else 0: then the same
    /// again is of no use.
    pub renew: u32,
    /// Of the end of a call that asked for a list: what came of it, until the call is freed; else
    /// NULL.
    pub list: *const cad_disposition_list,
    /// Of the end of a call that looked records up: what came of it, for each request in their order,
    /// until the call is freed; else NULL.
    pub settlements: *const cad_settlements,
}

// SAFETY: `repr(C)`, its size comes first, numbers, views and pointers.
unsafe impl Sizable for cad_step {
    const FIRST: usize = offset_of!(Self, key);
}

impl cad_step {
    /// Shows what to do with a store, which stays where it is.
    pub(crate) fn point_to(&mut self, operation: &StoreOperation) -> Checked<()> {
        match operation {
            StoreOperation::Get { key } => {
                (self.operation, self.key) = (CAD_STORE_GET, cad_str::of(key));
            }
            StoreOperation::PutIf {
                key,
                version,
                bytes,
            } => {
                (self.operation, self.key) = (CAD_STORE_PUT_IF, cad_str::of(key));
                self.version = cad_str::of_option(version.as_deref());
                self.bytes = cad_str::of_bytes(bytes.expose());
            }
            // There is no such operation.
            _ => return Err(CAD_PANIC),
        }
        Ok(())
    }
}

impl cad_event {
    /// The core's event. `body_limit` says how many bytes of a reply's body the send of a number was to
    /// read; what a host has read beyond it and one more is not copied.
    pub(crate) unsafe fn read(
        given: *const Self,
        body_limit: impl FnOnce(u32) -> usize,
    ) -> Checked<Event> {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized(given) }?;
        if given.not_sent > 1 || given.reserved != 0 {
            return Err(CAD_BAD_ENUM);
        }
        let (seq, wall) = (given.seq, WallMillis(given.wall_ms));
        Ok(match given.kind {
            CAD_EVENT_TIMER => Event::Timer,
            CAD_EVENT_CANCELLED => Event::Cancelled,
            CAD_EVENT_FAILED => {
                let kind = reported(given.failure)?;
                let sent = given.not_sent == 0;
                Event::Failed { seq, kind, sent }
            }
            CAD_EVENT_REPLY => {
                // SAFETY: the caller's promise.
                let reply = unsafe { Received::read(given.reply) }?;
                let reply = reply.to_owned(body_limit(seq).saturating_add(1));
                Event::Reply { seq, reply, wall }
            }
            CAD_EVENT_STORED => {
                // SAFETY: the caller's promise.
                let answer = unsafe { given.stored() }?;
                Event::Stored { seq, answer, wall }
            }
            CAD_EVENT_TOKEN_GIVEN => {
                // SAFETY: the caller's promise.
                let token = token_of(unsafe { raw::bytes(given.token) }?);
                Event::TokenGiven { seq, token, wall }
            }
            _ => return Err(CAD_BAD_ENUM),
        })
    }

    /// What the store answered.
    unsafe fn stored(&self) -> Checked<StoreAnswer> {
        Ok(match self.answer {
            CAD_STORED_FOUND => {
                // SAFETY: the caller's promise.
                let (bytes, version) =
                    unsafe { (raw::bytes(self.bytes)?, raw::text(self.version)?) };
                StoreAnswer::Found {
                    bytes: SecretBytes::new(bytes),
                    version: version.unwrap_or_default().to_owned(),
                }
            }
            CAD_STORED_NOTHING => StoreAnswer::Nothing,
            CAD_STORED_WRITTEN => StoreAnswer::Written,
            CAD_STORED_CONFLICT => StoreAnswer::Conflict,
            CAD_STORED_FAILED => StoreAnswer::Failed,
            _ => return Err(CAD_BAD_ENUM),
        })
    }
}
