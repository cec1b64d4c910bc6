//! One HTTP request as built, and one reply as received.

use cloudagent_disposition as core;

use crate::bytes::Bytes;
use crate::macros::{either, prints, record};
use crate::planted::panic_at;
use crate::records::ViolationData;

/// One header. It prints its name only: its value may be the credential.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display, Eq)]
pub struct HeaderData {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

prints!(HeaderData, self, "{}", self.name);

impl From<(&'static str, &str)> for HeaderData {
    fn from((name, value): (&'static str, &str)) -> Self {
        let (name, value) = (name.to_owned(), value.to_owned());
        Self { name, value }
    }
}

record! {
    /// A [`core::HttpRequest`]. It **holds the credential**, and prints its method, host and path only.
    #[derive(Clone, PartialEq, Eq, uniffi::Record)]
    #[uniffi::export(Debug, Display, Eq)]
    HttpRequestData of request: core::HttpRequest {
        /// `GET` or `POST`.
        method: String = request.method().to_string(),
        /// The whole URL.
        url: String = request.url().to_owned(),
        /// The host, without port.
        host: String = request.host().to_owned(),
        /// The port.
        port: u16 = request.port(),
        /// The path and the query.
        target: String = request.target().to_owned(),
        /// The path without the query.
        path: String = request.path().to_owned(),
        /// The headers, in order.
        headers: Vec<HeaderData> = request.headers().map(HeaderData::from).collect(),
        /// The body, UTF-8.
        body: Option<String> = request.body().map(str::to_owned),
        /// Whether it may go through a proxy: never where it is for this machine itself.
        may_use_proxy: bool = request.may_use_proxy(),
        /// How many bytes of the reply's body to read: so many and one more.
        reply_limit: u32 = u32::try_from(request.reply_limit()).unwrap_or(u32::MAX),
        /// Whether it is a GET that has a body: what can't send that must send nothing.
        body_with_get: bool = request.body_with_get(),
        /// Whether it needs a connection that no other request uses, before or after.
        own_connection: bool = request.own_connection(),
    }
}

prints!(
    HttpRequestData,
    self,
    "HttpRequest({} {}{})",
    self.method,
    self.host,
    self.path
);

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
    pub body: Bytes,
}

impl From<HttpReplyData> for core::HttpReply {
    fn from(data: HttpReplyData) -> Self {
        panic_at(&data.body);
        Self {
            status: core::status_number(data.status.into()),
            retry_after: data.retry_after,
            date: data.date,
            body: data.body.0,
        }
    }
}

impl From<core::HttpReply> for HttpReplyData {
    fn from(reply: core::HttpReply) -> Self {
        Self {
            status: reply.status.into(),
            retry_after: reply.retry_after,
            date: reply.date,
            body: Bytes(reply.body),
        }
    }
}

prints!(
    HttpReplyData,
    self,
    "HttpReply({}, {} bytes)",
    self.status,
    self.body.0.len()
);

either! {
    /// What became of building a request.
    #[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
    BuildResult = Built { request: HttpRequestData } | Refused { violations: Vec<ViolationData> }
}

pub(crate) fn built(built: Result<core::HttpRequest, core::Invalid>) -> BuildResult {
    BuildResult::of(built, |request| (&request).into())
}
