//! The token request (`post_ca-apis-catoken-generatetoken`). Each one **invalidates every earlier
//! token** of the account, and at most 10 an hour are granted. The whole request:
//!
//! ```
//! use cloudagent_disposition::{Account, ApiKey, BaseUrl, Method, build_token_request};
//!
//! let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
//! let built = build_token_request(&account, &BaseUrl::INDIA)?;
//! assert_eq!(built.method(), Method::Post);
//! assert_eq!(built.url(), "https://in1-ccaas-api.ozonetel.com/ca_apis/CAToken/generateToken");
//! let headers: Vec<_> = built.headers().collect();
//! assert_eq!(headers[0], ("Content-Type", "application/json"));
//! assert_eq!(headers[1], ("apiKey", "KK-test"));
//! assert_eq!(built.body(), Some(r#"{"userName":"acme"}"#));
//! # Ok::<(), cloudagent_disposition::Invalid>(())
//! ```

use super::{assemble_post, post};
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::http::HttpRequest;

const PATH: &str = "/ca_apis/CAToken/generateToken";

pub(crate) fn make_token(account: &Account, base_url: &BaseUrl) -> HttpRequest {
    let body = post::json(&[("userName", Some(account.customer()))]);
    assemble_post(account, Api::PostApiKey, base_url, PATH, &body)
}
