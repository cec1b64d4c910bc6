//! The bridge from `cloudagent-disposition` to Python, Kotlin and Swift, by UniFFI.
//!
//! It is **not an API**: each language has a facade of its own habits, written by hand, and what is
//! generated from here is private to it. So there is no logic: rename, convert, delegate.
//!
//! - Codes cross as their snake_case words. Each facade has its own enums, and tests them against
//!   [`code_sets`].
//! - Records are named `…Data` and hold no account's secret. What holds one is an object, named
//!   `…Handle`. The exception is [`HttpRequestData`], which is there to be sent; it prints its
//!   method, host and path only.
//! - What can fail by its input returns an enum that says so. An `Err` is always a mistake in the
//!   facade itself ([`Misuse`]). Every function can fail so: what Swift calls of one that can't would
//!   end the process where the library panics.
//! - No field is named `message`: Kotlin's exceptions have one.

#![allow(
    clippy::missing_errors_doc,
    reason = "every Err is a Misuse, which says when"
)]
#![allow(
    clippy::large_enum_variant,
    reason = "what crosses the bridge is copied at once"
)]

mod account;
mod batch;
mod bytes;
mod call_record;
mod callback;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod client_look_up;
mod counted;
mod direct;
mod direct_engine;
mod engine;
mod environment;
mod http;
mod json;
mod list_call;
mod listing;
mod look_up;
mod macros;
mod meta;
mod misuse;
mod planted;
mod pure;
mod record_requests;
mod records;
mod reply;
mod sample;
mod settings;
mod settlement;
mod steps;
mod store;
#[cfg(feature = "client")]
mod transport;

pub use account::{AccountHandle, ApiKeyHandle, TokenHandle};
pub use batch::{ReplyBatch, ReplyColumns, classify_many};
pub use bytes::Bytes;
pub use call_record::{
    CallRecordData, NoRecordsData, RecordsHandle, RecordsRead, RecordsSize, call_record_to_json,
    classify_records,
};
pub use callback::{CallbackHandle, CallbackRead, read_callback};
#[cfg(feature = "client")]
pub use client::{ClientHandle, ClientOpened, Finished, PendingHandle, ProxyHandle, open_client};
#[cfg(feature = "client")]
pub use client_look_up::LookUpAnswer;
pub use counted::live_objects;
pub use direct::{Question, answer, cloudagent_disposition_uniffi_answer};
pub use direct_engine::{
    cloudagent_disposition_uniffi_free, cloudagent_disposition_uniffi_id,
    cloudagent_disposition_uniffi_rest, cloudagent_disposition_uniffi_start,
    cloudagent_disposition_uniffi_step,
};
pub use engine::{CallHandle, CallStarted, EngineHandle, EngineOpened, open_engine};
pub use environment::{EnvironmentRead, GivenData, VariableData, read_environment};
pub use http::{BuildResult, HeaderData, HttpReplyData, HttpRequestData};
pub use json::{
    ReceiptRead, RequestRead, receipt_from_json, receipt_to_json, request_from_json,
    request_to_json,
};
pub use list_call::{ListBegun, ListStarted, ListTurn};
#[cfg(feature = "client")]
pub use listing::ListAnswer;
pub use listing::{DispositionListData, check_disposition};
pub use look_up::{LookUpBegun, LookUpData, LookUpStarted, LookUpTurn};
pub use meta::{CodeSet, DefaultsData, code_sets, defaults, interface_hash};
pub use misuse::Misuse;
pub use pure::{
    BaseUrlRead, ListReplyData, ParameterData, ParamsData, TokenReplyData, build_list_request,
    build_request, build_token_request, classify_all, classify_list, classify_token, from_params,
    parse_base_url, validate,
};
pub use record_requests::{build_day_request, build_record_request, record_day};
pub use records::{AttemptData, CallResult, ReceiptData, RequestData, ViolationData};
pub use reply::ReplyData;
pub use sample::sample_reply;
pub use settings::SettingsData;
pub use settlement::{
    FoundData, LookupData, SettleResult, SettledReceipt, SettlementData, settle, settle_receipt,
};
pub use steps::{EventData, OutputData, StepData};
pub use store::{FileStoreHandle, SecretBytesHandle, StoreAnswerData, StoreOperationData};
#[cfg(feature = "client")]
pub use transport::{CancelHandle, SendResult, TransportHandle, TransportOpened, open_transport};

uniffi::setup_scaffolding!();

// Linked for its allocator.
use cloudagent_allocator as _;
