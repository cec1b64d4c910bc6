//! What a request is for, so that faults and replies can be for some requests only.

use serde::{Deserialize, Serialize};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Endpoint {
    /// Setting a disposition, on any API.
    Disposition,
    /// Making a token.
    Token,
    /// Listing dispositions, on any API.
    List,
    /// Asking for call records, with either report.
    Report,
}
