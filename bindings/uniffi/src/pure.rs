//! The functions without I/O.

use std::sync::Arc;

use cloudagent_disposition as core;
use core::{Api, BaseUrl, ReplyParts};

use crate::account::{AccountHandle, ApiKeyHandle, TokenHandle};
use crate::counted::Counted;
use crate::http::{BuildResult, HttpReplyData, built};
use crate::macros::{either, prints};
use crate::misuse::{Misuse, code};
use crate::planted::panic_at;
use crate::records::{RequestData, ViolationData, violations};
use crate::reply::ReplyData;

either! {
    /// A base URL as read.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    BaseUrlRead = Kept { text: String } | Refused { violations: Vec<ViolationData> }
}

/// Reads a base URL.
#[uniffi::export]
pub fn parse_base_url(text: &str) -> Result<BaseUrlRead, Misuse> {
    panic_at(text);
    Ok(BaseUrlRead::of(BaseUrl::parse(text), |kept| {
        kept.to_string()
    }))
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
    Ok(built(core::build_request(
        &account.0,
        &request.into(),
        api,
        base_url,
    )))
}

/// Builds the request for a token.
#[uniffi::export]
pub fn build_token_request(account: &AccountHandle, base_url: &str) -> Result<BuildResult, Misuse> {
    panic_at(base_url);
    Ok(built(core::build_token_request(&account.0, base_url)))
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
    Ok(built(core::build_list_request(
        &account.0,
        campaign.as_deref(),
        api,
        base_url,
    )))
}

/// Says what replies to requests that set a disposition mean, in their order. With an API's code the
/// hints are those for that API.
#[uniffi::export]
pub fn classify_all(
    replies: Vec<HttpReplyData>,
    api: Option<String>,
) -> Result<Vec<ReplyData>, Misuse> {
    let api = api_of(api.as_deref())?;
    let meaning = |reply| {
        let reply = core::HttpReply::from(reply);
        ReplyData::new(ReplyParts::from(&reply).classify(), api)
    };
    Ok(replies.into_iter().map(meaning).collect())
}

fn api_of(word: Option<&str>) -> Result<Option<Api>, Misuse> {
    word.map(code).transpose()
}

/// What the reply to a request for a token meant.
#[derive(Debug, Clone, uniffi::Enum)]
pub enum TokenReplyData {
    /// A token.
    Granted {
        /// The token.
        token: Arc<TokenHandle>,
    },
    /// No token.
    Other {
        /// What it says instead.
        reply: ReplyData,
    },
}

/// Says what the reply to a request for a token means.
#[uniffi::export]
pub fn classify_token(reply: HttpReplyData) -> Result<TokenReplyData, Misuse> {
    let reply = core::HttpReply::from(reply);
    Ok(match ReplyParts::from(&reply).classify_token() {
        core::TokenReply::Granted(token) => TokenReplyData::Granted {
            token: Arc::new(TokenHandle(Counted::new(token))),
        },
        core::TokenReply::Other(reply) => TokenReplyData::Other {
            reply: ReplyData::new(reply, Some(Api::PostToken)),
        },
    })
}

/// What the reply to a request for a list meant.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum ListReplyData {
    /// A list.
    Dispositions {
        /// The dispositions, which may be none.
        dispositions: Vec<String>,
    },
    /// No list.
    Other {
        /// What it says instead.
        reply: ReplyData,
    },
}

/// Says what the reply to a request for a campaign's dispositions means. With an API's code the
/// hint is the one for that API.
#[uniffi::export]
pub fn classify_list(reply: HttpReplyData, api: Option<String>) -> Result<ListReplyData, Misuse> {
    let api = api_of(api.as_deref())?;
    let reply = core::HttpReply::from(reply);
    Ok(match ReplyParts::from(&reply).classify_list() {
        core::ListReply::Dispositions(dispositions) => ListReplyData::Dispositions { dispositions },
        core::ListReply::Other(reply) => ListReplyData::Other {
            reply: ReplyData::new(reply, api),
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

prints!(ParameterData, self, "Parameter([redacted])");

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
