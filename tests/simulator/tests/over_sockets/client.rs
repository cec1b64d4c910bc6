//! A client with no opinions: it sends bytes, and reads what HTTP/1.1 says is one reply.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use cloudagent_simulator::{Scenario, Simulator};

/// Only ends a test that would hang.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What came back.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

/// One connection.
pub(crate) struct Client {
    pub(crate) stream: BufReader<TcpStream>,
}

/// The address in `http://host:port/…`.
pub(crate) fn address(url: &str) -> SocketAddr {
    let rest = url.strip_prefix("http://").unwrap();
    rest.split('/').next().unwrap().parse().unwrap()
}

impl Client {
    pub(crate) fn connect(url: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address(url))?;
        stream.set_read_timeout(Some(TIMEOUT))?;
        Ok(Self {
            stream: BufReader::new(stream),
        })
    }

    pub(crate) fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
    }

    pub(crate) fn get(&mut self, target: &str) {
        self.send(format!("GET {target} HTTP/1.1\r\nHost: sim\r\n\r\n").as_bytes());
    }

    pub(crate) fn post(&mut self, target: &str, header: &str, body: &str) {
        let length = body.len();
        let head = format!(
            "POST {target} HTTP/1.1\r\nHost: sim\r\n{header}\r\nContent-Length: {length}\r\n\r\n"
        );
        self.send(format!("{head}{body}").as_bytes());
    }

    /// Status line and headers.
    pub(crate) fn head(&mut self) -> io::Result<Reply> {
        let status_line = self.line()?;
        let status = status_line
            .split(' ')
            .nth(1)
            .and_then(|word| word.parse().ok());
        let status =
            status.ok_or_else(|| io::Error::other(format!("no status: {status_line:?}")))?;
        let mut headers = Vec::new();
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(": ") else {
                return Ok(Reply {
                    status,
                    headers,
                    body: String::new(),
                });
            };
            headers.push((name.to_owned(), value.to_owned()));
        }
    }

    pub(crate) fn reply(&mut self) -> io::Result<Reply> {
        let mut reply = self.head()?;
        let length = reply
            .header("content-length")
            .map_or(0, |length| length.parse().unwrap());
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        reply.body = String::from_utf8(body).expect("every reply here is text");
        Ok(reply)
    }

    /// Everything up to the end of the connection.
    pub(crate) fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        self.stream.read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Exactly so many bytes.
    pub(crate) fn bytes(&mut self, count: usize) -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        self.stream.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

/// One GET on a connection of its own.
pub(crate) fn get(base_url: &str, target: &str) -> Reply {
    let mut client = Client::connect(base_url).unwrap();
    client.get(target);
    client.reply().unwrap()
}

/// One POST on a connection of its own.
pub(crate) fn post(base_url: &str, target: &str, header: &str, body: &str) -> Reply {
    let mut client = Client::connect(base_url).unwrap();
    client.post(target, header, body);
    client.reply().unwrap()
}

/// A simulator with the example's scenario.
pub(crate) fn simulator() -> Simulator {
    Simulator::start(Scenario::example()).unwrap()
}
