//! Requests as bytes: one file per vendor API says what goes where, this one puts them together.
//! Nothing is checked here; [`build`](crate::build_request) does that before.

mod get_v2;
mod get_v3;
mod list;
mod post;
mod query;
pub(crate) mod records;
mod token;

pub(crate) use list::list_dispositions;
pub(crate) use token::make_token;

use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::http::{HttpRequest, Method, Url};
use crate::request::RequestView;
use crate::text::present;
use get_v2::GetV2;
use get_v3::GetV3;
use query::Query;

const USER_AGENT: &str = concat!("cloudagent-disposition/", env!("CARGO_PKG_VERSION"));
const JSON: &str = "application/json";

/// The headers of every request.
const EVERYWHERE: [(&str, &[&str]); 3] = [
    ("Accept", &[JSON]),
    // Without it any coding is welcome, says HTTP.
    ("Accept-Encoding", &["identity"]),
    ("User-Agent", &[USER_AGENT]),
];

/// The request that sets a disposition.
pub(crate) fn set_disposition(
    account: &Account,
    request: &RequestView<'_>,
    api: Api,
    base_url: &BaseUrl,
) -> HttpRequest {
    match api {
        Api::GetV2 => assemble_get(base_url, &GetV2 { account, request }),
        Api::GetV3 => assemble_get(base_url, &GetV3 { account, request }),
        Api::PostApiKey | Api::PostToken => {
            let body = post::body(account, request);
            assemble_post(account, api, base_url, post::PATH, &body)
        }
    }
}

/// Whether the URL that sets a disposition takes more than so many bytes, as it would be built: what
/// is missing, or what the API can't carry, is left empty.
pub(crate) fn url_is_longer_than(
    limit: usize,
    account: &Account,
    request: &RequestView<'_>,
    api: Api,
    base_url: &BaseUrl,
) -> bool {
    let limit = limit.saturating_sub(base_url.as_str().len());
    match api {
        Api::GetV2 => GetV2 { account, request }.is_longer_than(limit),
        Api::GetV3 => GetV3 { account, request }.is_longer_than(limit),
        Api::PostApiKey | Api::PostToken => post::PATH.len() > limit,
    }
}

/// The api key for the query, empty where there is none.
fn api_key(account: &Account) -> &str {
    present(account.api_key().map(|key| key.expose())).unwrap_or_default()
}

/// The customer for the query, empty where it is absent.
fn customer(account: &Account) -> &str {
    present(Some(account.customer())).unwrap_or_default()
}

/// A text for the query, empty where it is absent.
fn value(text: Option<&str>) -> &str {
    present(text).unwrap_or_default()
}

/// A boolean as the vendor wants it: a text.
fn flag(yes: bool) -> &'static str {
    if yes { "true" } else { "false" }
}

fn assemble_get(base_url: &BaseUrl, query: &impl Query) -> HttpRequest {
    let url = Url {
        base: base_url,
        len: query.len_at_most(),
    };
    HttpRequest::assemble(Method::Get, &url, |out| query.write(out), &EVERYWHERE, None)
}

/// A POST with the credential of this API: `apiKey` or `Authorization`, never both.
fn assemble_post(
    account: &Account,
    api: Api,
    base_url: &BaseUrl,
    path: &str,
    body: &str,
) -> HttpRequest {
    let (name, value): (_, [&str; 2]) = match (api, account.token()) {
        (Api::PostToken, Some(token)) => ("Authorization", ["Bearer ", token.expose()]),
        _ => ("apiKey", ["", api_key(account)]),
    };
    let url = Url {
        base: base_url,
        len: path.len(),
    };
    let [accept, encoding, agent] = EVERYWHERE;
    let content: (_, &[&str]) = ("Content-Type", &[JSON]);
    let headers = [content, (name, &value), accept, encoding, agent];
    let write = |out: &mut String| out.push_str(path);
    HttpRequest::assemble(Method::Post, &url, write, &headers, Some(body))
}
