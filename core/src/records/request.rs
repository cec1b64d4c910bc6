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
    let wanted = Wanted {
        what: What::OneCall { ucid },
        day,
        now,
        utc_offset_minutes,
    };
    wanted.build(account, base_url.as_ref())
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
    let wanted = Wanted {
        what: What::Day { from, to },
        day,
        now,
        utc_offset_minutes,
    };
    wanted.build(account, base_url.as_ref())
}

/// What is asked for, and what it is judged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted<'a> {
    pub(crate) what: What<'a>,
    pub(crate) day: &'a str,
    /// Seconds since 1970.
    pub(crate) now: i64,
    pub(crate) utc_offset_minutes: Option<i32>,
}

/// Whose records.
#[derive(Debug, Clone, Copy)]
pub(crate) enum What<'a> {
    /// One call's.
    OneCall { ucid: &'a str },
    /// Those of all calls that began between two times.
    Day {
        from: Option<&'a str>,
        to: Option<&'a str>,
    },
}

impl Wanted<'_> {
    fn build(&self, account: &Account, base_url: &str) -> Result<HttpRequest, Invalid> {
        let (base_url, mut found) = BaseUrl::read_or_default(base_url);
        found.extend(self.violations(account, true, &base_url));
        match found.is_empty() {
            true => Ok(self.assemble(account, &base_url)),
            false => Err(Invalid::new(found)),
        }
    }

    /// Everything that is wrong with it and the account, but for the base URL. `in_hand` where a
    /// token that the host's own source gives must be here already.
    pub(crate) fn violations(
        &self,
        account: &Account,
        in_hand: bool,
        base_url: &BaseUrl,
    ) -> Vec<Violation> {
        let mut found = Vec::new();
        // The credential is judged for the header that it goes into, whichever the account holds.
        let api = match account.token().is_some() || account.has_token_source() && !in_hand {
            true => Api::PostToken,
            false => Api::PostApiKey,
        };
        add_hard_violations_of_account(account, api, in_hand, &mut found);
        let (now, offset) = (self.now, self.utc_offset_minutes);
        check_day(self.day, now, offset, base_url, &mut found);
        match self.what {
            What::OneCall { ucid } => found.extend(check_ucid(ucid)),
            What::Day { from, to } => found.extend(check_times(times(from, to))),
        }
        found.sort_by_key(|violation| violation.field);
        found
    }

    /// The request, of what was judged.
    pub(crate) fn assemble(&self, account: &Account, base_url: &BaseUrl) -> HttpRequest {
        let day = trim(self.day);
        let asked = self.what.asked();
        let (path, (from, to), ucid) = match self.what {
            What::OneCall { ucid } => (ONE_CALL, (MIDNIGHT, LAST_SECOND), Some(trim(ucid))),
            What::Day { from, to } => (DAY, times(from, to), None),
        };
        let times = (&*format!("{day} {from}"), &*format!("{day} {to}"));
        look_up(account, path, times, ucid, base_url).with_reply_limit(asked.reply_limit())
    }
}

impl What<'_> {
    pub(crate) fn asked(self) -> Asked {
        match self {
            Self::OneCall { .. } => Asked::OneCall,
            Self::Day { .. } => Asked::Day,
        }
    }
}

fn times<'a>(from: Option<&'a str>, to: Option<&'a str>) -> (&'a str, &'a str) {
    let from = trim(present(from).unwrap_or(MIDNIGHT));
    (from, trim(present(to).unwrap_or(LAST_SECOND)))
}

fn check_times((from, to): (&str, &str)) -> Option<Violation> {
    let are_times = is_time_of_day(from) && is_time_of_day(to) && from <= to;
    let detail = "Give both times as HH:MM:SS, the first one not behind the second.";
    (!are_times).then(|| Violation::hard(Field::From, Problem::Invalid, detail))
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
