//! The functions without I/O.

use std::sync::Arc;

use cloudagent_disposition as core;
use core::{Api, BaseUrl};

use crate::account::{AccountHandle, ApiKeyHandle, TokenHandle};
use crate::counted::Counted;
use crate::http::BuildResult;
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;
use crate::records::{RequestData, ViolationData, violations};
use crate::reply::ReplyData;

/// A base URL as kept, or why it can't be used.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct BaseUrlRead {
    /// The base URL, where there are no violations.
    pub kept_as: Option<String>,
    /// Why there is none.
    pub violations: Vec<ViolationData>,
}

/// Reads a base URL. A text that is refused is not repeated.
#[uniffi::export]
pub fn parse_base_url(text: &str) -> Result<BaseUrlRead, Misuse> {
    panic_at(text);
    Ok(match BaseUrl::parse(text) {
        Ok(base_url) => BaseUrlRead {
            kept_as: Some(base_url.as_str().to_owned()),
            violations: Vec::new(),
        },
        Err(invalid) => BaseUrlRead {
            kept_as: None,
            violations: violations(invalid.violations()),
        },
    })
}

/// Says everything that is wrong with a request and the base URL's text.
#[uniffi::export]
pub fn validate(
    account: &AccountHandle,
    request: RequestData,
    api: &str,
    base_url: &str,
) -> Result<Vec<ViolationData>, Misuse> {
    panic_at(base_url);
    let api = code(api)?;
    let found = core::validate(&account.0, &request.into(), api, base_url);
    Ok(violations(&found))
}

/// Builds the request that sets a disposition.
#[uniffi::export]
pub fn build_request(
    account: &AccountHandle,
    request: RequestData,
    api: &str,
    base_url: &str,
) -> Result<BuildResult, Misuse> {
    panic_at(base_url);
    let api = code(api)?;
    Ok(core::build_request(&account.0, &request.into(), api, base_url).into())
}

/// Builds the request for a token.
#[uniffi::export]
pub fn build_token_request(account: &AccountHandle, base_url: &str) -> Result<BuildResult, Misuse> {
    panic_at(base_url);
    Ok(core::build_token_request(&account.0, base_url).into())
}

/// Builds the request for a campaign's dispositions.
#[uniffi::export]
pub fn build_list_request(
    account: &AccountHandle,
    campaign: Option<String>,
    api: &str,
    base_url: &str,
) -> Result<BuildResult, Misuse> {
    panic_at(base_url);
    let api = code(api)?;
    Ok(core::build_list_request(&account.0, campaign.as_deref(), api, base_url).into())
}

fn parts<'a>(
    http_status: i32,
    body: &'a [u8],
    retry_after: &'a Option<String>,
    date: &'a Option<String>,
) -> core::ReplyParts<'a> {
    core::ReplyParts::new(core::status_number(http_status.into()), body)
        .retry_after(retry_after.as_deref())
        .date(date.as_deref())
}

/// Says what the reply to a request that sets a disposition means. With an API's code the hint is
/// the one for that API.
#[uniffi::export]
pub fn classify(
    http_status: i32,
    body: &[u8],
    retry_after: Option<String>,
    date: Option<String>,
    api: Option<String>,
) -> Result<ReplyData, Misuse> {
    panic_at(body);
    let api = api.as_deref().map(code).transpose()?;
    let reply = parts(http_status, body, &retry_after, &date).classify();
    Ok(ReplyData::new(reply, api))
}

/// What the reply to a request for a token meant: one of the two is there.
#[derive(Debug, Clone, uniffi::Record)]
pub struct TokenReplyData {
    /// The token, where one was granted.
    pub token: Option<Arc<TokenHandle>>,
    /// What else it meant.
    pub reply: Option<ReplyData>,
}

/// Says what the reply to a request for a token means.
#[uniffi::export]
pub fn classify_token(
    http_status: i32,
    body: &[u8],
    retry_after: Option<String>,
    date: Option<String>,
) -> Result<TokenReplyData, Misuse> {
    panic_at(body);
    let reply = parts(http_status, body, &retry_after, &date).classify_token();
    Ok(match reply {
        core::TokenReply::Granted(token) => TokenReplyData {
            token: Some(Arc::new(TokenHandle(Counted::new(token)))),
            reply: None,
        },
        core::TokenReply::Other(reply) => TokenReplyData {
            token: None,
            reply: Some(ReplyData::new(reply, Some(Api::PostToken))),
        },
    })
}

/// What the reply to a request for a list meant: one of the two is there.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct ListReplyData {
    /// The dispositions, which may be none.
    pub dispositions: Option<Vec<String>>,
    /// What else it meant.
    pub reply: Option<ReplyData>,
}

/// Says what the reply to a request for a campaign's dispositions means. With an API's code the
/// hint is the one for that API.
#[uniffi::export]
pub fn classify_list(
    http_status: i32,
    body: &[u8],
    retry_after: Option<String>,
    date: Option<String>,
    api: Option<String>,
) -> Result<ListReplyData, Misuse> {
    panic_at(body);
    let api = api.as_deref().map(code).transpose()?;
    let reply = parts(http_status, body, &retry_after, &date).classify_list();
    Ok(match reply {
        core::ListReply::Dispositions(dispositions) => ListReplyData {
            dispositions: Some(dispositions),
            reply: None,
        },
        core::ListReply::Other(reply) => ListReplyData {
            dispositions: None,
            reply: Some(ReplyData::new(reply, api)),
        },
    })
}

/// One raw parameter. It prints as nothing: its value may be the key.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct ParameterData {
    /// The name.
    pub name: String,
    /// The value, decoded.
    pub value: String,
}

impl std::fmt::Debug for ParameterData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Parameter([redacted])")
    }
}

impl std::fmt::Display for ParameterData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(self, f)
    }
}

/// What raw parameters said.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ParamsData {
    /// The account's user name.
    pub customer: Option<String>,
    /// The account's api key.
    pub api_key: Option<Arc<ApiKeyHandle>>,
    /// The disposition to set.
    pub request: RequestData,
    /// What is wrong.
    pub violations: Vec<ViolationData>,
}

/// Reads raw, already decoded parameters under the vendor's names.
#[uniffi::export]
pub fn from_params(pairs: Vec<ParameterData>, api: &str) -> Result<ParamsData, Misuse> {
    let api = code(api)?;
    for pair in &pairs {
        panic_at(&pair.name);
        panic_at(&pair.value);
    }
    let pairs = pairs.into_iter().map(|pair| (pair.name, pair.value));
    let read = core::from_params(pairs, api);
    Ok(ParamsData {
        customer: read.customer,
        api_key: read
            .api_key
            .map(|key| Arc::new(ApiKeyHandle(Counted::new(key)))),
        request: read.request.into(),
        violations: violations(&read.violations),
    })
}
