//! A request for call records (`get_ca-reports-fetchcdrbyucid`): a GET **with a JSON body**. As a query
//! string, and as a POST, the vendor refuses the same fields.

use super::{JSON, USER_AGENT, api_key, post};
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::http::{HttpRequest, Method, Url};

pub(crate) const ONE_CALL: &str = "/ca_reports/fetchCdrByUCID";
/// The capitals are the vendor's.
pub(crate) const DAY: &str = "/ca_reports/fetchCDRDetails";

/// The request, with the account's key or its token, whichever it holds: on every API, never both.
pub(crate) fn look_up(
    account: &Account,
    path: &str,
    (begin, end): (&str, &str),
    ucid: Option<&str>,
    base_url: &BaseUrl,
) -> HttpRequest {
    let body = post::json(&[
        ("userName", Some(account.customer())),
        ("fromDate", Some(begin)),
        ("toDate", Some(end)),
        ("ucid", ucid),
    ]);
    let (name, value): (_, [&str; 2]) = match account.token() {
        Some(token) => ("Authorization", ["Bearer ", token.expose()]),
        None => ("apiKey", ["", api_key(account)]),
    };
    let url = Url {
        base: base_url,
        len: path.len(),
    };
    let headers: [(_, &[&str]); 6] = [
        ("Content-Type", &[JSON]),
        (name, &value),
        ("Accept", &[JSON]),
        ("Accept-Encoding", &["gzip"]),
        ("Cache-Control", &["no-store"]),
        ("User-Agent", &[USER_AGENT]),
    ];
    let write = |out: &mut String| out.push_str(path);
    HttpRequest::assemble(Method::Get, &url, write, &headers, Some(&body))
}
