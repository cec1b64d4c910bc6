//! What becomes of a call and its attempts

use std::os::raw::c_char;

use cloudagent_disposition::{Delivery, Kind};

use super::{Row, name, row, value};
use crate::guard::Checked;
use crate::status::CAD_BAD_ENUM;

/// What is known of one attempt's request. Closed.
pub type cad_delivery = u32;

/// It never left this machine.
pub const CAD_DELIVERY_NOT_SENT: cad_delivery = 1;
/// It may have reached the server; no reply came back whole.
pub const CAD_DELIVERY_NO_REPLY: cad_delivery = 2;
/// The server replied.
pub const CAD_DELIVERY_REPLIED: cad_delivery = 3;

/// Every `cad_delivery`.
pub const DELIVERIES: &[Row<Delivery>] = &[
    row(CAD_DELIVERY_NOT_SENT, c"not_sent", Delivery::NotSent),
    row(CAD_DELIVERY_NO_REPLY, c"no_reply", Delivery::NoReply),
    row(CAD_DELIVERY_REPLIED, c"replied", Delivery::Replied),
];

/// The name of a `cad_delivery`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_delivery_name(number: cad_delivery) -> *const c_char {
    name(DELIVERIES, number)
}

/// Why nothing was sent, why it is not known what happened, or how one attempt failed. Closed.
///
/// A transport reports one of the first ten, or CAD_KIND_UNSENDABLE.
pub type cad_kind = u32;

/// The host's name has no address. Nothing was sent.
pub const CAD_KIND_NAME_LOOKUP: cad_kind = 1;
/// No connection. Nothing was sent.
pub const CAD_KIND_CONNECT: cad_kind = 2;
/// No connection in time. Nothing was sent.
pub const CAD_KIND_CONNECT_TIMEOUT: cad_kind = 3;
/// The proxy made no connection. Nothing was sent.
pub const CAD_KIND_PROXY: cad_kind = 4;
/// TLS could not be set up, or the server is not trusted. Nothing was sent.
pub const CAD_KIND_TLS: cad_kind = 5;
/// No whole reply in time.
pub const CAD_KIND_TIMEOUT: cad_kind = 6;
/// The connection ended before a reply.
pub const CAD_KIND_RESET: cad_kind = 7;
/// The reply was not HTTP, or its body broke off.
pub const CAD_KIND_BROKEN_REPLY: cad_kind = 8;
/// The call was cancelled.
pub const CAD_KIND_CANCELLED: cad_kind = 9;
/// The transport failed in some other way, or gave no answer.
pub const CAD_KIND_TRANSPORT_FAILED: cad_kind = 10;
/// The deadline passed before anything was sent.
pub const CAD_KIND_DEADLINE: cad_kind = 11;
/// The client is closed.
pub const CAD_KIND_CLOSED: cad_kind = 12;
/// No token could be had.
pub const CAD_KIND_TOKEN_UNAVAILABLE: cad_kind = 13;
/// The token store failed.
pub const CAD_KIND_TOKEN_STORE: cad_kind = 14;
/// A reply came that does not tell.
pub const CAD_KIND_REPLY: cad_kind = 15;
/// The HTTP library of the transport refuses the request. Nothing was sent.
pub const CAD_KIND_UNSENDABLE: cad_kind = 16;

/// Every `cad_kind`.
pub const KINDS: &[Row<Kind>] = &[
    row(CAD_KIND_NAME_LOOKUP, c"name_lookup", Kind::NameLookup),
    row(CAD_KIND_CONNECT, c"connect", Kind::Connect),
    row(
        CAD_KIND_CONNECT_TIMEOUT,
        c"connect_timeout",
        Kind::ConnectTimeout,
    ),
    row(CAD_KIND_PROXY, c"proxy", Kind::Proxy),
    row(CAD_KIND_TLS, c"tls", Kind::Tls),
    row(CAD_KIND_TIMEOUT, c"timeout", Kind::Timeout),
    row(CAD_KIND_RESET, c"reset", Kind::Reset),
    row(CAD_KIND_BROKEN_REPLY, c"broken_reply", Kind::BrokenReply),
    row(CAD_KIND_CANCELLED, c"cancelled", Kind::Cancelled),
    row(
        CAD_KIND_TRANSPORT_FAILED,
        c"transport_failed",
        Kind::TransportFailed,
    ),
    row(CAD_KIND_DEADLINE, c"deadline", Kind::Deadline),
    row(CAD_KIND_CLOSED, c"closed", Kind::Closed),
    row(
        CAD_KIND_TOKEN_UNAVAILABLE,
        c"token_unavailable",
        Kind::TokenUnavailable,
    ),
    row(CAD_KIND_TOKEN_STORE, c"token_store", Kind::TokenStore),
    row(CAD_KIND_REPLY, c"reply", Kind::Reply),
    row(CAD_KIND_UNSENDABLE, c"unsendable", Kind::Unsendable),
];

/// The name of a `cad_kind`, `unknown` for a number that is none.
///
/// Owner: static, ends with a NUL. NULL: nothing here can be. Threads: any. Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cad_kind_name(number: cad_kind) -> *const c_char {
    name(KINDS, number)
}

/// A kind that a transport reports.
pub(crate) fn reported(number: cad_kind) -> Checked<Kind> {
    let kind = value(KINDS, number)?;
    kind.is_reported().then_some(kind).ok_or(CAD_BAD_ENUM)
}
