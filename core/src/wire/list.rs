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
//!     built.url,
//!     "https://in1-ccaas-api.ozonetel.com/CAServices/Disposition/DispositionAPI.php\
//!      ?action=get&apiKey=KK-test&campaignID=1042&customer=acme"
//! );
//!
//! let built = build_list_request(&account, None, Api::PostApiKey, &BaseUrl::INDIA)?;
//! assert_eq!(built.url, "https://in1-ccaas-api.ozonetel.com/ca_apis/DispositionAPIV2");
//! assert_eq!(built.body.as_deref(), Some(r#"{"userName":"acme","action":"get"}"#));
//! # Ok::<(), cloudagent_disposition::Invalid>(())
//! ```

use super::post;
use super::query::Query;
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::http::HttpRequest;
use crate::json_text::JsonObject;
use crate::text::present;
use crate::validate::{add_hard_violations_of_account, has_control};
use crate::violation::{Field, Invalid, Problem, Violation};

const PATH: &str = "/CAServices/Disposition/DispositionAPI.php";

/// Builds the request for a campaign's dispositions. The GET APIs need the campaign.
///
/// # Errors
///
/// The hard violations of the base URL and the account, and `campaign`: `missing` (on the GET APIs) or
/// `control_characters`.
pub fn build_list_request(
    account: &Account,
    campaign: Option<&str>,
    api: Api,
    base_url: impl AsRef<str>,
) -> Result<HttpRequest, Invalid> {
    let campaign = present(campaign);
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    add_hard_violations_of_account(account, api, &mut found);
    found.extend(check_campaign(campaign, api));
    super::refuse(found)?;

    if api.is_get() {
        let query = Query {
            path: PATH,
            parameters: vec![
                ("action", "get".into()),
                ("apiKey", super::api_key(account).into()),
                ("campaignID", campaign.unwrap_or_default().into()),
                ("customer", account.customer().into()),
            ],
        };
        return Ok(super::assemble_get(&base_url, &query));
    }
    let body = JsonObject::new()
        .text("userName", Some(account.customer()))
        .text("action", Some("get"))
        .text("campaignID", campaign)
        .finish();
    let path = post::PATH;
    Ok(super::assemble_post(account, api, &base_url, path, body))
}

fn check_campaign(campaign: Option<&str>, api: Api) -> Option<Violation> {
    let (problem, detail) = match campaign {
        None if api.is_get() => (Problem::Missing, "Give the campaign's id."),
        Some(campaign) if has_control(campaign) => (
            Problem::ControlCharacters,
            "It holds control characters: remove them.",
        ),
        _ => return None,
    };
    Some(Violation::hard(Field::Campaign, problem, detail))
}
