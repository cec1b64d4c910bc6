//! Posting a callback to a test's own server, on this machine and nowhere else.

use std::io::{self, Read, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream};
use std::time::Duration;

use serde::Serialize;

/// Only ends a push whose server never answers.
const TIMEOUT: Duration = Duration::from_secs(20);

/// More of an answer is not read.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;

/// What a test's server answered to a callback.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Pushed {
    /// Its status. A redirect is not followed.
    pub status: u16,
    /// Its body; bytes that are not UTF-8 are U+FFFD.
    pub body: String,
}

/// Where a push goes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Target {
    address: SocketAddr,
    /// As the URL spells it, for the header `Host`.
    host: String,
    path: String,
}

impl Target {
    /// Takes an `http` URL apart whose host is this machine. No name is looked up, so that none
    /// can lead elsewhere.
    pub(crate) fn parse(url: &str) -> Result<Self, String> {
        let refused = || format!("url: {url:?} is not http:// and an address of this machine");
        let rest = url.strip_prefix("http://").ok_or_else(refused)?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let is_clean = path.bytes().all(|byte| byte.is_ascii_graphic());
        let address = match host.strip_prefix("localhost") {
            Some("") => Some(SocketAddr::from((Ipv4Addr::LOCALHOST, 80))),
            Some(port) => {
                let port = port.strip_prefix(':').and_then(|port| port.parse().ok());
                port.map(|port: u16| SocketAddr::from((Ipv4Addr::LOCALHOST, port)))
            }
            None => host.parse().ok().or_else(|| {
                let address: IpAddr = host.parse().ok()?;
                Some(SocketAddr::new(address, 80))
            }),
        };
        match address {
            Some(address) if address.ip().is_loopback() && is_clean => Ok(Self {
                address,
                host: host.to_owned(),
                path: if path.is_empty() { "/" } else { path }.to_owned(),
            }),
            _ => Err(refused()),
        }
    }

    /// Posts, and waits for the answer.
    pub(crate) fn post(&self, content_type: &str, body: &str) -> io::Result<Pushed> {
        let mut stream = TcpStream::connect_timeout(&self.address, TIMEOUT)?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        stream.set_write_timeout(Some(TIMEOUT))?;
        let Self { host, path, .. } = self;
        let length = body.len();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: {content_type}\r\n\
             Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        stream.write_all((head + body).as_bytes())?;
        let mut answer = Vec::new();
        stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer)?;
        Pushed::read(&answer).ok_or_else(|| io::Error::other("the answer is not HTTP/1"))
    }
}

impl Pushed {
    fn read(answer: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(answer);
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
        let is_chunked = |line: &str| {
            let line = line.to_ascii_lowercase();
            line.starts_with("transfer-encoding:") && line.ends_with("chunked")
        };
        let body = match head.split("\r\n").any(is_chunked) {
            true => unchunked(body),
            false => body.to_owned(),
        };
        Some(Self {
            status: status.parse().ok()?,
            body,
        })
    }
}

/// The chunks' texts, as far as they came.
fn unchunked(mut rest: &str) -> String {
    let mut body = String::new();
    while let Some((length, after)) = rest.split_once("\r\n") {
        let digits = length.split(';').next().unwrap_or_default().trim();
        let length = usize::from_str_radix(digits, 16).unwrap_or(0);
        let Some(chunk) = after.get(..length).filter(|chunk| !chunk.is_empty()) else {
            break;
        };
        body.push_str(chunk);
        rest = after[length..].trim_start_matches("\r\n");
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_a_target() {
        for (url, address, path) in [
            (
                "http://127.0.0.1:8000/hook?a=1",
                "127.0.0.1:8000",
                "/hook?a=1",
            ),
            ("http://localhost:8000", "127.0.0.1:8000", "/"),
            ("http://localhost/x", "127.0.0.1:80", "/x"),
            ("http://127.1.2.3", "127.1.2.3:80", "/"),
            ("http://[::1]:8000/", "[::1]:8000", "/"),
        ] {
            let target = Target::parse(url).expect(url);
            assert_eq!(target.address, address.parse().expect("an address"));
            assert_eq!(target.path, path);
        }
        for url in [
            "",
            "127.0.0.1:8000",
            "https://127.0.0.1:8000/",
            "http://192.0.2.1:8000/",
            "http://0.0.0.0:8000/",
            "http://example.invalid/",
            "http://localhost.example.invalid/",
            "http://localhost:x/",
            "http://127.0.0.1:8000@192.0.2.1/",
            "http://127.0.0.1:8000/a b",
            "http://127.0.0.1:8000/a\r\nX: 1",
            "http://[::ffff:192.0.2.1]:80/",
        ] {
            let refused = Target::parse(url).expect_err(url);
            assert!(refused.contains("this machine"), "{refused}");
        }
    }

    #[test]
    fn an_answer_may_come_in_chunks() {
        let answer = b"HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n\
            3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n";
        let (status, body) = (201, "abcde".to_owned());
        assert_eq!(Pushed::read(answer), Some(Pushed { status, body }));
        assert_eq!(Pushed::read(b"SSH-2.0\r\n\r\n"), None);
    }
}
