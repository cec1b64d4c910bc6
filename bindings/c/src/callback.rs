//! The end-of-call callback.

use cloudagent_disposition::{Callback, read_callback};

use crate::guard::{self, get};
use crate::raw::{self, Out, required};
use crate::records::cad_record;
use crate::request::cad_account;
use crate::status::{CAD_OK, cad_status};
use crate::text::cad_str;
use crate::violations::{self, cad_violations};

/// The vendor's end-of-call callback. It holds the account's api key, which the vendor sends in
/// clear: nothing shows it, and it is wiped with the callback. Don't log the body that it was read
/// from. Opaque, and never changes.
pub struct cad_callback {
    callback: Callback,
}

/// Reads the body that the vendor posts to your server at the end of a call: a form whose field
/// `data` holds JSON, or that JSON itself. The body decides, whatever its content type says: give
/// the bytes as they came, since a framework that reads forms leaves none.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID: `invalid`, `too_long` (over 1 MiB), `duplicate` (`data` twice) or
/// `unsupported` (a multipart form), of the field `callback`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_read_callback(
    body: cad_str,
    out: Out<'_, Option<Box<cad_callback>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    violations::make(out, problems, || {
        // SAFETY: the caller's promise.
        let body = unsafe { raw::bytes(body) }?;
        Ok(read_callback(body).map(|callback| cad_callback { callback }))
    })
}

/// The record of the call, for `cad_settle_record`. It has a `call_id`, and most often no `ucid`.
///
/// Writes `*out`, whose `size` must be set (CAD_RECORD_INIT), on CAD_OK.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_callback_record(
    callback: Option<&cad_callback>,
    out: *mut cad_record,
) -> cad_status {
    guard::status(|| {
        let record = &required(callback)?.callback.record;
        // SAFETY: the caller's promise.
        unsafe { raw::sized_out(out) }?.write(cad_record::view(record));
        Ok(CAD_OK)
    })
}

/// The account's user name, where the callback says it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_callback_customer(callback: Option<&cad_callback>) -> cad_str {
    get(callback, cad_str::ABSENT, |callback| {
        cad_str::of_option(callback.callback.customer.as_deref())
    })
}

/// Whether the callback holds this account's api key. It is a sign, not a proof: the vendor signs
/// nothing, and whoever saw one callback can send another. No where either has no key, as with a
/// token. It takes the same time wherever two keys of one length differ.
///
/// NULL: gives false.
#[unsafe(no_mangle)]
pub extern "C" fn cad_callback_authentic(
    callback: Option<&cad_callback>,
    account: Option<&cad_account>,
) -> bool {
    get(callback, false, |callback| {
        account.is_some_and(|account| callback.callback.authentic(&account.account))
    })
}

/// Frees a callback, and wipes the key in it.
#[unsafe(no_mangle)]
pub extern "C" fn cad_callback_free(callback: Option<Box<cad_callback>>) {
    guard::value((), || drop(callback));
}
