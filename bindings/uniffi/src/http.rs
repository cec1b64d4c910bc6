//! One HTTP request as built, and one reply as received.

use std::fmt;

use cloudagent_disposition as core;

use crate::planted::panic_at;
use crate::records::{ViolationData, violations};

/// One header. It prints its name only: its value may be the credential.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct HeaderData {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl fmt::Debug for HeaderData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl fmt::Display for HeaderData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A [`core::HttpRequest`]. It **holds the credential**, and prints its method, host and path only.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct HttpRequestData {
    /// `GET` or `POST`.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// The host, without port.
    pub host: String,
    /// The port.
    pub port: u16,
    /// The path and the query.
    pub target: String,
    /// The path without the query.
    pub path: String,
    /// The headers, in order.
    pub headers: Vec<HeaderData>,
    /// The body, UTF-8.
    pub body: Option<String>,
    /// Whether it may go through a proxy: never where it is for this machine itself.
    pub may_use_proxy: bool,
}

impl From<core::HttpRequest> for HttpRequestData {
    fn from(request: core::HttpRequest) -> Self {
        Self {
            method: request.method().to_string(),
            url: request.url().to_owned(),
            host: request.host().to_owned(),
            port: request.port(),
            target: request.target().to_owned(),
            path: request.path().to_owned(),
            headers: request
                .headers()
                .map(|(name, value)| HeaderData {
                    name: name.to_owned(),
                    value: value.to_owned(),
                })
                .collect(),
            body: request.body().map(str::to_owned),
            may_use_proxy: request.may_use_proxy(),
        }
    }
}

impl fmt::Debug for HttpRequestData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpRequest({} {}{})", self.method, self.host, self.path)
    }
}

impl fmt::Display for HttpRequestData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// A [`core::HttpReply`]. It prints its status and size only.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct HttpReplyData {
    /// The HTTP status; one outside 100 to 999 counts as none.
    pub status: i32,
    /// The value of `Retry-After`.
    pub retry_after: Option<String>,
    /// The value of `Date`.
    pub date: Option<String>,
    /// The body, up to the limit and one byte more.
    pub body: Vec<u8>,
}

impl From<HttpReplyData> for core::HttpReply {
    fn from(data: HttpReplyData) -> Self {
        panic_at(&data.body);
        Self {
            status: core::status_number(data.status.into()),
            retry_after: data.retry_after,
            date: data.date,
            body: data.body,
        }
    }
}

#[cfg(feature = "client")]
impl From<core::HttpReply> for HttpReplyData {
    fn from(reply: core::HttpReply) -> Self {
        Self {
            status: reply.status.into(),
            retry_after: reply.retry_after,
            date: reply.date,
            body: reply.body,
        }
    }
}

impl fmt::Debug for HttpReplyData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HttpReply({}, {} bytes)", self.status, self.body.len())
    }
}

impl fmt::Display for HttpReplyData {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// What became of building a request.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum BuildResult {
    /// It is built.
    Built {
        /// The request.
        request: HttpRequestData,
    },
    /// The wire can't carry it.
    Refused {
        /// Why.
        violations: Vec<ViolationData>,
    },
}

impl From<Result<core::HttpRequest, core::Invalid>> for BuildResult {
    fn from(built: Result<core::HttpRequest, core::Invalid>) -> Self {
        match built {
            Ok(request) => Self::Built {
                request: request.into(),
            },
            Err(invalid) => Self::Refused {
                violations: violations(invalid.violations()),
            },
        }
    }
}
