//! `post_api_key` and `post_token`, the current API (`post_ca-apis-dispositionapiv2`, `-1`): one
//! body, and the credential in the header that the account's API-authentication mode asks for.
//!
//! All values are strings, booleans too. The whole request:
//!
//! ```
//! use cloudagent_disposition::{
//!     Account, Api, ApiKey, BaseUrl, DispositionRequest, Method, Token, build_request,
//! };
//!
//! let request = DispositionRequest::new()
//!     .ucid("8189000000001")
//!     .did("914000000001")
//!     .agent_id("ravi")
//!     .disposition("Call back")
//!     .comments("said \"later\"")
//!     .pause("Lunch")
//!     .auto_release(true)
//!     .callback_time("2026-11-22 09:30");
//!
//! let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
//! let built = build_request(&account, &request, Api::PostApiKey, &BaseUrl::INDIA)?;
//! assert_eq!(built.method(), Method::Post);
//! assert_eq!(built.url(), "https://in1-ccaas-api.ozonetel.com/ca_apis/DispositionAPIV2");
//! let headers: Vec<_> = built.headers().collect();
//! assert_eq!(headers[0], ("Content-Type", "application/json"));
//! assert_eq!(headers[1], ("apiKey", "KK-test"));
//! assert_eq!(headers[2], ("Accept", "application/json"));
//! assert_eq!(headers[3], ("Accept-Encoding", "identity"));
//! assert_eq!(headers[4].0, "User-Agent");
//! assert_eq!(
//!     built.body(),
//!     Some(concat!(
//!         r#"{"userName":"acme","action":"Set","agentID":"ravi","did":"914000000001","#,
//!         r#""ucid":"8189000000001","disposition":"Call back","comments":"said \"later\"","#,
//!         r#""pauseAfterDispose":"true","pauseReason":"Lunch","autoRelease":"true","#,
//!         r#""callBackTime":"2026-11-22 09:30"}"#,
//!     ))
//! );
//!
//! let account = Account::with_token("acme", Token::new("eyJ-test"));
//! let built = build_request(&account, &request, Api::PostToken, &BaseUrl::INDIA)?;
//! let headers: Vec<_> = built.headers().collect();
//! assert_eq!(headers[1], ("Authorization", "Bearer eyJ-test"));
//! # Ok::<(), cloudagent_disposition::Invalid>(())
//! ```

use serde::Serializer;
use zeroize::Zeroizing;

use super::flag;
use crate::account::Account;
use crate::civil::CivilDateTime;
use crate::request::RequestView;
use crate::text::present;

pub(super) const PATH: &str = "/ca_apis/DispositionAPIV2";

pub(super) fn body(account: &Account, request: &RequestView<'_>) -> Zeroizing<String> {
    let time = present(request.callback_time)
        .and_then(CivilDateTime::parse)
        .map(|time| time.to_post_format());
    json(&[
        ("userName", Some(account.customer())),
        ("action", Some("Set")),
        ("agentID", present(request.agent_id)),
        ("did", present(request.did)),
        ("ucid", present(request.ucid)),
        ("disposition", present(request.disposition)),
        ("comments", present(request.comments)),
        ("pauseAfterDispose", Some(flag(request.pauses()))),
        ("pauseReason", present(request.pause_reason)),
        ("autoRelease", request.auto_release.then_some(flag(true))),
        ("callBackTime", time.as_deref()),
    ])
}

/// A compact JSON object of the members that are there, in this order.
pub(super) fn json(members: &[(&str, Option<&str>)]) -> Zeroizing<String> {
    let there = members
        .iter()
        .filter_map(|(key, text)| Some((key, (*text)?)));
    // Quotes, colon and comma. The buffer never grows, for that would leave a copy behind.
    let size = there
        .clone()
        .map(|(key, text)| key.len() + escaped_len(text) + 6);
    let mut out = Vec::with_capacity(2 + size.sum::<usize>());
    let written = serde_json::Serializer::new(&mut out).collect_map(there);
    written.expect("texts have a JSON form");
    Zeroizing::new(String::from_utf8(out).expect("JSON is UTF-8"))
}

/// The most bytes that each byte takes within quotes: a control character may be written as `\u001f`.
static ESCAPED: [u8; 256] = {
    let (mut escaped, mut byte) = ([1; 256], 0);
    while byte < escaped.len() {
        escaped[byte] = match byte as u8 {
            b'"' | b'\\' => 2,
            0..0x20 => 6,
            _ => 1,
        };
        byte += 1;
    }
    escaped
};

/// The most bytes that a text takes within quotes.
fn escaped_len(text: &str) -> usize {
    let len = |byte| usize::from(ESCAPED[usize::from(byte)]);
    text.bytes().map(len).sum()
}
