//! The JSON forms, for job queues, databases and logs.

use cloudagent_disposition::{DispositionRequest, Receipt};

use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{ReceiptData, RequestData, ViolationData, violations};

/// A request's JSON form. It holds the comments.
#[uniffi::export]
pub fn request_to_json(request: RequestData) -> Result<String, Misuse> {
    Ok(DispositionRequest::from(request).to_json())
}

/// A request as read, or why it can't be.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct RequestRead {
    /// The request, where there are no violations.
    pub request: Option<RequestData>,
    /// Why there is none.
    pub violations: Vec<ViolationData>,
}

/// Reads a request's JSON form.
#[uniffi::export]
pub fn request_from_json(json: &str) -> Result<RequestRead, Misuse> {
    panic_at(json);
    Ok(match DispositionRequest::from_json(json) {
        Ok(request) => RequestRead {
            request: Some(request.into()),
            violations: Vec::new(),
        },
        Err(invalid) => RequestRead {
            request: None,
            violations: violations(invalid.violations()),
        },
    })
}

/// A receipt's JSON form, with what a newer version wrote of it.
#[uniffi::export]
pub fn receipt_to_json(receipt: ReceiptData) -> Result<String, Misuse> {
    panic_at(&receipt.sentence);
    // The core's receipt is read back rather than built: its fields may grow. What is read as
    // newer here is a word that a host made up.
    serde_json::to_string(&receipt)
        .ok()
        .and_then(|json| Receipt::from_json(&json).ok())
        .filter(|read| read.newer().is_none())
        .map(|read| read.with_newer(receipt.newer).to_json())
        .ok_or(Misuse::NoReceipt)
}

/// A receipt as read, or why it can't be.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct ReceiptRead {
    /// The receipt, where there are no violations.
    pub receipt: Option<ReceiptData>,
    /// Why there is none.
    pub violations: Vec<ViolationData>,
}

/// Reads a receipt's JSON form.
#[uniffi::export]
pub fn receipt_from_json(json: &str) -> Result<ReceiptRead, Misuse> {
    panic_at(json);
    Ok(match Receipt::from_json(json) {
        Ok(receipt) => ReceiptRead {
            receipt: Some((&receipt).into()),
            violations: Vec::new(),
        },
        Err(invalid) => ReceiptRead {
            receipt: None,
            violations: violations(invalid.violations()),
        },
    })
}
