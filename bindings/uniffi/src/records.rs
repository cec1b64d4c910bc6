//! Plain data, one record for each of the core's.

use cloudagent_disposition as core;
use serde::{Serialize, Serializer};

use crate::macros::{prints, record};
use crate::planted::panic_at;

/// A [`core::DispositionRequest`]. It prints without its comments.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct RequestData {
    // generated: request (by `cargo gen`)
    /// The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
    /// since 17 digits don't survive a float.
    pub ucid: Option<String>,
    /// The number that calls are dialled out from: the campaign's, not the customer's.
    pub did: Option<String>,
    /// The agent's login id.
    pub agent_id: Option<String>,
    /// The disposition, as the campaign spells it.
    pub disposition: Option<String>,
    /// Free text for the call record.
    pub comments: Option<String>,
    /// Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an agent
    /// whom nobody meant to pause.
    pub pause_after_dispose: Option<bool>,
    /// Why the agent is paused.
    pub pause_reason: Option<String>,
    /// When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`.
    pub callback_time: Option<String>,
    /// The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`.
    pub callback_time_zone: Option<String>,
    /// The vendor's `autoRelease`, sent only where it is yes.
    pub auto_release: bool,
    // end
}

impl RequestData {
    fn texts(&self) -> impl Iterator<Item = &String> {
        [
            // generated: texts (by `cargo gen`)
            &self.ucid,
            &self.did,
            &self.agent_id,
            &self.disposition,
            &self.comments,
            &self.pause_reason,
            &self.callback_time,
            &self.callback_time_zone,
            // end
        ]
        .into_iter()
        .flatten()
    }
}

impl From<RequestData> for core::DispositionRequest {
    fn from(data: RequestData) -> Self {
        data.texts().for_each(panic_at);
        let mut request = Self::new();
        // generated: to_core (by `cargo gen`)
        request.ucid = data.ucid;
        request.did = data.did;
        request.agent_id = data.agent_id;
        request.disposition = data.disposition;
        request.comments = data.comments;
        request.pause_after_dispose = data.pause_after_dispose;
        request.pause_reason = data.pause_reason;
        request.callback_time = data.callback_time;
        request.callback_time_zone = data.callback_time_zone;
        request.auto_release = data.auto_release;
        // end
        request
    }
}

impl From<core::DispositionRequest> for RequestData {
    fn from(request: core::DispositionRequest) -> Self {
        Self {
            // generated: from_core (by `cargo gen`)
            ucid: request.ucid,
            did: request.did,
            agent_id: request.agent_id,
            disposition: request.disposition,
            comments: request.comments,
            pause_after_dispose: request.pause_after_dispose,
            pause_reason: request.pause_reason,
            callback_time: request.callback_time,
            callback_time_zone: request.callback_time_zone,
            auto_release: request.auto_release,
            // end
        }
    }
}

prints!(
    RequestData,
    self,
    "{:?}",
    core::DispositionRequest::from(self.clone())
);

record! {
    /// A [`core::Violation`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
    #[uniffi::export(Debug, Eq)]
    ViolationData of violation: core::Violation {
        /// The field's code.
        field: String = violation.field.to_string(),
        /// The problem's code.
        problem: String = violation.problem.to_string(),
        /// `error` or `warning`.
        severity: String = violation.severity.to_string(),
        /// How to mend it, for a person.
        detail: String = violation.detail.clone().into_owned(),
        /// Whether no mode lets it pass.
        #[serde(skip)]
        hard: bool = violation.is_hard(),
    }
}

pub(crate) fn violations(found: &[core::Violation]) -> Vec<ViolationData> {
    found.iter().map(ViolationData::from).collect()
}

/// Why something can't be, as it crosses.
pub(crate) struct Why<T>(pub(crate) T);

impl From<core::Invalid> for Why<Vec<ViolationData>> {
    fn from(invalid: core::Invalid) -> Self {
        Self(violations(invalid.violations()))
    }
}

impl From<core::Error> for Why<CallResult> {
    fn from(error: core::Error) -> Self {
        Self(error.into())
    }
}

/// A host may have put any number there; one that is no status is none.
fn http_status<S: Serializer>(number: &Option<i32>, out: S) -> Result<S::Ok, S::Error> {
    let status = number.map(|number| core::status_number(number.into()));
    status.filter(|status| *status != 0).serialize(out)
}

