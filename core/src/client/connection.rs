//! How the built-in transport connects.

use std::fmt;

use zeroize::Zeroizing;

/// How the built-in transport connects: additional trust, and the proxy.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Connection {
    /// Certificates to trust besides the operating system's, as PEM: a company's own authority.
    pub extra_ca_pem: Option<String>,
    /// Which proxy to use.
    pub proxy: Proxy,
}

impl Connection {
    /// The operating system's trust, the environment's proxies.
    pub fn new() -> Self {
        Self::default()
    }

    /// Trusts these certificates (PEM) besides the operating system's.
    #[must_use]
    pub fn extra_ca_pem(mut self, pem: impl Into<String>) -> Self {
        self.extra_ca_pem = Some(pem.into());
        self
    }

    /// Sets which proxy to use.
    #[must_use]
    pub fn proxy(mut self, proxy: Proxy) -> Self {
        self.proxy = proxy;
        self
    }
}

/// Which proxy to use. Never one for a loopback host.
#[derive(Debug, Clone, Default)]
pub enum Proxy {
    /// What `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say when the client is made.
    #[default]
    Environment,
    /// None.
    None,
    /// This one; [`Proxy::url`] makes it.
    Url(ProxyUrl),
}

/// The URL of a proxy. It may hold a password: it is never printed, and wiped when it is dropped.
#[derive(Clone)]
pub struct ProxyUrl(Zeroizing<String>);

impl ProxyUrl {
    pub(super) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl Proxy {
    /// This proxy: a URL, with user name and password where it needs them. Never printed.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(ProxyUrl(Zeroizing::new(url.into())))
    }
}
