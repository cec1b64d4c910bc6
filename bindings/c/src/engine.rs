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
//!     event.http_status = 200;
//!     event.body = body;
//!     event.body_len = body_len;
//!     cad_call_step(call, &event, now_ms(), &step);
//!     // CAD_STEP_WAIT: at step.until_ms give a CAD_EVENT_TIMER
//!     // CAD_STEP_DONE: step.receipt tells what became of the call
//!
//! Branch on no status, delay or text yourself: the steps say everything. A kind of step that you
//! don't know is a wait until `until_ms`.

use std::os::raw::{c_char, c_void};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use cloudagent_disposition::HttpReply;
use cloudagent_disposition::engine::{Call, Engine, Event, Millis, Output, Seed, Step};

use crate::codes::call::{KINDS, cad_kind};
use crate::codes::{self, Row};
use crate::guard::{self, Checked};
use crate::http_request::cad_http_request;
use crate::raw::{self, Out, Sizable, required};
use crate::receipt::cad_receipt;
use crate::request::cad_request;
use crate::settings::{self, cad_call_options, cad_settings};
use crate::status::{CAD_BAD_ENUM, CAD_BUSY, CAD_MISUSE, CAD_OK, cad_status};
use crate::text::cad_str;

/// The rules and the settings that calls share. Use it from any thread. Opaque.
pub struct cad_engine {
    engine: Engine,
}

/// One logical call. Opaque.
pub struct cad_call {
    call: Call,
    shown: Mutex<Shown>,
}

/// What the last steps point to.
#[derive(Default)]
struct Shown {
    request: Option<Box<cad_http_request>>,
    receipt: Option<Box<cad_receipt>>,
    wake: Vec<u64>,
}

/// What happened.
pub type cad_event_kind = u32;

/// Nothing but time passed. Fine at any moment.
pub const CAD_EVENT_TIMER: cad_event_kind = 1;
/// A whole reply came to the send `seq`.
pub const CAD_EVENT_REPLY: cad_event_kind = 2;
/// The send `seq` failed without a whole reply, as `failure` says.
pub const CAD_EVENT_FAILED: cad_event_kind = 3;
/// The call is no longer wanted.
pub const CAD_EVENT_CANCELLED: cad_event_kind = 4;

/// Every `cad_event_kind`.
pub const EVENTS: &[Row<()>] = &[
    codes::row(CAD_EVENT_TIMER, c"timer", ()),
    codes::row(CAD_EVENT_REPLY, c"reply", ()),
    codes::row(CAD_EVENT_FAILED, c"failed", ()),
    codes::row(CAD_EVENT_CANCELLED, c"cancelled", ()),
];

/// The name of a `cad_event_kind`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_event_kind_name(number: cad_event_kind) -> *const c_char {
    codes::name(EVENTS, number)
}

/// What to do next.
pub type cad_step_kind = u32;

/// Send `request`, once, and answer under `seq`. At `until_ms` give a timer, then abort the send.
pub const CAD_STEP_SEND: cad_step_kind = 1;
/// Wait for what is in flight. At `until_ms`, and not before, give a timer.
pub const CAD_STEP_WAIT: cad_step_kind = 2;
/// The call has ended, and every later event gets the same again.
pub const CAD_STEP_DONE: cad_step_kind = 3;

/// Every `cad_step_kind`.
pub const STEPS: &[Row<()>] = &[
    codes::row(CAD_STEP_SEND, c"send", ()),
    codes::row(CAD_STEP_WAIT, c"wait", ()),
    codes::row(CAD_STEP_DONE, c"done", ()),
];

/// The name of a `cad_step_kind`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_step_kind_name(number: cad_step_kind) -> *const c_char {
    codes::name(STEPS, number)
}

/// What happened. Begin with CAD_EVENT_INIT, which is a timer.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_event {
    /// The size of this struct, by CAD_EVENT_INIT.
    pub size: usize,
    /// What happened.
    pub kind: cad_event_kind,
    /// Of a reply and a failure: the number that came with the send.
    pub seq: u32,
    /// Of a failure: how it failed. In doubt, CAD_KIND_TRANSPORT_FAILED.
    pub failure: cad_kind,
    /// Of a reply: its HTTP status.
    pub http_status: u32,
    /// Of a reply: the value of its header `Retry-After`; absent where there is none.
    pub retry_after: cad_str,
    /// Of a reply: the value of its header `Date`; absent where there is none.
    pub date: cad_str,
    /// Of a reply: its body, of which 65,537 bytes are enough.
    pub body: *const c_void,
    /// Of a reply: how many bytes its body has.
    pub body_len: usize,
}

