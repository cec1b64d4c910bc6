//! The requests for records, and what must be right about them: the vendor answers a day that it does
//! not keep with an empty list, which would read as if the call were unknown.

use super::classify::Asked;
use super::day::{day_number_at, is_offset};
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::civil::{day_number, is_time_of_day};
use crate::codes::Api;
use crate::http::HttpRequest;
use crate::text::{present, trim};
use crate::validate::{add_hard_violations_of_account, record_number_problem};
use crate::violation::{Field, Invalid, Problem, Violation};
use crate::wire::records::{DAY, ONE_CALL, look_up};

/// India's, where the vendor's own days are counted.
const INDIA_MINUTES: i32 = 330;
/// How many days back the vendor shows records.
const DAYS_KEPT: i64 = 15;
const MIDNIGHT: &str = "00:00:00";
const LAST_SECOND: &str = "23:59:59";

/// Builds the request for the records of one call: the leg `ucid`, or the call, on the `day`
/// (`YYYY-MM-DD`) on which it began: [`record_day`](crate::record_day).
///
/// It is a **GET with a body** ([`HttpRequest::body_with_get`]), wants a connection of its own, and
/// its reply may be longer than others ([`HttpRequest::reply_limit`]). `now` is in seconds since
/// 1970; `utc_offset_minutes` is that of the account's days, India's 330 where none is given. The
/// vendor takes two such requests a minute for the whole account.
///
/// ```
/// use cloudagent_disposition::{Account, ApiKey, BaseUrl, build_record_request};
///
/// let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
/// let (day, now) = ("2026-11-30", 1_796_020_000);
/// let built = build_record_request(&account, "8189000000001", day, now, None, &BaseUrl::INDIA)?;
/// assert_eq!(built.url(), "https://in1-ccaas-api.ozonetel.com/ca_reports/fetchCdrByUCID");
/// assert_eq!(
///     built.body(),
///     Some(concat!(
///         r#"{"userName":"acme","fromDate":"2026-11-30 00:00:00","#,
///         r#""toDate":"2026-11-30 23:59:59","ucid":"8189000000001"}"#,
///     ))
/// );
/// assert!(built.body_with_get() && built.own_connection());
/// # Ok::<(), cloudagent_disposition::Invalid>(())
/// ```
///
/// # Errors
///
/// All of them hard: those of the base URL and the account, `api_key` `missing` where it has no
/// credential; `ucid` `missing`, `damaged_number` or `not_digits`; `day` `invalid`,
/// `in_the_future` or `too_old` (over 15 days); `utc_offset_minutes` `invalid` (over 840 either
/// way) or `missing`, on the international host.
pub fn build_record_request(
    account: &Account,
    ucid: &str,
    day: &str,
    now: i64,
    utc_offset_minutes: Option<i32>,
    base_url: impl AsRef<str>,
) -> Result<HttpRequest, Invalid> {
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    add_of_account(account, &mut found);
    found.extend(check_ucid(ucid));
    check_day(day, now, utc_offset_minutes, &base_url, &mut found);
    refuse(found)?;
    let day = trim(day);
    let times = (
        &*format!("{day} {MIDNIGHT}"),
        &*format!("{day} {LAST_SECOND}"),
    );
    let request = look_up(account, ONE_CALL, times, Some(trim(ucid)), &base_url);
    Ok(request.with_reply_limit(Asked::OneCall.reply_limit()))
}

