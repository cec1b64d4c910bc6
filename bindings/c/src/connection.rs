//! Connections
//!
//! How the built-in transport connects. It is not in the small library; define CAD_NO_CLIENT for
//! that.

use cloudagent_disposition::{Connection, Proxy};

use crate::codes::own_codes;
use crate::guard::Checked;
use crate::raw::{self, Given, Sizable};
use crate::status::CAD_BAD_ENUM;
use crate::text::cad_str;

own_codes! {
    /// Which proxy to use. Closed. Never one for a loopback host.
    pub type cad_proxy, named by cad_proxy_name, in PROXIES {
        /// What HTTPS_PROXY, ALL_PROXY and NO_PROXY say when the client is made.
        CAD_PROXY_ENVIRONMENT = 1 "environment",
        /// None.
        CAD_PROXY_NONE = 2 "none",
        /// That of the connection's `proxy_url`.
        CAD_PROXY_URL = 3 "url",
    }
}

/// How the built-in transport connects.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct cad_connection {
    /// The size of this struct, by CAD_CONNECTION_INIT.
    pub size: usize,
    /// Certificates to trust besides the operating system's, as PEM: a company's own authority.
    pub extra_ca_pem: cad_str,
    /// The proxy's URL, with user name and password where it needs them. Only with CAD_PROXY_URL.
    pub proxy_url: cad_str,
    /// Which proxy to use.
    pub proxy: cad_proxy,
    /// 0.
    pub reserved: u32,
}

// SAFETY: `repr(C)`, its size comes first, numbers and views.
unsafe impl Sizable for cad_connection {}

impl Given for cad_connection {
    const INIT: Self = Self {
        proxy: CAD_PROXY_ENVIRONMENT,
        ..Self::ZERO
    };
}

impl cad_connection {
    /// The core's connection; the default where NULL. What is not UTF-8 becomes a character that the
    /// core refuses wherever it matters: not in the text around certificates.
    pub(crate) unsafe fn read(given: *const Self) -> Checked<Connection> {
        let mut connection = Connection::new();
        // SAFETY: the caller's promise.
        let given = unsafe { raw::sized_or_init(given) }?;
        // SAFETY: the caller's promise.
        let bytes = |view| unsafe { raw::bytes(view) };
        let (pem, url) = (bytes(given.extra_ca_pem)?, bytes(given.proxy_url)?);
        if given.reserved != 0 {
            return Err(CAD_BAD_ENUM);
        }
        let absent = given.extra_ca_pem.data.is_null();
        connection.extra_ca_pem = (!absent).then(|| String::from_utf8_lossy(pem).into_owned());
        connection.proxy = match given.proxy {
            CAD_PROXY_ENVIRONMENT => Proxy::Environment,
            CAD_PROXY_NONE => Proxy::None,
            // No host at all, so it is refused: in a password the character might pass.
            CAD_PROXY_URL => Proxy::url(std::str::from_utf8(url).unwrap_or("\u{FFFD}")),
            _ => return Err(CAD_BAD_ENUM),
        };
        Ok(connection)
    }
}
