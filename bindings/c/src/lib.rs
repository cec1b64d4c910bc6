//! The C library: a thin layer over the core, without rules of its own.
//!
//! Every file here is one section of `include/cloudagent_disposition.h`, in the order of
//! `bindings/gen/src/header.rs`; its module comment is the section's introduction, and the comments
//! of its public items are the header's. `raw` is the only file that believes a pointer, `guard`
//! the only one that lets a panic end.

// Types and constants are named as in the header, so that one search finds both.
#![allow(non_camel_case_types)]
#![deny(missing_docs)]
#![cfg_attr(not(test), deny(clippy::unwrap_used, clippy::panic))]

mod guard;
mod host;
mod raw;

pub mod codes;
pub mod text;

pub mod status;
pub mod version;

pub mod reply;
pub mod request;
pub mod violations;

pub mod http_request;

pub mod attempts;
pub mod receipt;
pub mod receipt_json;

pub mod cancel;
pub mod file_store;
pub mod tokens;

#[cfg(feature = "client")]
pub mod connection;
pub mod settings;
pub mod transport;

pub mod client;
pub mod listing;

#[cfg(feature = "records")]
pub mod callback;
#[cfg(feature = "records")]
pub mod look_up;
#[cfg(feature = "records")]
pub mod no_records;
#[cfg(feature = "records")]
pub mod record_requests;
#[cfg(feature = "records")]
pub mod records;
#[cfg(feature = "records")]
pub mod settle;
#[cfg(feature = "records")]
pub mod settlement;

pub mod lists_and_tokens;
pub mod parsed;

pub mod engine;
#[cfg(feature = "records")]
pub mod engine_look_up;
mod shown;
pub mod steps;

pub mod testing;

/// What a step would point to that no call without records has.
#[cfg(not(feature = "records"))]
pub mod look_up {
    /// There is none.
    #[derive(Debug)]
    pub enum cad_settlements {}
}

#[cfg(feature = "test-hooks")]
pub mod test_hooks;

// Linked for its allocator.
use cloudagent_allocator as _;
