//! The JSON forms, for job queues, databases and logs.

use cloudagent_disposition::{DispositionRequest, Receipt};

use crate::macros::either;
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::{ReceiptData, RequestData, ViolationData};

/// A request's JSON form. It holds the comments.
#[uniffi::export]
pub fn request_to_json(request: RequestData) -> Result<String, Misuse> {
    Ok(DispositionRequest::from(request).to_json())
}

either! {
    /// A request's JSON form as read.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    RequestRead = Read { request: RequestData } | Refused { violations: Vec<ViolationData> }
}

/// Reads a request's JSON form.
#[uniffi::export]
pub fn request_from_json(json: &str) -> Result<RequestRead, Misuse> {
    panic_at(json);
    Ok(RequestRead::of(
        DispositionRequest::from_json(json),
        RequestData::from,
    ))
}

/// A receipt's JSON form, with what a newer version wrote of it.
#[uniffi::export]
pub fn receipt_to_json(receipt: ReceiptData) -> Result<String, Misuse> {
    panic_at(&receipt.sentence);
    core_receipt(receipt).map(|receipt| receipt.to_json())
}

/// The core's receipt again. It is read back rather than built: its fields may grow. What is read as
/// newer here is a word that a host made up.
pub(crate) fn core_receipt(receipt: ReceiptData) -> Result<Receipt, Misuse> {
    serde_json::to_string(&receipt)
        .ok()
        .and_then(|json| Receipt::from_json(&json).ok())
        .filter(|read| read.newer().is_none())
        .map(|read| read.with_newer(receipt.newer))
        .ok_or(Misuse::NoReceipt)
}

either! {
    /// A receipt's JSON form as read.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    ReceiptRead = Read { receipt: ReceiptData } | Refused { violations: Vec<ViolationData> }
}

/// Reads a receipt's JSON form.
#[uniffi::export]
pub fn receipt_from_json(json: &str) -> Result<ReceiptRead, Misuse> {
    panic_at(json);
    let read = Receipt::from_json(json);
    Ok(ReceiptRead::of(read, |read| (&read).into()))
}
