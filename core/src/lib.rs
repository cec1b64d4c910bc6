//! Sets call dispositions on Ozonetel CloudAgent, and says what happened to each call. Unofficial:
//! this project is not affiliated with Ozonetel.
//!
#![cfg_attr(feature = "reqwest", doc = "```no_run")]
#![cfg_attr(not(feature = "reqwest"), doc = "```ignore")]
//! use cloudagent_disposition::{Account, Api, ApiKey, Client, DispositionRequest, Settings};
//!
//! let account = Account::with_api_key("acme", ApiKey::new(std::env::var("CLOUDAGENT_API_KEY")?));
//! let client = Client::new(Settings::new(account, Api::GetV2))?;
//! let request = DispositionRequest::new()
//!     .ucid("81891723610400001").did("911140000001").agent_id("ravi.k").disposition("Sale");
//! let receipt = client.set_disposition(&request)?; // or an error that says what happened
//! println!("{}: {}", receipt.effect, receipt.sentence);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! - **Pure functions:** [`validate()`], [`build_request`] and [`ReplyParts::classify`] do no I/O, and
//!   [`from_params`] reads what a CRM page has in hand.
//! - **The [`engine`]** holds the rules of sending as a state machine, for hosts with a loop of
//!   their own.
//! - **`Client`** (feature `client`) runs the engine, blocking, over a transport of yours; the
//!   feature `reqwest` brings one.
//!
//! Without features the crate has no network code at all. The longer pages are in the module
//! `guide`; the vendor's texts and what they mean are one table, [`rules`].
//!
//! What is sent again stands at [`RetryPolicy`].
#![forbid(unsafe_code)]

mod account;
mod base_url;
mod build;
mod civil;
#[cfg(feature = "client")]
mod client;
mod coded;
mod codes;
pub mod engine;
mod environment;
mod error;
#[cfg(feature = "reqwest")]
pub mod guide;
mod http;
mod kind;
#[cfg(test)]
mod layers;
mod listing;
mod params;
mod receipt;
mod records;
mod reply;
mod request;
mod scrub;
mod sentence;
mod store;
mod text;
mod validate;
mod violation;
#[doc(hidden)]
pub mod vocabulary;
mod wire;

pub use account::{Account, ApiKey, Token};
pub use base_url::BaseUrl;
pub use build::{build_list_request, build_request, build_token_request};
#[cfg(all(feature = "client", unix))]
pub use client::FileTokenStore;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use client::{Begun, PendingDisposition, PendingList, PendingLookUp, Sending};
#[cfg(feature = "client")]
pub use client::{
    Client, MemoryTokenStore, Put, StoreEntry, StoreFailed, TokenSource, TokenStore, Transport,
};
#[cfg(feature = "reqwest")]
pub use client::{Connection, Proxy, ProxyUrl, built_in_transport};
pub use codes::{Advice, Api, Delivery, Effect, ErrorClass, Finding, Outcome, UnknownCode};
pub use engine::{CallOptions, CancelToken, Limits, RetryPolicy, Settings};
pub use environment::{Environment, SECRET_FILE_LIMIT};
pub use error::Error;
pub use http::{HttpReply, HttpRequest, Method, status_number};
pub use kind::Kind;
pub use listing::{DispositionList, check_disposition};
pub use params::{Params, from_params, from_params_bytes};
pub use receipt::{Attempt, Receipt};
pub use records::{
    Asked, CallRecord, Callback, FoundRecords, Lookup, NoRecords, Records, RecordsReply,
    Settlement, build_day_request, build_record_request, read_callback, record_day, settle,
    settle_failed, settle_receipt, settle_without,
};
pub use reply::{
    BODY_LIMIT, Grade, HttpRule, ListReply, Matching, Meaning, Polarity, Reply, ReplyParts, Rule,
    Scope, TOKEN_LIMIT, TokenReply, classify_many, example_reply, http_rules, rules,
};
pub use request::{DispositionRequest, RequestView};
#[doc(hidden)]
pub use request::{RequestField, Shape};
pub use store::{SecretBytes, StoreAnswer, StoreOperation};
pub use validate::{ValidationMode, ValidationRule, validate, validation_rules};
pub use violation::{Field, Invalid, Problem, Severity, Violation};
