//! The requests that the wire can carry: what it can't is told before any byte is put together.

use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::http::HttpRequest;
use crate::request::RequestView;
use crate::text::present;
use crate::validate::{Scanned, add_hard_violations, add_hard_violations_of_account, has_control};
use crate::violation::{Field, Invalid, Problem, Violation};
use crate::wire;

/// Builds the request that sets a disposition, complete, for any HTTP stack to send once as it is.
///
/// It checks what the wire can't carry and nothing else: [`validate`](fn@crate::validate) says the
/// rest. On `post_token` the account must hold the token itself. The result holds the credential;
/// see [`HttpRequest`].
///
/// # Errors
///
/// The *hard* violations: [`Violation::is_hard`]; that of a base URL which can't be used is one.
pub fn build_request<'a>(
    account: &Account,
    request: impl Into<RequestView<'a>>,
    api: Api,
    base_url: impl AsRef<str>,
) -> Result<HttpRequest, Invalid> {
    let request = request.into();
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    add_hard_violations(account, &request, api, &mut found);
    refuse(found)?;
    Ok(wire::set_disposition(account, &request, api, &base_url))
}

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
    let base_url = base_url.as_ref();
    let base_url = check_list(account, campaign, api, base_url, true)?;
    let campaign = present(campaign);
    Ok(wire::list_dispositions(account, campaign, api, &base_url))
}

/// Whether [`build_list_request`] will build it, once a token is there.
pub(crate) fn check_list_request(
    account: &Account,
    campaign: Option<&str>,
    api: Api,
    base_url: &BaseUrl,
) -> Result<(), Invalid> {
    check_list(account, campaign, api, base_url.as_ref(), false).map(|_| ())
}

fn check_list(
    account: &Account,
    campaign: Option<&str>,
    api: Api,
    base_url: &str,
    token_in_hand: bool,
) -> Result<BaseUrl, Invalid> {
    let (base_url, mut found) = BaseUrl::read_or_default(base_url);
    add_hard_violations_of_account(account, api, token_in_hand, &mut found);
    found.extend(check_campaign(present(campaign), api));
    refuse(found)?;
    Ok(base_url)
}

fn check_campaign(campaign: Option<&str>, api: Api) -> Option<Violation> {
    let (problem, detail) = match campaign {
        None if api.is_get() => (Problem::Missing, "Give the campaign's id."),
        Some(campaign) if has_control(&Scanned::of(campaign)) => (
            Problem::ControlCharacters,
            "It holds control characters: remove them.",
        ),
        _ => return None,
    };
    Some(Violation::hard(Field::Campaign, problem, detail))
}

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
    let (base_url, mut found) = BaseUrl::read_or_default(base_url.as_ref());
    add_hard_violations_of_account(account, Api::PostApiKey, true, &mut found);
    refuse(found)?;
    Ok(wire::make_token(account, &base_url))
}

fn refuse(violations: Vec<Violation>) -> Result<(), Invalid> {
    if violations.is_empty() {
        return Ok(());
    }
    Err(Invalid::new(violations))
}
