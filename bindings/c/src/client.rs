//! Setting a disposition
//!
//!     cad_settings settings = CAD_SETTINGS_INIT;
//!     settings.account = account;
//!     settings.api = CAD_API_GET_V2;
//!     cad_client *client = NULL;
//!     if (cad_client_new(&settings, NULL, &client, NULL) != CAD_OK) ...
//!
//!     cad_receipt *receipt = NULL;
//!     switch (cad_set_disposition(client, &request, NULL, &receipt)) {
//!     case CAD_OK:        // applied, queued or accepted: cad_receipt_effect tells which
//!     case CAD_INVALID:   // nothing was sent: mend the request
//!     case CAD_NOT_SENT:  // nothing was sent: cad_receipt_may_resend
//!     case CAD_REFUSED:   // not applied: cad_receipt_outcome, cad_receipt_may_resend
//!     case CAD_UNCERTAIN: // may have been applied: look before sending again
//!     default: ...        // called wrongly, there is no receipt
//!     }
//!     cad_receipt_free(receipt);

use std::sync::Arc;

use cloudagent_disposition::Client;

#[cfg(feature = "client")]
use crate::connection::cad_connection;
use crate::guard;
use crate::http_request::cad_http_request;
use crate::raw::{self, Out, required};
use crate::receipt::cad_receipt;
use crate::request::cad_request;
use crate::settings::{self, cad_call_options, cad_settings};
use crate::status::cad_status;
use crate::transport::{Foreign, cad_transport};
use crate::violations::{self, cad_violations};

/// Sets dispositions, blocking. Make one and share it between threads. Opaque.
pub struct cad_client {
    /// Shared with its own calls, so that a transport may free the client that is calling it.
    pub(crate) client: Arc<Client>,
}

impl cad_client {
    fn new(client: Client) -> Self {
        let client = Arc::new(client);
        Self { client }
    }
}

/// Makes a client with the built-in transport; `connection` says how it connects, NULL for the
/// machine's own trust and proxies. Does no I/O and starts no thread.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// NULL: `connection` and `problem` may be.
/// Errors: CAD_INVALID.
#[cfg(feature = "client")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_new(
    settings: *const cad_settings,
    connection: *const cad_connection,
    out: Out<'_, Option<Box<cad_client>>>,
    problem: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    settings::make(out, problem, || {
        // SAFETY: the caller's promise.
        let ((settings, tokens), connection) = unsafe {
            (
                settings::read_of_client(settings)?,
                cad_connection::read(connection)?,
            )
        };
        let client = Client::with_connection(settings, connection);
        Ok(client.map(|client| cad_client::new(tokens.given_to(client))))
    })
}

/// Makes a client with the built-in transport, from the environment: the account from
/// CLOUDAGENT_CUSTOMER and one of CLOUDAGENT_API_KEY, CLOUDAGENT_API_KEY_FILE (a file that holds the
/// key) and CLOUDAGENT_TOKEN, the API from CLOUDAGENT_API, and where they are set CLOUDAGENT_BASE_URL
/// (`india`, `international` or a URL) and CLOUDAGENT_DEADLINE (seconds). What `given` holds wins,
/// and its variable is not read: an account, an API, a base URL, a deadline. NULL for `given` holds
/// nothing. Reads the environment, and the file; no other thread may change the environment
/// meanwhile.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations name every variable that is
/// missing or can't be used, and never its value.
///
/// NULL: `given`, `connection` and `problem` may be.
/// Errors: CAD_INVALID.
#[cfg(feature = "client")]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_from_env(
    given: *const cad_settings,
    connection: *const cad_connection,
    out: Out<'_, Option<Box<cad_client>>>,
    problem: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    settings::make(out, problem, || {
        // SAFETY: the caller's promise.
        let settings = unsafe { settings::read_with_environment(given) }?;
        // SAFETY: the caller's promise.
        let connection = unsafe { cad_connection::read(connection) }?;
        Ok(settings.and_then(|(settings, tokens)| {
            let client = Client::with_connection(settings, connection)?;
            Ok(cad_client::new(tokens.given_to(client)))
        }))
    })
}

