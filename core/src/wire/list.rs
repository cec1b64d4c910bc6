//! The request for a campaign's dispositions: `get_caservices-disposition-dispositionapi-php`, and
//! on the POST APIs the page's `"action": "get"`, whose reply the pages don't print. The whole
//! request:
//!
//! ```
//! use cloudagent_disposition::{Account, Api, ApiKey, BaseUrl, build_list_request};
//!
//! let account = Account::with_api_key("acme", ApiKey::new("KK-test"));
//! let built = build_list_request(&account, Some("1042"), Api::GetV2, &BaseUrl::INDIA)?;
//! assert_eq!(
//!     built.url(),
//!     "https://in1-ccaas-api.ozonetel.com/CAServices/Disposition/DispositionAPI.php\
//!      ?action=get&apiKey=KK-test&campaignID=1042&customer=acme"
//! );
//!
//! let built = build_list_request(&account, None, Api::PostApiKey, &BaseUrl::INDIA)?;
//! assert_eq!(built.url(), "https://in1-ccaas-api.ozonetel.com/ca_apis/DispositionAPIV2");
//! assert_eq!(built.body(), Some(r#"{"userName":"acme","action":"get"}"#));
//! # Ok::<(), cloudagent_disposition::Invalid>(())
//! ```

use super::query::Query;
use super::{api_key, assemble_get, assemble_post, customer, post};
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::http::HttpRequest;

struct GetList<'a> {
    account: &'a Account,
    campaign: Option<&'a str>,
}

impl Query for GetList<'_> {
    const PATH: &'static str = "/CAServices/Disposition/DispositionAPI.php";

    fn parameters(&self, add: &mut dyn FnMut(&str, &str)) {
        add("?action=", "get");
        add("&apiKey=", api_key(self.account));
        add("&campaignID=", self.campaign.unwrap_or_default());
        add("&customer=", customer(self.account));
    }
}

pub(crate) fn list_dispositions(
    account: &Account,
    campaign: Option<&str>,
    api: Api,
    base_url: &BaseUrl,
) -> HttpRequest {
    if api.is_get() {
        return assemble_get(base_url, &GetList { account, campaign });
    }
    let body = post::json(&[
        ("userName", Some(account.customer())),
        ("action", Some("get")),
        ("campaignID", campaign),
    ]);
    assemble_post(account, api, base_url, post::PATH, &body)
}
