//! The engine's look-ups.

use cloudagent_disposition::Field;
use cloudagent_disposition::engine::{Millis, WallMillis};

use crate::engine::{begun, cad_call, cad_engine, seed_of};
use crate::look_up::{Asked, tell, text};
use crate::raw::{self, Out};
use crate::request::cad_request;
use crate::settings::cad_call_options;
use crate::settle::sent;
use crate::status::cad_status;
use crate::steps::cad_step;
use crate::text::cad_str;
use crate::violations::cad_violations;

/// Begins a call that looks up what the call's records say of a disposition: `cad_client_look_up`. It
/// is driven as every other is, and ends with CAD_STEP_SETTLED. `wall_ms`, milliseconds since 1970 in
/// UTC, is the time by which `day` is judged. What it sends is a GET with a body, wants a connection of
/// its own, and has a longer reply (`body_limit`). A host that can't send that answers with
/// CAD_KIND_UNSENDABLE. The rest is as for `cad_engine_start`.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK, `*problems` on
/// CAD_INVALID: it can't be asked so.
///
/// NULL: `options`, `seed` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_start_look_up(
    engine: *mut cad_engine,
    request: *const cad_request,
    day: cad_str,
    options: *const cad_call_options,
    seed: *const u8,
    now_ms: u64,
    wall_ms: u64,
    out: Out<'_, Option<Box<cad_call>>>,
    step: *mut cad_step,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    let start = || {
        // SAFETY: the caller's promise.
        let (engine, request, day, options, seed, step) = unsafe {
            (
                &raw::shared(engine)?.engine,
                sent(request)?,
                text(Field::Day, day)?,
                cad_call_options::read(options)?,
                seed.cast::<[u8; 16]>().as_ref(),
                raw::sized_out(step)?,
            )
        };
        let (seed, now, wall) = (seed_of(seed), Millis(now_ms), WallMillis(wall_ms));
        let started = request.and_then(|request| {
            let day = day?.unwrap_or_default();
            let started = engine.start_look_up(&request, day, &options, seed, now, wall);
            started.map_err(|invalid| invalid.into_violations())
        });
        match started {
            Ok((call, output)) => begun(call, output, step).map(Ok),
            Err(wrong) => Ok(Err(wrong)),
        }
    };
    raw::make_or_tell(out, problems, start, tell)
}

/// Begins a call that looks up several dispositions with one request: `cad_client_look_up_all`. The
/// rest is as for `cad_engine_start_look_up`.
///
/// Writes `*out`, and `*step`, whose `size` must be set (CAD_STEP_INIT), on CAD_OK, `*problems` on
/// CAD_INVALID.
///
/// NULL: `requests` may be where `count` is 0; `options`, `seed` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_engine_start_look_up_all(
    engine: *mut cad_engine,
    requests: *const cad_request,
    count: usize,
    day: cad_str,
    from: cad_str,
    to: cad_str,
    options: *const cad_call_options,
    seed: *const u8,
    now_ms: u64,
    wall_ms: u64,
    out: Out<'_, Option<Box<cad_call>>>,
    step: *mut cad_step,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    let start = || {
        // SAFETY: the caller's promise.
        let (engine, asked, options, seed, step) = unsafe {
            (
                &raw::shared(engine)?.engine,
                Asked::read((requests, count), day, (from, to))?,
                cad_call_options::read(options)?,
                seed.cast::<[u8; 16]>().as_ref(),
                raw::sized_out(step)?,
            )
        };
        let (seed, now, wall) = (seed_of(seed), Millis(now_ms), WallMillis(wall_ms));
        let started = asked.and_then(|asked| {
            let Asked {
                requests,
                day,
                from,
                to,
            } = asked;
            let started =
                engine.start_look_up_all(&requests, day, from, to, &options, seed, now, wall);
            started.map_err(|invalid| invalid.into_violations())
        });
        match started {
            Ok((call, output)) => begun(call, output, step).map(Ok),
            Err(wrong) => Ok(Err(wrong)),
        }
    };
    raw::make_or_tell(out, problems, start, tell)
}
