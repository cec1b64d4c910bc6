//! One HTTP request as built, and one reply as received: plain data, nothing is sent from here.

use std::fmt;
use std::ops::Range;

use zeroize::Zeroizing;

use crate::base_url::{BaseUrl, is_loopback};
use crate::codes::codes;

/// The most bytes of a body that have words. A longer body has none; call records alone may be
/// longer, see [`HttpRequest::reply_limit`].
pub const BODY_LIMIT: usize = 65_536;

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
/// All of it lies in one buffer, which is wiped when the request is dropped.
///
/// Send it once, follow no redirect, add no `Referer`.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    method: Method,
    port: u16,
    may_use_proxy: bool,
    reply_limit: usize,
    /// The URL, the values of the headers, the body, one behind the other.
    text: Zeroizing<String>,
    url: Range<usize>,
    host: Range<usize>,
    target: Range<usize>,
    headers: Vec<(&'static str, Range<usize>)>,
    body: Option<Range<usize>>,
}

/// What a request is assembled of.
pub(crate) struct Url<'a> {
    pub(crate) base: &'a BaseUrl,
    /// How many bytes at most are written behind the base URL.
    pub(crate) len: usize,
}

impl HttpRequest {
    /// A request to what `write` puts behind the base URL. A header's value comes in pieces. The
    /// buffer has its size from the start: one that grew would leave copies behind.
    pub(crate) fn assemble(
        method: Method,
        url: &Url<'_>,
        write: impl FnOnce(&mut String),
        headers: &[(&'static str, &[&str])],
        body: Option<&str>,
    ) -> Self {
        let base = url.base.as_str();
        let pieces = headers.iter().flat_map(|(_, value)| value.iter());
        let values: usize = pieces.map(|piece| piece.len()).sum();
        let size = base.len() + url.len + values + body.map_or(0, str::len);
        let mut text = Zeroizing::new(String::with_capacity(size));
        text.push_str(base);
        write(&mut text);
        let url_end = text.len();
        let headers = headers
            .iter()
            .map(|(name, value)| (*name, append(&mut text, value)))
            .collect();
        let body = body.map(|body| append(&mut text, &[body]));
        debug_assert!(text.len() <= size);
        Self {
            method,
            port: url.base.port(),
            may_use_proxy: !url.base.is_loopback(),
            reply_limit: BODY_LIMIT,
            url: 0..url_end,
            host: url.base.host_range(),
            target: base.len() - url.base.path().len()..url_end,
            headers,
            body,
            text,
        }
    }

    /// A request of its parts, for a host whose copy of one went through another language.
    pub fn from_parts(
        method: Method,
        url: &str,
        host: &str,
        port: u16,
        target: &str,
        headers: &[(&'static str, &str)],
        body: Option<&str>,
    ) -> Self {
        let values: usize = headers.iter().map(|(_, value)| value.len()).sum();
        let size = url.len() + host.len() + target.len() + values + body.map_or(0, str::len);
        let mut text = Zeroizing::new(String::with_capacity(size));
        Self {
            method,
            port,
            may_use_proxy: !is_loopback(host),
            reply_limit: BODY_LIMIT,
            url: append(&mut text, &[url]),
            host: append(&mut text, &[host]),
            target: append(&mut text, &[target]),
            headers: headers
                .iter()
                .map(|(name, value)| (*name, append(&mut text, &[value])))
                .collect(),
            body: body.map(|body| append(&mut text, &[body])),
            text,
        }
    }

    /// The method.
    pub fn method(&self) -> Method {
        self.method
    }

    /// The whole URL.
    pub fn url(&self) -> &str {
        &self.text[self.url.clone()]
    }

    /// The host, without port; an IPv6 address without brackets.
    pub fn host(&self) -> &str {
        &self.text[self.host.clone()]
    }

    /// The port, the scheme's own where the URL names none.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// What stands in the request line: the path and the query.
    pub fn target(&self) -> &str {
        &self.text[self.target.clone()]
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.target().split('?').next().unwrap_or_default()
    }

    /// Names and values. A transport may add its own (`host`, `content-length`).
    pub fn headers(&self) -> impl ExactSizeIterator<Item = (&'static str, &str)> {
        let headers = self.headers.iter();
        headers.map(|(name, value)| (*name, &self.text[value.clone()]))
    }

    /// The body, UTF-8.
    pub fn body(&self) -> Option<&str> {
        self.body.clone().map(|body| &self.text[body])
    }

    /// The same, with so many bytes of a reply to be read.
    #[must_use]
    pub fn with_reply_limit(mut self, bytes: usize) -> Self {
        self.reply_limit = bytes;
        self
    }

    /// How many bytes of the reply's body a transport reads: so many and one more, which tells that
    /// there was more. It counts them as they travel, perhaps compressed.
    pub fn reply_limit(&self) -> usize {
        self.reply_limit
    }

    /// Whether it is a GET that has a body, which not every HTTP stack can send. One that can't
    /// must send nothing: without its body it asks for something else.
    pub fn body_with_get(&self) -> bool {
        self.method == Method::Get && self.body.is_some()
    }

    /// Whether it needs a connection that no other request uses, before or after: a server that
    /// ignores the body of a GET would read it as the next request. There is no header for it.
    pub fn own_connection(&self) -> bool {
        self.body_with_get()
    }

    /// Whether it may go through a proxy. To this machine itself nothing ever does; every
    /// transport asks here, so that there is one rule for what *this machine* is.
    pub fn may_use_proxy(&self) -> bool {
        self.may_use_proxy
    }
}

/// Where the pieces stand behind the text that is there.
fn append(text: &mut String, pieces: &[&str]) -> Range<usize> {
    let begin = text.len();
    text.extend(pieces.iter().copied());
    begin..text.len()
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, host, path) = (self.method, self.host(), self.path());
        write!(f, "HttpRequest({method} {host}{path})")
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
/// up to [`reply_limit`](HttpRequest::reply_limit) bytes and one more.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_texts_lie_in_one_buffer_that_never_grew() {
        let base = BaseUrl::parse("https://in1-ccaas-api.ozonetel.com:8443/prefix").unwrap();
        let url = Url {
            base: &base,
            len: "/a?key=KK-1".len(),
        };
        let write = |out: &mut String| out.push_str("/a?key=KK-1");
        let headers: [(_, &[&str]); 1] = [("Authorization", &["Bearer ", "marker"])];
        let request = HttpRequest::assemble(Method::Post, &url, write, &headers, Some("{}"));
        assert_eq!(request.text.capacity(), request.text.len());
        assert_eq!(request.target(), "/prefix/a?key=KK-1");
        assert_eq!((request.path(), request.host()), ("/prefix/a", base.host()));
        assert_eq!((request.port(), request.may_use_proxy()), (8443, true));
        assert_eq!(request.url(), format!("{base}/a?key=KK-1"));
        let headers: Vec<_> = request.headers().collect();
        assert_eq!(headers, [("Authorization", "Bearer marker")]);
        assert_eq!(request.body(), Some("{}"));
        let shown = "HttpRequest(POST in1-ccaas-api.ozonetel.com/prefix/a)";
        assert_eq!(format!("{request:?}"), shown);

        let copy = HttpRequest::from_parts(
            request.method(),
            request.url(),
            request.host(),
            request.port(),
            request.target(),
            &headers,
            request.body(),
        );
        assert_eq!(copy.text.capacity(), copy.text.len());
        assert_eq!(format!("{copy:?}"), shown);
        assert_eq!(copy.target(), request.target());
        assert_eq!(
            (copy.reply_limit(), copy.body_with_get()),
            (BODY_LIMIT, false)
        );
        let copy = copy.with_reply_limit(7);
        assert_eq!((copy.reply_limit(), copy.own_connection()), (7, false));
    }
}
