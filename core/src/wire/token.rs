//! The token request (`post_ca-apis-catoken-generatetoken`). Each one **invalidates every earlier
//! token** of the account, and at most 10 an hour are granted. The whole request:
//!
//! ```
//! use cloudagent_disposition::{Account, ApiKey, BaseUrl, Method, build_token_request};
//!
//! let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
//! let built = build_token_request(&account, &BaseUrl::INDIA)?;
//! assert_eq!(built.method, Method::Post);
//! assert_eq!(built.url, "https://in1-ccaas-api.ozonetel.com/ca_apis/CAToken/generateToken");
//! assert_eq!(built.headers[0], ("Content-Type", "application/json".to_owned()));
//! assert_eq!(built.headers[1], ("apiKey", "KK-test".to_owned()));
//! assert_eq!(built.body.as_deref(), Some(r#"{"userName":"acme"}"#));
//! # Ok::<(), cloudagent_disposition::Invalid>(())
//! ```

use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::http::HttpRequest;
use crate::json_text::JsonObject;
use crate::validate::add_hard_violations_of_account;
use crate::violation::Invalid;

const PATH: &str = "/ca_apis/CAToken/generateToken";

/// Builds the request for a token. The account must hold its api key.
///
/// # Errors
///
/// The hard violations of the base URL and the account: those of `base_url`, `customer` and
/// `api_key`.
pub fn build_token_request(
    account: &Account,
    base_url: impl AsRef<str>,
) -> Result<HttpRequest, Invalid> {
    let api = Api::PostApiKey;
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    add_hard_violations_of_account(account, api, &mut found);
    super::refuse(found)?;
    let body = JsonObject::new()
        .text("userName", Some(account.customer()))
        .finish();
    Ok(super::assemble_post(account, api, &base_url, PATH, body))
}
