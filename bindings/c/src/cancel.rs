//! Cancelling
//!
//! A call can be taken back from any other thread. It then returns soon, with its receipt: CAD_NOT_SENT
//! where its request surely did not leave, else CAD_UNCERTAIN, and where a whole reply was there already
//! what that says.
//!
//!     cad_cancel_token *token = NULL;
//!     cad_cancel_token_new(&token);
//!     cad_call_options options = CAD_CALL_OPTIONS_INIT;
//!     options.cancel = token;
//!     cad_set_disposition(client, &request, &options, &receipt);
//!     // meanwhile, in another thread: cad_cancel_token_cancel(token);

use cloudagent_disposition::CancelToken;

use crate::guard::{self, get};
use crate::raw::{self, Out};
use crate::status::cad_status;

/// Cancels the calls that it is given to, once and for all: one, or many. Opaque.
pub struct cad_cancel_token {
    pub(crate) token: CancelToken,
}

/// Makes a token that nobody has cancelled.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: a call that it was given to keeps it, but nobody cancels that any
/// more.
#[unsafe(no_mangle)]
pub extern "C" fn cad_cancel_token_new(out: Out<'_, Option<Box<cad_cancel_token>>>) -> cad_status {
    raw::make(out, || {
        let token = CancelToken::new();
        Ok(cad_cancel_token { token })
    })
}

/// Cancels, and waits for nothing. Twice is fine.
///
/// Threads: any, but not in a signal handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_cancel_token_cancel(token: *mut cad_cancel_token) {
    guard::value((), || {
        // SAFETY: the caller's promise.
        if let Ok(token) = unsafe { raw::shared(token) } {
            token.token.cancel();
        }
    });
}

/// Whether somebody has cancelled.
#[unsafe(no_mangle)]
pub extern "C" fn cad_cancel_token_is_cancelled(token: Option<&cad_cancel_token>) -> bool {
    get(token, false, |token| token.token.is_cancelled())
}

/// Frees a token. That cancels nothing.
#[unsafe(no_mangle)]
pub extern "C" fn cad_cancel_token_free(token: Option<Box<cad_cancel_token>>) {
    guard::value((), || drop(token));
}
