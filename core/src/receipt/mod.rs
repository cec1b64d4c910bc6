//! What became of one logical call.

mod json;

use serde::{Deserialize, Serialize};

use crate::codes::{Advice, Delivery, Effect, Finding, Outcome};
use crate::kind::Kind;
use crate::violation::{Field, Violation};
use json::{http_status, known, known_warnings};

/// One attempt: one send, at most one request at the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attempt {
    /// What is known of its request.
    pub delivery: Delivery,
    /// How it failed, where no whole reply came.
    #[serde(default, deserialize_with = "known")]
    pub kind: Option<Kind>,
    /// The reply's HTTP status, where one came.
    #[serde(default, deserialize_with = "http_status")]
    pub http_status: Option<u16>,
    /// What the reply said, where one came.
    #[serde(default, deserialize_with = "known")]
    pub outcome: Option<Outcome>,
    /// How long it took, in milliseconds.
    pub duration_ms: u64,
}

/// What became of one logical call: every success is one, and every error carries one.
///
/// A secret or the comment is cut out of every text in it, however the server encoded it; the
/// vendor's own words stay. It is safe to log and to store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// What happened to the disposition.
    pub effect: Effect,
    /// What to do next.
    pub advice: Advice,
    /// Whether the same request may be sent again (after a wait): it was not applied, and sending
    /// again can help. The one field that a job queue's retry rule needs.
    pub may_resend: bool,
    /// How long to wait before that, in seconds, where the vendor said so.
    pub retry_after_seconds: Option<u32>,
    /// What the vendor said, where a reply came.
    #[serde(default, deserialize_with = "known")]
    pub outcome: Option<Outcome>,
    /// The last reply's HTTP status.
    #[serde(default, deserialize_with = "http_status")]
    pub http_status: Option<u16>,
    /// The vendor's status word, for logs.
    pub status: Option<String>,
    /// The vendor's text, for logs.
    pub details: Option<String>,
    /// The call's unique id as the vendor repeats it.
    pub ucid: Option<String>,
    /// The did as the vendor repeats it.
    pub did: Option<String>,
    /// The action as the vendor repeats it.
    pub action: Option<String>,
    /// Up to 500 characters of a body that no known text matched, for logs.
    pub excerpt: Option<String>,
    /// Whether a pause was asked for. The vendor confirms none.
    pub pause_requested: bool,
    /// What was sent, in order.
    pub attempts: Vec<Attempt>,
    /// What was not quite right with the request.
    #[serde(deserialize_with = "known_warnings")]
    pub warnings: Vec<Violation>,
    /// Names this call in logs: 32 hexadecimal digits, random. It is not sent to the vendor.
    pub request_id: String,
    /// How many tokens were fetched for this call.
    pub token_requests: u32,
    /// What happened and what to do, in one or more sentences for a person: the same in every
    /// language.
    pub sentence: String,
    /// The request's field that the outcome or the first violation points at, for whoever shows a
    /// form: `ucid` for an unknown call, `agent_id` for an invalid agent.
    #[serde(
        default,
        deserialize_with = "known",
        skip_serializing_if = "Option::is_none"
    )]
    pub field: Option<Field>,
    /// What records said later, where they settled it:
    /// [`settle_receipt`](fn@crate::settle_receipt).
    #[serde(
        default,
        deserialize_with = "known",
        skip_serializing_if = "Option::is_none"
    )]
    pub settled: Option<Finding>,
    /// What a newer version's JSON form held beyond the fields above, for [`Receipt::to_json`].
    #[serde(skip)]
    pub(crate) newer: Option<String>,
}

impl Receipt {
    /// A receipt of which nothing else is known.
    pub(crate) fn bare(effect: Effect, advice: Advice) -> Self {
        Self {
            effect,
            advice,
            may_resend: effect == Effect::NotApplied && advice == Advice::RetryLater,
            retry_after_seconds: None,
            outcome: None,
            http_status: None,
            status: None,
            details: None,
            ucid: None,
            did: None,
            action: None,
            excerpt: None,
            pause_requested: false,
            attempts: Vec::new(),
            warnings: Vec::new(),
            request_id: String::new(),
            token_requests: 0,
            sentence: String::new(),
            field: None,
            settled: None,
            newer: None,
        }
    }
}
