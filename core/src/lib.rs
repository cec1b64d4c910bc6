//! The rules for setting a call's disposition on Ozonetel CloudAgent.
#![forbid(unsafe_code)]

mod account;
mod codes;
mod error;
mod http;
mod receipt;
mod reply;
mod request;
mod text;
mod violation;

pub use account::{Account, ApiKey, Token};
pub use codes::{Advice, Api, Delivery, Effect, Outcome, UnknownCode};
pub use error::{Error, ErrorClass, FailKind, NotSentKind, UncertainKind};
pub use http::{HttpReply, HttpRequest, Method};
pub use receipt::{Attempt, Receipt};
pub use reply::{
    BODY_LIMIT, Grade, HttpRule, ListReply, Matching, Polarity, Reply, Rule, Scope, TOKEN_LIMIT,
    TokenReply, classify, classify_list, classify_token, http_rules, rules,
};
pub use request::DispositionRequest;
pub use violation::{Field, Invalid, Problem, Severity, Violation};
