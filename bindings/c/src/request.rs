//! Requests and accounts
//!
//! A request is a plain struct of views. Begin with CAD_REQUEST_INIT and set what you have:
//!
//!     cad_request request = CAD_REQUEST_INIT;
//!     request.ucid = cad_cstr("8189000000001");
//!     request.did = cad_cstr("914000000001");
//!     request.agent_id = cad_cstr("ravi");
//!     request.disposition = cad_cstr("Sale");
//!
//! An account holds a secret, so it is a handle: nothing shows the secret again, and it is wiped
//! from memory when the account is freed.

use cloudagent_disposition::{Account, ApiKey, DispositionRequest, Field, RequestView, Token};

use crate::codes::{cad_flag, flag, flag_of};
use crate::guard::{self, Checked};
use crate::raw::{self, Given, Out, Sizable};
use crate::status::cad_status;
use crate::text::cad_str;

/// A disposition to set for one call. Nothing is checked here: `cad_validate` says everything that
/// is wrong with it at once.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_request {
    /// The size of this struct, by CAD_REQUEST_INIT.
    pub size: usize,
    // generated: fields (by `cargo gen`)
    /// The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
    /// since 17 digits don't survive a float.
    pub ucid: cad_str,
    /// The number that calls are dialled out from: the campaign's, not the customer's.
    pub did: cad_str,
    /// The agent's login id.
    pub agent_id: cad_str,
    /// The disposition, as the campaign spells it.
    pub disposition: cad_str,
    /// Free text for the call record.
    pub comments: cad_str,
    /// Why the agent is paused.
    pub pause_reason: cad_str,
    /// When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`.
    pub callback_time: cad_str,
    /// The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`.
    pub callback_time_zone: cad_str,
    /// Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an agent
    /// whom nobody meant to pause.
    pub pause_after_dispose: cad_flag,
    /// The vendor's `autoRelease`, sent only where it is yes.
    pub auto_release: cad_flag,
    // end
}

// SAFETY: `repr(C)`, its size comes first, numbers and views.
unsafe impl Sizable for cad_request {}

impl Given for cad_request {}

impl cad_request {
    /// The core's request, which keeps its texts.
    pub(crate) unsafe fn read(given: *const Self) -> Checked<DispositionRequest> {
        // SAFETY: the caller's promise.
        unsafe { Self::look_at(given) }.map(DispositionRequest::from)
    }

    /// The request where it stands, for whatever keeps nothing of it.
    pub(crate) unsafe fn look_at<'a>(given: *const Self) -> Checked<RequestView<'a>> {
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized(given) }?;
        let mut not_utf8 = Vec::new();
        // SAFETY: the caller's promise.
        let mut text = |field, view| unsafe { raw::text_of(field, view, &mut not_utf8) };
        let mut request = RequestView::default();
        // generated: read (by `cargo gen`)
        request.ucid = text(Field::Ucid, given.ucid)?;
        request.did = text(Field::Did, given.did)?;
        request.agent_id = text(Field::AgentId, given.agent_id)?;
        request.disposition = text(Field::Disposition, given.disposition)?;
        request.comments = text(Field::Comments, given.comments)?;
        request.pause_after_dispose = flag(given.pause_after_dispose)?;
        request.pause_reason = text(Field::PauseReason, given.pause_reason)?;
        request.callback_time = text(Field::CallbackTime, given.callback_time)?;
        request.callback_time_zone = text(Field::CallbackTimeZone, given.callback_time_zone)?;
        request.auto_release = flag(given.auto_release)? == Some(true);
        // end
        for field in not_utf8 {
            request.mark_not_utf8(field);
        }
        Ok(request)
    }

    /// Views of a request of the core's.
    pub(crate) fn view(request: &DispositionRequest) -> Self {
        let text = |text: &Option<String>| cad_str::of_option(text.as_deref());
        Self {
            size: size_of::<Self>(),
            // generated: view (by `cargo gen`)
            ucid: text(&request.ucid),
            did: text(&request.did),
            agent_id: text(&request.agent_id),
            disposition: text(&request.disposition),
            comments: text(&request.comments),
            pause_reason: text(&request.pause_reason),
            callback_time: text(&request.callback_time),
            callback_time_zone: text(&request.callback_time_zone),
            pause_after_dispose: flag_of(request.pause_after_dispose),
            auto_release: flag_of(request.auto_release.then_some(true)),
            // end
        }
    }
}

/// Who calls: the vendor's `customer` (also called `userName`) and a secret. Opaque.
pub struct cad_account {
    pub(crate) account: Account,
}

/// Makes an account.
unsafe fn account(
    customer: cad_str,
    (field, secret): (Field, cad_str),
    out: Out<'_, Option<Box<cad_account>>>,
    make: impl FnOnce(&str, &str) -> Account,
) -> cad_status {
    raw::make(out, || {
        let mut not_utf8 = Vec::new();
        // SAFETY: the caller's promise.
        let (customer, secret) = unsafe {
            (
                raw::text_of(Field::Customer, customer, &mut not_utf8)?,
                raw::text_of(field, secret, &mut not_utf8)?,
            )
        };
        let mut account = make(customer.unwrap_or_default(), secret.unwrap_or_default());
        for field in not_utf8 {
            account.mark_not_utf8(field);
        }
        Ok(cad_account { account })
    })
}

/// Makes an account that calls with its api key. Texts are copied, and checked later.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_account_with_api_key(
    customer: cad_str,
    api_key: cad_str,
    out: Out<'_, Option<Box<cad_account>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        account(customer, (Field::ApiKey, api_key), out, |customer, key| {
            Account::with_api_key(customer, ApiKey::new(key))
        })
    }
}

/// Makes an account that calls with a token: what an agent's machine has, which never holds the
/// key. Texts are copied, and checked later.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_account_with_token(
    customer: cad_str,
    token: cad_str,
    out: Out<'_, Option<Box<cad_account>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        account(customer, (Field::Token, token), out, |customer, token| {
            Account::with_token(customer, Token::new(token))
        })
    }
}

/// Makes an account whose tokens come from a source of yours: the client's `token_source`, or an
/// engine's CAD_STEP_TOKEN. So a program that asks its company's server never holds the key. Only
/// `post_token` takes tokens. Texts are copied, and checked later.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_account_with_token_source(
    customer: cad_str,
    out: Out<'_, Option<Box<cad_account>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        account(
            customer,
            (Field::Token, cad_str::ABSENT),
            out,
            |customer, _| Account::with_token_source(customer),
        )
    }
}

/// Makes an account whose secret is not known here. Validation says that it is missing.
///
/// Writes `*out` on CAD_OK.
///
/// Owner: you; free it at any time: what was made with it keeps its own copy.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_account_without_credential(
    customer: cad_str,
    out: Out<'_, Option<Box<cad_account>>>,
) -> cad_status {
    // SAFETY: the caller's promise.
    unsafe {
        account(
            customer,
            (Field::ApiKey, cad_str::ABSENT),
            out,
            |customer, _| Account::without_credential(customer),
        )
    }
}

/// The account's `customer`.
#[unsafe(no_mangle)]
pub extern "C" fn cad_account_customer(account: Option<&cad_account>) -> cad_str {
    guard::get(account, cad_str::ABSENT, |account| {
        cad_str::of(account.account.customer())
    })
}

/// Wipes the account's secret from memory and frees the account.
#[unsafe(no_mangle)]
pub extern "C" fn cad_account_free(account: Option<Box<cad_account>>) {
    guard::value((), || drop(account));
}