record! {
    /// A [`core::Attempt`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
    #[uniffi::export(Debug, Eq)]
    AttemptData of attempt: core::Attempt {
        /// The delivery's code.
        delivery: String = attempt.delivery.to_string(),
        /// The code of how it failed, where no whole reply came.
        kind: Option<String> = attempt.kind.map(|kind| kind.to_string()),
        /// The reply's HTTP status, where one came.
        #[serde(serialize_with = "http_status")]
        http_status: Option<i32> = attempt.http_status.map(i32::from),
        /// The outcome's code, where a reply came.
        outcome: Option<String> = attempt.outcome.map(|outcome| outcome.to_string()),
        /// How long it took, in milliseconds.
        duration_ms: u64 = attempt.duration_ms,
    }
}

record! {
    /// A [`core::Receipt`].
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, uniffi::Record)]
    #[uniffi::export(Debug, Eq)]
    ReceiptData of receipt: core::Receipt {
        /// The effect's code.
        effect: String = receipt.effect.to_string(),
        /// The advice's code.
        advice: String = receipt.advice.to_string(),
        /// Whether the same request may be sent again.
        may_resend: bool = receipt.may_resend,
        /// How long to wait before that, in seconds.
        retry_after_seconds: Option<u32> = receipt.retry_after_seconds,
        /// The outcome's code, where a reply came.
        outcome: Option<String> = receipt.outcome.map(|outcome| outcome.to_string()),
        /// The last reply's HTTP status.
        #[serde(serialize_with = "http_status")]
        http_status: Option<i32> = receipt.http_status.map(i32::from),
        /// The vendor's status word.
        status: Option<String> = receipt.status.clone(),
        /// The vendor's text.
        details: Option<String> = receipt.details.clone(),
        /// The call's unique id as the vendor repeats it.
        ucid: Option<String> = receipt.ucid.clone(),
        /// The did as the vendor repeats it.
        did: Option<String> = receipt.did.clone(),
        /// The action as the vendor repeats it.
        action: Option<String> = receipt.action.clone(),
        /// The beginning of a body that no known text matched.
        excerpt: Option<String> = receipt.excerpt.clone(),
        /// Whether a pause was asked for.
        pause_requested: bool = receipt.pause_requested,
        /// What was sent, in order.
        attempts: Vec<AttemptData> = receipt.attempts.iter().map(AttemptData::from).collect(),
        /// What was not quite right with the request.
        warnings: Vec<ViolationData> = violations(&receipt.warnings),
        /// Names this call in logs.
        request_id: String = receipt.request_id.clone(),
        /// How many tokens were fetched for this call.
        token_requests: u32 = receipt.token_requests,
        /// What happened and what to do, for a person.
        sentence: String = receipt.sentence.clone(),
        /// What records said later, where they settled it.
        settled: Option<String> = receipt.settled.map(|finding| finding.to_string()),
        /// What a newer version wrote into the JSON form and this one doesn't know. It is made and
        /// read by the core only: a facade hands it back as it is.
        #[serde(skip)]
        newer: Option<String> = receipt.newer().map(str::to_owned),
    }
}

/// What became of one logical call.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum CallResult {
    /// The disposition is applied, queued or accepted.
    Done {
        /// What became of the call.
        receipt: ReceiptData,
    },
    /// The request is wrong, or a setting.
    Invalid {
        /// What became of the call.
        receipt: ReceiptData,
        /// Everything that is wrong.
        violations: Vec<ViolationData>,
    },
    /// No attempt left this machine.
    NotSent {
        /// What became of the call.
        receipt: ReceiptData,
        /// The code of why.
        kind: String,
    },
    /// A reply came, and the disposition was not applied.
    Refused {
        /// What became of the call.
        receipt: ReceiptData,
    },
    /// The disposition may have been applied.
    Uncertain {
        /// What became of the call.
        receipt: ReceiptData,
        /// The code of why that is not known.
        kind: String,
    },
}

impl From<core::Error> for CallResult {
    fn from(error: core::Error) -> Self {
        let receipt = ReceiptData::from(error.receipt());
        match error {
            core::Error::Invalid { violations, .. } => Self::Invalid {
                receipt,
                violations: self::violations(&violations),
            },
            core::Error::NotSent { kind, .. } => Self::NotSent {
                receipt,
                kind: kind.to_string(),
            },
            core::Error::Refused { .. } => Self::Refused { receipt },
            core::Error::Uncertain { kind, .. } => Self::Uncertain {
                receipt,
                kind: kind.to_string(),
            },
        }
    }
}

impl From<Result<core::Receipt, core::Error>> for CallResult {
    fn from(result: Result<core::Receipt, core::Error>) -> Self {
        match result {
            Ok(receipt) => Self::Done {
                receipt: (&receipt).into(),
            },
            Err(error) => error.into(),
        }
    }
}