/// Makes a client over your own transport, which is called from whatever thread calls the client.
/// Does no I/O.
///
/// Writes `*out` on CAD_OK, `*problem` on CAD_INVALID: its violations tell everything that is wrong
/// with the settings.
///
/// Owner: on CAD_OK the client owns `transport->user`, and calls `transport->free` when nothing
/// uses it any more; otherwise it stays yours.
/// NULL: `problem` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_with_transport(
    settings: *const cad_settings,
    transport: *const cad_transport,
    out: Out<'_, Option<Box<cad_client>>>,
    problem: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    settings::make(out, problem, || {
        // SAFETY: the caller's promise.
        let ((settings, tokens), transport) = unsafe {
            (
                settings::read_of_client(settings)?,
                Foreign::read(transport)?,
            )
        };
        let transport = Arc::new(transport);
        let client = Client::with_transport(settings, Arc::<Foreign>::clone(&transport));
        Ok(client.map(|client| {
            transport.adopt();
            cad_client::new(tokens.given_to(client))
        }))
    })
}

/// Sets a call's disposition, and returns when it is known what happened: at the latest when the
/// deadline has passed, and soon where it is cancelled. `options` are for this call; NULL is none.
///
/// Writes `*out` on CAD_OK, CAD_INVALID, CAD_NOT_SENT, CAD_REFUSED and CAD_UNCERTAIN.
///
/// NULL: `options` may be.
/// Threads: any, several at once; your transport may call back into the library.
/// Errors: those four, told apart by what happened to the call; CAD_NULL, CAD_BAD_SIZE and
/// CAD_BAD_ENUM, where nothing was sent; CAD_PANIC, after which the call is uncertain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_set_disposition(
    client: *mut cad_client,
    request: *const cad_request,
    options: *const cad_call_options,
    out: Out<'_, Option<Box<cad_receipt>>>,
) -> cad_status {
    guard::status(|| {
        let out = required(raw::empty(out))?;
        // SAFETY: the caller's promise.
        let (client, request, options) = unsafe {
            (
                Arc::clone(&raw::shared(client)?.client),
                cad_request::read(request)?,
                cad_call_options::read(options)?,
            )
        };
        let receipt = cad_receipt::new(client.set_disposition_with(&request, &options));
        let result = receipt.result;
        raw::put(Some(out), receipt);
        Ok(result)
    })
}

/// Says everything that is wrong with a request, with this client's settings: `cad_validate`.
///
/// Writes `*out` on CAD_OK, whatever the list holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_validate(
    client: Option<&cad_client>,
    request: *const cad_request,
    out: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    raw::make(out, || {
        // SAFETY: the caller's promise.
        let request = unsafe { cad_request::look_at(request) }?;
        let list = required(client)?.client.validate(request);
        Ok(cad_violations { list })
    })
}

/// Builds the request as this client would send it, without sending it: `cad_build_request`. It
/// holds the credential.
///
/// Writes `*out` on CAD_OK, `*problems` on CAD_INVALID.
///
/// NULL: `problems` may be.
/// Errors: CAD_INVALID.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_build_request(
    client: Option<&cad_client>,
    request: *const cad_request,
    out: Out<'_, Option<Box<cad_http_request>>>,
    problems: Out<'_, Option<Box<cad_violations>>>,
) -> cad_status {
    violations::make(out, problems, || {
        // SAFETY: the caller's promise.
        let request = unsafe { cad_request::look_at(request) }?;
        let built = required(client)?.client.build_request(request);
        Ok(built.map(cad_http_request::new))
    })
}

/// Ends the client: later calls return CAD_NOT_SENT with the kind CAD_KIND_CLOSED. Waits for
/// nothing: a call in flight goes on to its end. Closing twice is fine.
///
/// Owner: the client is still to be freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cad_client_close(client: *mut cad_client) {
    guard::value((), || {
        // SAFETY: the caller's promise.
        if let Ok(client) = unsafe { raw::shared(client) } {
            client.client.close();
        }
    });
}

/// Frees a client. Waits for nothing: calls in flight, the one that this is called from too, go on
/// to their end.
///
/// Threads: any, while no other begins a call.
#[unsafe(no_mangle)]
pub extern "C" fn cad_client_free(client: Option<Box<cad_client>>) {
    guard::value((), || drop(client));
}
