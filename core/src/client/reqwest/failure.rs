//! What a reqwest error means. Only its kind is taken: its texts, and those of its sources, hold
//! the URL, and with it the api key.

use std::error::Error;
use std::io;

use super::lookup::NotFound;
use crate::kind::Kind;

/// How a send failed before its reply began.
pub(super) fn kind(error: &reqwest::Error) -> Kind {
    if error.is_builder() {
        // The URL passed our own grammar, so what the HTTP stack refuses is its host.
        return Kind::Unsendable;
    }
    if error.is_connect() {
        return connect_kind(error);
    }
    if error.is_timeout() {
        return Kind::Timeout;
    }
    chain(error)
        .find_map(exchange_kind)
        .unwrap_or(Kind::TransportFailed)
}

/// Why there is no connection. hyper-util's errors have no kinds but these fixed words of its own.
fn connect_kind(error: &reqwest::Error) -> Kind {
    let is_tls = |cause: &(dyn Error + 'static)| {
        cause.is::<rustls::Error>()
            || cause
                .downcast_ref::<io::Error>()
                .is_some_and(|io| io.kind() == io::ErrorKind::UnexpectedEof)
    };
    let is_exhausted =
        |cause: &(dyn Error + 'static)| matches!(cause.downcast_ref(), Some(NotFound::Exhausted));
    let is_tunnel = |cause: &(dyn Error + 'static)| cause.to_string().starts_with("tunnel error");
    if chain(error).any(is_tls) {
        Kind::Tls
    } else if chain(error).any(is_tunnel) {
        Kind::Proxy
    } else if chain(error).any(is_exhausted) {
        Kind::Connect
    } else if error.is_dns() {
        Kind::NameLookup
    } else if error.is_timeout() {
        Kind::ConnectTimeout
    } else {
        Kind::Connect
    }
}

/// What one cause tells of an exchange that broke after it had begun.
fn exchange_kind(cause: &(dyn Error + 'static)) -> Option<Kind> {
    if let Some(error) = cause.downcast_ref::<hyper::Error>() {
        // The connection gave the request back before it had begun with it.
        if error.is_canceled() {
            return Some(Kind::Connect);
        }
        if error.is_incomplete_message() {
            return Some(Kind::Reset);
        }
        if error.is_parse() {
            return Some(Kind::BrokenReply);
        }
    }
    let io = cause.downcast_ref::<io::Error>()?;
    match io.kind() {
        io::ErrorKind::ConnectionReset
        | io::ErrorKind::ConnectionAborted
        | io::ErrorKind::BrokenPipe
        | io::ErrorKind::UnexpectedEof => Some(Kind::Reset),
        _ => None,
    }
}

/// An error and all that caused it. An `io::Error` hides what it wraps from `source`.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn Error + 'static)| {
        let error: &'a (dyn Error + 'static) = *error;
        let wrapped = error
            .downcast_ref::<io::Error>()
            .and_then(io::Error::get_ref);
        match wrapped {
            Some(wrapped) => Some(wrapped as &(dyn Error + 'static)),
            None => error.source(),
        }
    })
}
