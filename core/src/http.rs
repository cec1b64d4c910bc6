//! One HTTP request as built, and one reply as received: plain data, nothing is sent from here.

use std::fmt;

use crate::base_url::is_loopback;
use crate::codes::codes;

codes! {
    /// An HTTP method.
    pub enum Method {
        /// `GET`.
        Get = "GET",
        /// `POST`.
        Post = "POST",
    }
}

/// One HTTP request, complete, for any transport to send as it is.
///
/// It **holds the credential** (in the URL on the GET APIs, in a header otherwise) and the
/// comments: hand it to an HTTP stack, don't log it. Its own printed form shows the method, the
/// host and the path only.
///
/// Send it once, follow no redirect, add no `Referer`.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpRequest {
    /// The method.
    pub method: Method,
    /// The whole URL.
    pub url: String,
    /// The host, without port; an IPv6 address without brackets.
    pub host: String,
    /// The port, the scheme's own where the URL names none.
    pub port: u16,
    /// What stands in the request line: the path and the query.
    pub target: String,
    /// Names and values. A transport may add its own (`host`, `content-length`).
    pub headers: Vec<(&'static str, String)>,
    /// The body, UTF-8.
    pub body: Option<String>,
    /// Whether it may go through a proxy. To this machine itself nothing ever does; every
    /// transport asks here, so that there is one rule for what *this machine* is.
    pub may_use_proxy: bool,
}

impl HttpRequest {
    /// A request of its parts, for a host whose copy of one went through another language.
    pub fn from_parts(
        method: Method,
        url: String,
        host: String,
        port: u16,
        target: String,
        headers: Vec<(&'static str, String)>,
        body: Option<String>,
    ) -> Self {
        Self {
            may_use_proxy: !is_loopback(&host),
            method,
            url,
            host,
            port,
            target,
            headers,
            body,
        }
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "HttpRequest({} {}{})",
            self.method,
            self.host,
            self.path()
        )
    }
}

/// An HTTP status as the rules read it: a number outside 100 to 999 is no status and counts as 0,
/// whatever a host or a transport made it of.
///
/// ```
/// use cloudagent_disposition::status_number;
///
/// assert_eq!([200, 999, 99, -1, 1_000, 65_736].map(status_number), [200, 999, 0, 0, 0, 0]);
/// ```
pub const fn status_number(status: i64) -> u16 {
    match status {
        100..=999 => status as u16,
        _ => 0,
    }
}

/// What a transport received: the status, the two headers that the rules read, and the body, read
/// up to [`BODY_LIMIT`](crate::BODY_LIMIT) bytes and one more.
///
/// It prints its status and sizes only: a body may echo what was sent.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct HttpReply {
    /// The HTTP status; one outside 100 to 999 counts as none, see [`status_number`].
    pub status: u16,
    /// The value of `Retry-After`.
    pub retry_after: Option<String>,
    /// The value of `Date`.
    pub date: Option<String>,
    /// The body. One byte more than the limit tells that there was more.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpReply({}, {} bytes)", self.status, self.body.len())
    }
}
