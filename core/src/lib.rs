//! The rules for setting a call's disposition on Ozonetel CloudAgent.
#![forbid(unsafe_code)]

mod account;
mod base_url;
mod codes;
mod error;
mod http;
mod receipt;
mod reply;
mod request;
mod text;
mod violation;

pub use account::{Account, ApiKey, Token};
pub use base_url::BaseUrl;
pub use codes::{Advice, Api, Delivery, Effect, Outcome, UnknownCode};
pub use error::{Error, ErrorClass, FailKind, NotSentKind, UncertainKind};
pub use http::{HttpReply, HttpRequest, Method};
pub use receipt::{Attempt, Receipt};
pub use reply::{BODY_LIMIT, Reply};
pub use request::DispositionRequest;
pub use violation::{Field, Invalid, Problem, Severity, Violation};