// SAFETY: `repr(C)`, its size comes first, numbers, views and a pointer.
unsafe impl Sizable for cad_event {}

/// What to do next. What it points to belongs to the call.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_step {
    /// The size of this struct, by CAD_STEP_INIT.
    pub size: usize,
    /// What to do.
    pub kind: cad_step_kind,
    /// Of a send: its number. Each is handed out exactly once.
    pub seq: u32,
    /// Of a send: a connection must stand by then, or it fails with CAD_KIND_CONNECT_TIMEOUT.
    pub connect_by_ms: u64,
    /// Of a send: a whole reply must have come by then. Of a wait: when to give a timer.
    pub until_ms: u64,
    /// Of a send: what to send, until the next send or until the call is freed; else NULL.
    pub request: *const cad_http_request,
    /// Of the end: what became of the call, until the call is freed; else NULL.
    pub receipt: *const cad_receipt,
    /// The ids of other calls of this engine that wait for what this one just settled, until the
    /// next step: give each a timer. Forgetting one costs time, never the call.
    pub wake: *const u64,
    /// How many ids `wake` has.
    pub wake_count: usize,
}

// SAFETY: `repr(C)`, its size comes first, numbers and pointers.
unsafe impl Sizable for cad_step {}

impl Shown {
    /// Keeps what the step points to, and shows it.
    fn show(&mut self, output: Output) -> cad_step {
        self.wake = output.wake.iter().map(|id| id.get()).collect();
        let mut step = cad_step {
            size: size_of::<cad_step>(),
            kind: CAD_STEP_WAIT,
            seq: 0,
            connect_by_ms: 0,
            until_ms: 0,
            request: std::ptr::null(),
            receipt: std::ptr::null(),
            wake: std::ptr::null(),
            wake_count: self.wake.len(),
        };
        if !self.wake.is_empty() {
            step.wake = self.wake.as_ptr();
        }
        match output.step {
            Step::Send {
                seq,
                request,
                connect_by,
                until,
            } => {
                step.kind = CAD_STEP_SEND;
                (step.seq, step.connect_by_ms, step.until_ms) = (seq, connect_by.0, until.0);
                let request = cad_http_request { request: *request };
                step.request = &raw const **self.request.insert(Box::new(request));
            }
            Step::Done { result } => {
                step.kind = CAD_STEP_DONE;
                let receipt = self
                    .receipt
                    .get_or_insert_with(|| Box::new(cad_receipt::new(*result)));
                step.receipt = &raw const **receipt;
            }
            Step::Wait { until } => step.until_ms = until.0,
            // A step of a newer core: nothing to do but to ask again.
            _ => {}
        }
        step
    }
}

impl cad_event {
    /// The core's event.
    ///
    /// # Safety
    ///
    /// The caller's promise.
    unsafe fn read(given: *const Self) -> Checked<Event> {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized(given) }?;
        let seq = given.seq;
        Ok(match given.kind {
            CAD_EVENT_TIMER => Event::Timer,
            CAD_EVENT_CANCELLED => Event::Cancelled,
            CAD_EVENT_FAILED => {
                let kind = codes::value(KINDS, given.failure)?.ok_or(CAD_BAD_ENUM)?;
                Event::Failed { seq, kind }
            }
            CAD_EVENT_REPLY => {
                // SAFETY: the caller's promise.
                let (retry_after, date, body) = unsafe {
                    (
                        raw::header_value(given.retry_after)?,
                        raw::header_value(given.date)?,
                        raw::bytes(given.body, given.body_len)?,
                    )
                };
                let reply = HttpReply {
                    status: u16::try_from(given.http_status).map_err(|_| CAD_BAD_ENUM)?,
                    retry_after: retry_after.map(str::to_owned),
                    date: date.map(str::to_owned),
                    body: body.to_vec(),
                };
                Event::Reply { seq, reply }
            }
            _ => return Err(CAD_BAD_ENUM),
        })
    }
}

/// Makes an engine.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// Owner: you; free what was written with `cad_engine_free` or `cad_receipt_free`. Nothing of the
/// arguments is kept. NULL: `problem` may be. Threads: any. Errors: CAD_INVALID, CAD_NULL,
/// CAD_INVALID_UTF8, CAD_BAD_SIZE, CAD_BAD_ENUM, CAD_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_new(
    settings: *const cad_settings,
    out: Out<'_, Option<Box<cad_engine>>>,
    problem: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    guard::status(|| {
        let out = required(out)?;
        // SAFETY: the caller's promise.
        let settings = unsafe { settings::read(settings) }?;
        let engine = settings.make(problem, Engine::new)?;
        raw::put(Some(out), cad_engine { engine });
        Ok(CAD_OK)
    })
}

