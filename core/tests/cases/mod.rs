//! A case of `tests/vectors/classify.json`: what the runner, the coverage gate and the property
//! tests share.

#![allow(dead_code, reason = "each test binary uses its own part of this")]

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cloudagent_disposition::{Advice, Effect, Outcome, status_number};
use serde::{Deserialize, Deserializer};

/// One case: an HTTP reply and what it must mean.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) kind: Kind,
    pub(crate) http_status: i64,
    pub(crate) retry_after: Option<String>,
    pub(crate) date: Option<String>,
    body: Option<String>,
    body_base64: Option<String>,
    pub(crate) expect: Expect,
    pub(crate) source: String,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    #[default]
    Set,
    Token,
    List,
}

/// What the reply means.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(crate) enum Expect {
    Token(ExpectedToken),
    Dispositions(ExpectedList),
    Reply(ExpectedReply),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedToken {
    #[allow(dead_code, reason = "only the runner compares it")]
    pub(crate) token: String,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExpectedList {
    #[allow(dead_code, reason = "only the runner compares it")]
    pub(crate) dispositions: Vec<String>,
}

/// Keys that are left out are expected null, except the last three, which are compared only where
/// given.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "only the runner compares it")]
pub(crate) struct ExpectedReply {
    pub(crate) outcome: Outcome,
    pub(crate) effect: Effect,
    pub(crate) advice: Advice,
    pub(crate) ucid: Option<String>,
    pub(crate) did: Option<String>,
    pub(crate) action: Option<String>,
    pub(crate) retry_after_seconds: Option<u32>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) status: Option<Option<String>>,
    #[serde(default, deserialize_with = "given")]
    pub(crate) details: Option<Option<String>>,
    pub(crate) recognised: Option<bool>,
}

/// Tells a key that is null (`Some(None)`) from one that is left out (`None`).
fn given<'de, D: Deserializer<'de>>(input: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(input).map(Some)
}

impl Case {
    /// The status, as a host's number is read.
    pub(crate) fn status(&self) -> u16 {
        status_number(self.http_status)
    }

    /// The body's bytes.
    pub(crate) fn body(&self) -> Vec<u8> {
        match (&self.body, &self.body_base64) {
            (Some(text), None) => text.clone().into_bytes(),
            (None, Some(text)) => STANDARD.decode(text).unwrap(),
            _ => panic!("{}: either body or body_base64", self.id),
        }
    }
}

/// The folder of the vectors.
pub(crate) fn folder() -> PathBuf {
    match std::env::var_os("CAD_VECTORS_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors"),
    }
}

/// Every case of `classify.json`.
#[allow(dead_code, reason = "the runner reads its files itself")]
pub(crate) fn all() -> Vec<Case> {
    #[derive(Deserialize)]
    struct File {
        cases: Vec<Case>,
    }
    let text = std::fs::read_to_string(folder().join("classify.json")).unwrap();
    serde_json::from_str::<File>(&text).unwrap().cases
}
