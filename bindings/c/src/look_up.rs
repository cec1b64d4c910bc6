//! Looking up
//!
//!     cad_settlement *settlement = NULL;
//!     if (cad_client_look_up(client, &request, cad_cstr("2026-11-30"), NULL, &settlement, NULL) ==
//!         CAD_OK)
//!         printf("%.*s\n", CAD_PRINT(cad_settlement_sentence(settlement)));
//!
//! A look-up asks the vendor for call records, and settles by them what nobody knew. The vendor takes
//! two such requests a minute for the whole account, so a client sends one in 31 s, and else answers
//! at once with the seconds that are left. It never looks again by itself. Several open calls are one
//! `cad_client_look_up_all`; of several processes, look up from one.

use cloudagent_disposition::{DispositionRequest, Field, Invalid, Violation};

use crate::client::cad_client;
use crate::guard::{self, Checked, get};
use crate::raw::{self, Out};
use crate::request::cad_request;
use crate::settings::cad_call_options;
use crate::settle::sent;
use crate::settlement::cad_settlement;
use crate::status::{CAD_INVALID, cad_status};
use crate::text::cad_str;
use crate::violations::cad_violations;

/// What was looked up of several dispositions, in the order in which they were given. Opaque, and
/// never changes.
pub struct cad_settlements {
    pub(crate) list: Vec<cad_settlement>,
}

impl cad_settlements {
    pub(crate) fn new(list: Vec<cloudagent_disposition::Settlement>) -> Self {
        let list = list.into_iter().map(cad_settlement::new).collect();
        Self { list }
    }
}

/// Looks up what the call's records say of a disposition, blocking: that of a call that ended
/// CAD_UNCERTAIN, say. `day` is that on which the call **began** (`YYYY-MM-DD`, `cad_record_day`). It
/// takes at most 30 s unless the options say otherwise, and fetches no token. The vendor is asked over
/// a connection of its own; a transport of yours must be able to (`can_send_body_with_get`).
///
/// Writes `*out` on CAD_OK, whatever came of it: a look-up that failed says that in the settlement's
/// `cad_settlement_lookup_...`, and never by a status of sending. Writes `*problems` on CAD_INVALID:
/// it can't be asked so.
///
/// NULL: `options` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_look_up(
    client: *mut cad_client,
    request: *const cad_request,
    day: cad_str,
    options: *const cad_call_options,
    out: Out<'_, Option<Box<cad_settlement>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    let look_up = || {
        // SAFETY: the caller's promise.
        let (client, request, day, options) = unsafe {
            (
                raw::shared(client)?.client.clone(),
                sent(request)?,
                text(Field::Day, day)?,
                cad_call_options::read(options)?,
            )
        };
        Ok(request.and_then(|request| {
            let settled = client.look_up_with(&request, day?.unwrap_or_default(), &options);
            settled
                .map(cad_settlement::new)
                .map_err(Invalid::into_violations)
        }))
    };
    raw::make_or_tell(out, problems, look_up, tell)
}

/// Looks up several dispositions with one request for the records of all calls that began on a day
/// between two times `HH:MM:SS`; the whole day where both are absent. The rest is as for
/// `cad_client_look_up`. With no request nothing is asked.
///
/// Writes `*out` on CAD_OK: a settlement for each request, in their order. Writes `*problems` on
/// CAD_INVALID.
///
/// NULL: `requests` may be where `count` is 0; `options` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_look_up_all(
    client: *mut cad_client,
    requests: *const cad_request,
    count: usize,
    day: cad_str,
    from: cad_str,
    to: cad_str,
    options: *const cad_call_options,
    out: Out<'_, Option<Box<cad_settlements>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    let look_up = || {
        // SAFETY: the caller's promise.
        let (client, asked, options) = unsafe {
            (
                raw::shared(client)?.client.clone(),
                Asked::read((requests, count), day, (from, to))?,
                cad_call_options::read(options)?,
            )
        };
        Ok(asked.and_then(|asked| {
            let Asked {
                requests,
                day,
                from,
                to,
            } = asked;
            let settled = client.look_up_all_with(&requests, day, from, to, &options);
            settled
                .map(cad_settlements::new)
                .map_err(Invalid::into_violations)
        }))
    };
    raw::make_or_tell(out, problems, look_up, tell)
}

/// How many settlements there are.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlements_count(settlements: Option<&cad_settlements>) -> usize {
    get(settlements, 0, |settlements| settlements.list.len())
}

/// One of the settlements, counted from 0, in the order of the requests.
///
/// NULL: gives NULL, as where `index` is not below the count.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlements_get(
    settlements: Option<&cad_settlements>,
    index: usize,
) -> Option<&cad_settlement> {
    guard::value(None, || settlements?.list.get(index))
}

/// Frees settlements, all at once. Those of an engine's step are not yours.
#[unsafe(no_mangle)]
pub extern "C" fn cad_settlements_free(settlements: Option<Box<cad_settlements>>) {
    guard::value((), || drop(settlements));
}

/// What was checked so far: a value, or everything that is wrong.
pub(crate) type Judged<T> = Result<T, Vec<Violation>>;

/// What a look-up of several is asked with.
pub(crate) struct Asked<'a> {
    pub(crate) requests: Vec<DispositionRequest>,
    pub(crate) day: &'a str,
    pub(crate) from: Option<&'a str>,
    pub(crate) to: Option<&'a str>,
}

impl<'a> Asked<'a> {
    pub(crate) unsafe fn read(
        (requests, count): (*const cad_request, usize),
        day: cad_str,
        (from, to): (cad_str, cad_str),
    ) -> Checked<Judged<Self>> {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::array(requests, count) }?;
        let read: Checked<Vec<_>> = (0..count)
            // SAFETY: below the count, and the caller's promise.
            .map(|place| unsafe { sent(given.at(place)?) })
            .collect();
        // SAFETY: the caller's promise.
        let (day, from, to) = unsafe {
            (
                text(Field::Day, day)?,
                text(Field::From, from)?,
                text(Field::From, to)?,
            )
        };
        let judge = |requests: Vec<Judged<_>>| {
            Ok(Self {
                requests: requests.into_iter().collect::<Judged<_>>()?,
                day: day?.unwrap_or_default(),
                from: from?,
                to: to?,
            })
        };
        Ok(judge(read?))
    }
}

/// A text that stands alone.
pub(crate) unsafe fn text<'a>(field: Field, view: cad_str) -> Checked<Judged<Option<&'a str>>> {
    // SAFETY: the caller's promise.
    let text = unsafe { raw::text_or_invalid(field, view) }?;
    Ok(text.map_err(Invalid::into_violations))
}

/// Tells everything that is wrong.
pub(crate) fn tell(list: Vec<Violation>) -> (cad_violations, cad_status) {
    (cad_violations { list }, CAD_INVALID)
}
