//! The requests for records.

use cloudagent_disposition::{
    Field, HttpRequest, Invalid, build_day_request, build_record_request, record_day,
};

use crate::guard::Checked;
use crate::http_request::{build, cad_http_request};
use crate::raw::{self, Out};
use crate::request::cad_account;
use crate::status::{CAD_BAD_ENUM, cad_status};
use crate::text::{cad_str, cad_string};
use crate::violations::cad_violations;

/// The day of a request, its moment and the offset of the account's days.
struct Day<'a> {
    day: &'a str,
    offset: Option<i32>,
}

impl<'a> Day<'a> {
    unsafe fn read(day: cad_str, offset: Option<&i32>) -> Checked<Result<Self, Invalid>> {
        // SAFETY: the caller's promise.
        let day = unsafe { raw::text_or_invalid(Field::Day, day) }?;
        Ok(day.map(|day| Self {
            day: day.unwrap_or_default(),
            offset: offset.copied(),
        }))
    }
}

/// Builds the request for the records of one call: the leg `ucid`, or the call, on the day
/// (`YYYY-MM-DD`) on which it **began** where the account is, see `cad_record_day`. `now_s` is in
/// seconds since 1970 in UTC. `utc_offset_minutes` says how far the account's days are ahead of UTC;
/// NULL is India's 330, and must not be on the international host. An absent `base_url` is the
/// domestic host.
///
/// It is a **GET with a body**, wants a connection of its own and has a longer reply:
/// `cad_http_request_body_with_get`, `_own_connection`, `_reply_limit`. The vendor takes two such
/// requests a minute for the whole account, and keeps 15 days.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `utc_offset_minutes` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_build_record_request(
    account: Option<&cad_account>,
    ucid: cad_str,
    day: cad_str,
    now_s: i64,
    utc_offset_minutes: Option<&i32>,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        build(account, base_url, out, problems, |account, base_url| {
            let ucid = raw::text_or_invalid(Field::Ucid, ucid)?;
            let day = Day::read(day, utc_offset_minutes)?;
            let build = || -> Result<HttpRequest, Invalid> {
                let (ucid, day) = (ucid?.unwrap_or_default(), day?);
                let account = &account.account;
                build_record_request(account, ucid, day.day, now_s, day.offset, base_url)
            };
            Ok(build())
        })
    }
}

/// Builds the request for the records of all calls that began on a day between two times `HH:MM:SS`;
/// the whole day where both are absent. The rest is as for `cad_build_record_request`. Several open
/// calls are one such request.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `utc_offset_minutes` and `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_build_day_request(
    account: Option<&cad_account>,
    day: cad_str,
    from: cad_str,
    to: cad_str,
    now_s: i64,
    utc_offset_minutes: Option<&i32>,
    base_url: cad_str,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        build(account, base_url, out, problems, |account, base_url| {
            let (from, to) = (
                raw::text_or_invalid(Field::From, from)?,
                raw::text_or_invalid(Field::From, to)?,
            );
            let day = Day::read(day, utc_offset_minutes)?;
            let build = || -> Result<HttpRequest, Invalid> {
                let (day, from, to) = (day?, from?, to?);
                let account = &account.account;
                build_day_request(account, day.day, from, to, now_s, day.offset, base_url)
            };
            Ok(build())
        })
    }
}

/// The day `YYYY-MM-DD` on which a call is recorded that **began** at this moment, in seconds since
/// 1970 in UTC, where clocks are so many minutes ahead of UTC: 330 in India.
///
/// Writes `*out` on CAD_OK.
///
/// Errors: CAD_BAD_ENUM for a moment outside the years 2000 to 2099, which milliseconds are, and for
/// an offset of more than 14 hours.
#[unsafe(no_mangle)]
pub extern "C" fn cad_record_day(
    began_s: i64,
    utc_offset_minutes: i32,
    out: Out<'_, Option<Box<cad_string>>>,
) -> cad_status {
    raw::make(out, || {
        let day = record_day(began_s, utc_offset_minutes).ok_or(CAD_BAD_ENUM)?;
        Ok(cad_string::new(&day))
    })
}