/// Builds the request for the records of all calls that **began** on a day between two times,
/// `HH:MM:SS`; the whole day where none are given. See [`build_record_request`].
///
/// # Errors
///
/// As there but for the ucid, and `from` `invalid` unless both are times and `from` is not behind
/// `to`.
pub fn build_day_request(
    account: &Account,
    day: &str,
    from: Option<&str>,
    to: Option<&str>,
    now: i64,
    utc_offset_minutes: Option<i32>,
    base_url: impl AsRef<str>,
) -> Result<HttpRequest, Invalid> {
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    add_of_account(account, &mut found);
    let from = trim(present(from).unwrap_or(MIDNIGHT));
    let to = trim(present(to).unwrap_or(LAST_SECOND));
    let mut of_day = Vec::new();
    check_day(day, now, utc_offset_minutes, &base_url, &mut of_day);
    if !(is_time_of_day(from) && is_time_of_day(to) && from <= to) {
        let detail = "Give both times as HH:MM:SS, the first one not behind the second.";
        of_day.push(Violation::hard(Field::From, Problem::Invalid, detail));
    }
    of_day.sort_by_key(|violation| violation.field);
    found.extend(of_day);
    refuse(found)?;
    let day = trim(day);
    let times = (&*format!("{day} {from}"), &*format!("{day} {to}"));
    let request = look_up(account, DAY, times, None, &base_url);
    Ok(request.with_reply_limit(Asked::Day.reply_limit()))
}

/// What is wrong with the credential, whichever the account holds.
fn add_of_account(account: &Account, found: &mut Vec<Violation>) {
    let api = match account.token() {
        Some(_) => Api::PostToken,
        None => Api::PostApiKey,
    };
    add_hard_violations_of_account(account, api, true, found);
}

fn check_ucid(ucid: &str) -> Option<Violation> {
    let (problem, detail) = match present(Some(ucid)) {
        None => (
            Problem::Missing,
            "Give the call's ucid: that of this agent's leg.",
        ),
        Some(ucid) => match record_number_problem(trim(ucid))? {
            Problem::DamagedNumber => (
                Problem::DamagedNumber,
                "A spreadsheet or a data frame changed it: take it from where it comes, as text.",
            ),
            problem => (problem, "It holds something other than digits."),
        },
    };
    Some(Violation::hard(Field::Ucid, problem, detail))
}

fn check_day(
    day: &str,
    now: i64,
    utc_offset_minutes: Option<i32>,
    base_url: &BaseUrl,
    found: &mut Vec<Violation>,
) {
    let is_international = base_url.host() == BaseUrl::INTERNATIONAL.host();
    let offset = match utc_offset_minutes {
        Some(minutes) if is_offset(minutes) => Ok(minutes),
        Some(_) => Err((Problem::Invalid, "It must be minutes from -840 to 840.")),
        None if is_international => Err((
            Problem::Missing,
            "Say how many minutes the account's days are ahead of UTC: on the international host \
             that is not known.",
        )),
        None => Ok(INDIA_MINUTES),
    };
    let refusal = match (day_number(trim(day)), offset) {
        (None, _) => Some((Problem::Invalid, "It must be a day as YYYY-MM-DD.")),
        (Some(number), Ok(offset)) => refuse_day(number, day_number_at(now, offset)),
        (Some(_), Err(_)) => None,
    };
    let of_day = refusal.map(|(problem, detail)| Violation::hard(Field::Day, problem, detail));
    let of_offset = offset.err();
    let of_offset = of_offset
        .map(|(problem, detail)| Violation::hard(Field::UtcOffsetMinutes, problem, detail));
    found.extend(of_day.into_iter().chain(of_offset));
}

fn refuse_day(day: i64, today: Option<i64>) -> Option<(Problem, &'static str)> {
    let Some(today) = today else {
        return Some((
            Problem::Invalid,
            "It can't be judged: now must be in seconds since 1970, not milliseconds.",
        ));
    };
    if day > today {
        return Some((
            Problem::InTheFuture,
            "It is later than today where the account is.",
        ));
    }
    (day < today - DAYS_KEPT).then_some((
        Problem::TooOld,
        "It is more than 15 days ago: of such a day the vendor shows an empty list.",
    ))
}

fn refuse(violations: Vec<Violation>) -> Result<(), Invalid> {
    match violations.is_empty() {
        true => Ok(()),
        false => Err(Invalid::new(violations)),
    }
}
