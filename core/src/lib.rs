//! The rules for setting a call's disposition on Ozonetel CloudAgent.
#![forbid(unsafe_code)]

mod account;
mod base_url;
mod civil;
#[cfg(feature = "client")]
mod client;
mod codes;
pub mod engine;
mod error;
mod http;
mod json_text;
mod params;
mod receipt;
mod receipt_json;
mod reply;
mod request;
mod request_json;
mod scrub;
mod sentence;
mod text;
mod validate;
mod violation;
mod wire;

pub use account::{Account, ApiKey, Token};
pub use base_url::BaseUrl;
#[cfg(feature = "client")]
pub use client::{Client, Limits, Transport};
#[cfg(feature = "reqwest")]
pub use client::{Connection, Proxy};
pub use codes::{Advice, Api, Delivery, Effect, Outcome, UnknownCode};
pub use engine::{CallOptions, Settings};
pub use error::{Error, ErrorClass, FailKind, NotSentKind, UncertainKind};
pub use http::{HttpReply, HttpRequest, Method};
pub use params::{Params, from_params};
pub use receipt::{Attempt, Receipt};
pub use reply::{
    BODY_LIMIT, Grade, HttpRule, ListReply, Matching, Polarity, Reply, Rule, Scope, TOKEN_LIMIT,
    TokenReply, classify, classify_list, classify_token, http_rules, rules,
};
pub use request::DispositionRequest;
pub use validate::{ValidationMode, ValidationRule, validate, validation_rules};
pub use violation::{Field, Invalid, Problem, Severity, Violation};
pub use wire::{build_list_request, build_request, build_token_request};
