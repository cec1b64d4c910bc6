//! The vendor's end-of-call callback. It holds the account's api key, so it is an object.

use std::sync::Arc;

use cloudagent_disposition as core;

use crate::account::AccountHandle;
use crate::bytes::Bytes;
use crate::call_record::CallRecordData;
use crate::counted::Counted;
use crate::macros::either;
use crate::misuse::Misuse;
use crate::planted::panic_at;
use crate::records::ViolationData;

/// A [`core::Callback`]. Its key can't be read back, and is not printed.
#[derive(Debug, uniffi::Object)]
#[uniffi::export(Debug)]
pub struct CallbackHandle(Counted<core::Callback>);

#[uniffi::export]
impl CallbackHandle {
    /// The record of the call.
    pub fn record(&self) -> Result<CallRecordData, Misuse> {
        Ok((&self.0.record).into())
    }

    /// The account's user name, where the callback says it.
    pub fn customer(&self) -> Result<Option<String>, Misuse> {
        Ok(self.0.customer.clone())
    }

    /// Whether the callback holds this account's api key: a sign, not a proof.
    pub fn authentic(&self, account: &AccountHandle) -> Result<bool, Misuse> {
        panic_at(account.0.customer());
        Ok(self.0.authentic(&account.0))
    }
}

either! {
    /// A callback as read.
    #[derive(Debug, uniffi::Enum)]
    CallbackRead = Read { callback: Arc<CallbackHandle> } | Refused { violations: Vec<ViolationData> }
}

/// Reads the body of an end-of-call callback, as it came.
#[uniffi::export]
pub fn read_callback(body: Bytes) -> Result<CallbackRead, Misuse> {
    panic_at(&body);
    Ok(CallbackRead::of(
        core::read_callback(body.as_ref()),
        |callback| Arc::new(CallbackHandle(Counted::new(callback))),
    ))
}
