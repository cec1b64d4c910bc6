//! The engine and its calls.

use std::sync::{Mutex, PoisonError, TryLockError};

use cloudagent_disposition::Field;
use cloudagent_disposition::engine::{Call, Engine, Millis, Output, Seed};

use crate::guard::{self, Checked};
use crate::raw::{self, Out, SizedOut, required};
use crate::receipt::cad_receipt;
use crate::request::cad_request;
use crate::settings::{self, cad_call_options, cad_settings};
use crate::shown::Shown;
use crate::status::{CAD_BUSY, CAD_MISUSE, CAD_OK, cad_status};
use crate::steps::{cad_event, cad_step};
use crate::text::cad_str;
use crate::violations::{self, cad_violations};

/// The rules and the settings that calls share. Use it from any thread. Opaque.
pub struct cad_engine {
    pub(crate) engine: Engine,
}

/// One logical call. Opaque.
pub struct cad_call {
    call: Call,
    shown: Mutex<Shown>,
}

/// Makes an engine.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// NULL: `problem` may be.
/// Errors: CAD_INVALID; CAD_MISUSE where the settings hold a token store or source.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_new(
    settings: *const cad_settings,
    out: Out<'_, Option<Box<cad_engine>>>,
    problem: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    settings::make(out, problem, || {
        // SAFETY: the caller's promise.
        let settings = unsafe { settings::read(settings) }?;
        Ok(Engine::new(settings).map(|engine| cad_engine { engine }))
    })
}

/// Ends the engine: calls that are begun later end at once, with the kind CAD_KIND_CLOSED. Those that
/// are out go on to their end. Closing twice is fine.
///
/// Owner: the engine is still to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_close(engine: *mut cad_engine) {
    guard::value((), || {
        // SAFETY: the caller's promise.
        if let Ok(engine) = unsafe { raw::shared(engine) } {
            engine.engine.close();
        }
    });
}

/// Frees an engine. Its calls go on.
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
/// NULL: `options` and `seed` may be.
/// Errors: CAD_NULL, CAD_BAD_SIZE, CAD_BAD_ENUM, CAD_PANIC. What is wrong with the request is no
/// error here: the call has ended then, and its receipt tells.
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
        let out = required(raw::empty(out))?;
        // SAFETY: the caller's promise.
        let (engine, request, options, seed, step) = unsafe {
            (
                &raw::shared(engine)?.engine,
                cad_request::read(request)?,
                cad_call_options::read(options)?,
                seed.cast::<[u8; 16]>().as_ref(),
                raw::sized_out(step)?,
            )
        };
        let seed = seed_of(seed);
        let (call, output) = engine.start(&request, &options, seed, Millis(now_ms));
        Ok(raw::put(Some(out), begun(call, output, step)?))
    })
}

/// A call, whose first step is shown.
pub(crate) fn begun(call: Call, output: Output, step: SizedOut<'_, cad_step>) -> Checked<cad_call> {
    let mut shown = Shown::default();
    step.write(shown.show(output)?);
    let shown = Mutex::new(shown);
    Ok(cad_call { call, shown })
}

/// Begins a call that asks for a campaign's dispositions. It is driven as every other is, by the same
/// steps and events, comes by its token by the same rules, and ends with CAD_STEP_LISTED. It is sent
/// once, but for a token that is refused and renewed. The rest is as for `cad_engine_start`.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK, `*problems` on
/// CAD_INVALID: it can't be asked so.
///
/// NULL: `options`, `seed` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_start_list(
    engine: *mut cad_engine,
    campaign: cad_str,
    options: *const cad_call_options,
    seed: *const u8,
    now_ms: u64,
    out: Out<'_, Option<Box<cad_call>>>,
    step: *mut cad_step,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    violations::make(out, problems, || {
        // SAFETY: the caller's promise.
        let (engine, campaign, options, seed, step) = unsafe {
            (
                &raw::shared(engine)?.engine,
                raw::text_or_invalid(Field::Campaign, campaign)?,
                cad_call_options::read(options)?,
                seed.cast::<[u8; 16]>().as_ref(),
                raw::sized_out(step)?,
            )
        };
        let seed = seed_of(seed);
        let started = campaign
            .and_then(|campaign| engine.start_list(campaign, &options, seed, Millis(now_ms)));
        match started {
            Ok((call, output)) => begun(call, output, step).map(Ok),
            Err(invalid) => Ok(Err(invalid)),
        }
    })
}

/// The caller's 16 random bytes, or the operating system's.
pub(crate) fn seed_of(given: Option<&[u8; 16]>) -> Seed {
    given.map_or_else(Seed::random, |seed| Seed(u128::from_be_bytes(*seed)))
}

/// Tells what happened, and learns what to do next. Every event is legal at any time. What is
/// neither an answer to what is out nor the first cancel counts as a timer, and one too
/// early gets CAD_STEP_WAIT: no step is handed out twice, but for the end, which repeats.
///
/// Writes `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK.
///
/// Owner: the call owns what `*step` points to.
/// Threads: any, one at a time.
/// Errors: CAD_BUSY where another thread is in this function with this call; CAD_MISUSE for an
/// answer to a step that was never handed out, or of another sort; CAD_NULL, CAD_BAD_SIZE,
/// CAD_BAD_ENUM, and CAD_INVALID_UTF8 for a store's version. Nothing has changed then. CAD_PANIC.
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
        let mut shown = match call.shown.try_lock() {
            Ok(shown) => shown,
            Err(TryLockError::Poisoned(shown)) => PoisonError::into_inner(shown),
            Err(TryLockError::WouldBlock) => return Err(CAD_BUSY),
        };
        // SAFETY: the caller's promise.
        let (event, step) = unsafe {
            let body_limit = |seq| shown.body_limit(seq);
            (cad_event::read(event, body_limit)?, raw::sized_out(step)?)
        };
        let answers = event.answers();
        let stepped = call.call.step(event, Millis(now_ms));
        let output = stepped.map_err(|_| CAD_MISUSE)?;
        shown.forget(answers);
        step.write(shown.show(output)?);
        Ok(CAD_OK)
    })
}

/// The number by which other calls' steps speak of this one in `wake`.
///
/// NULL: the largest number, which no call has.
#[unsafe(no_mangle)]
pub extern "C" fn cad_call_id(call: Option<&cad_call>) -> u64 {
    guard::get(call, u64::MAX, |call| call.call.id().get())
}

/// Frees a call. One that has not ended is forgotten: what became of it nobody will know. Not while a
/// store is still reading what its step points to.
#[unsafe(no_mangle)]
pub extern "C" fn cad_call_free(call: Option<Box<cad_call>>) {
    guard::value((), || drop(call));
}