/// Frees an engine. Its calls go on.
///
/// Owner: the engine is gone. NULL: does nothing. Threads: any, while no other uses the engine.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_engine_free(engine: Option<Box<cad_engine>>) {
    guard::value((), || drop(engine));
}

/// Begins a call: validates the request, and says what to do first. `now_ms` is a moment of your
/// monotonic clock, whose zero does not matter; one engine takes one clock. `seed` is 16 random
/// bytes, which also name the call; NULL takes them from the operating system.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK.
///
/// Owner: you; free the call with `cad_call_free`. Nothing of the arguments is kept. NULL: `options`
/// and `seed` may be. Threads: any, several at once. Errors: CAD_NULL, CAD_INVALID_UTF8,
/// CAD_BAD_SIZE, CAD_BAD_ENUM, CAD_PANIC. What is wrong with the request is no error here: the call
/// has ended then, and its receipt tells.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_start(
    engine: *mut cad_engine,
    request: *const cad_request,
    options: *const cad_call_options,
    seed: *const u8,
    now_ms: u64,
    out: Out<'_, Option<Box<cad_call>>>,
    step: *mut cad_step,
) -> cad_status {
    guard::status(|| {
        let out = required(out)?;
        // SAFETY: the caller's promise.
        let (engine, request, options, seed, step) = unsafe {
            (
                raw::shared(engine)?,
                cad_request::read(request)?,
                cad_call_options::read(options)?,
                seed.cast::<[u8; 16]>().as_ref(),
                raw::sized_out(step)?,
            )
        };
        let seed = seed.map_or_else(Seed::random, |seed| Seed(u128::from_be_bytes(*seed)));
        let (call, output) = engine
            .engine
            .start(&request, &options, seed, Millis(now_ms));
        let mut shown = Shown::default();
        step.write(shown.show(output));
        let shown = Mutex::new(shown);
        raw::put(Some(out), cad_call { call, shown });
        Ok(CAD_OK)
    })
}

/// Tells what happened, and learns what to do next. Every event is legal at any time: a timer too
/// early, a stale or a second answer, and anything after the end change nothing, and get the
/// current step again (but no send twice).
///
/// Writes `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK.
///
/// Owner: the call owns what `*step` points to. NULL: nothing may be. Threads: any, one at a time.
/// Errors: CAD_BUSY where another thread is in this function with this call; CAD_MISUSE for an answer
/// to a send that was never handed out; CAD_NULL, CAD_BAD_SIZE, CAD_BAD_ENUM. Nothing has changed
/// then. CAD_PANIC.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_call_step(
    call: *mut cad_call,
    event: *const cad_event,
    now_ms: u64,
    step: *mut cad_step,
) -> cad_status {
    guard::status(|| {
        // SAFETY: the caller's promise.
        let call = unsafe { raw::shared(call) }?;
        let mut shown = call.shown()?;
        // SAFETY: the caller's promise.
        let (event, step) = unsafe { (cad_event::read(event)?, raw::sized_out(step)?) };
        let output = call
            .call
            .step(event, Millis(now_ms))
            .map_err(|_| CAD_MISUSE)?;
        step.write(shown.show(output));
        Ok(CAD_OK)
    })
}

impl cad_call {
    fn shown(&self) -> Checked<MutexGuard<'_, Shown>> {
        match self.shown.try_lock() {
            Ok(shown) => Ok(shown),
            Err(TryLockError::Poisoned(shown)) => Ok(PoisonError::into_inner(shown)),
            Err(TryLockError::WouldBlock) => Err(CAD_BUSY),
        }
    }
}

/// The number by which other calls' steps speak of this one in `wake`.
///
/// Owner: nothing. NULL: the largest number, which no call has. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_call_id(call: Option<&cad_call>) -> u64 {
    guard::value(u64::MAX, || {
        call.map_or(u64::MAX, |call| call.call.id().get())
    })
}

/// Frees a call. One that has not ended is forgotten: what became of it nobody will know.
///
/// Owner: the call is gone, and everything that its steps point to. NULL: does nothing. Threads: any,
/// while no other uses the call. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_call_free(call: Option<Box<cad_call>>) {
    guard::value((), || drop(call));
}
