//! What arrived, as it arrived.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Serialize, Serializer};

use crate::fault::{self, Fault};
use crate::parameters::Parameters;

/// One request to the data address or to the trap.
///
/// It holds keys and tokens as they were received: a journal is for tests on loopback, not for
/// logs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct JournalEntry {
    /// Counts from 1, over all connections, and starts again after a reset.
    pub number: u64,
    /// Tells connections apart; it never starts again.
    pub connection: u64,
    /// As received.
    pub method: String,
    /// As received: path and query, not decoded.
    pub target: String,
    /// Names and values in the order and the case in which they were received.
    pub headers: Vec<(String, String)>,
    /// In JSON it is `body`, or `body_base64` when it is not UTF-8.
    #[serde(flatten, serialize_with = "text_or_base64")]
    pub body: Vec<u8>,
    /// The query, decoded as PHP does, or the texts of a JSON body.
    pub parameters: Parameters,
    /// Whether it changed what the simulator remembers: a disposition was set or queued, a token
    /// generated.
    pub applied: bool,
    /// What went back.
    pub reply: Replied,
}

impl JournalEntry {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

/// What a request got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replied {
    /// The reply's status; `None` where no complete reply was sent.
    pub status: Option<u16>,
    /// The fault that answered. In JSON only its name.
    #[serde(serialize_with = "fault::by_name")]
    pub fault: Option<Fault>,
    /// Whether the reply was a scripted one.
    pub scripted: bool,
}

/// A request, before anything was done about it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Received {
    pub(crate) connection: u64,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// The status that HTTP itself refuses it with, such as 400 for a space in the target.
    pub(crate) refused: Option<u16>,
}

impl Received {
    /// Takes a request's head apart without judging it.
    pub(crate) fn from_head(connection: u64, head: &[u8]) -> Self {
        let head = String::from_utf8_lossy(head);
        let mut lines = head.split("\r\n");
        let request_line = lines.next().unwrap_or_default();
        let (method, rest) = request_line.split_once(' ').unwrap_or((request_line, ""));
        let target = rest
            .rsplit_once(' ')
            .map_or(rest, |(target, _version)| target);
        let headers = lines.filter_map(|line| line.split_once(':'));
        Self {
            connection,
            method: method.to_owned(),
            target: target.to_owned(),
            headers: headers
                .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
                .collect(),
            body: Vec::new(),
            refused: None,
        }
    }

    /// Whether it begins as every request does: with a word of capital letters.
    pub(crate) fn has_method(&self) -> bool {
        !self.method.is_empty() && self.method.bytes().all(|byte| byte.is_ascii_uppercase())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }

    pub(crate) fn entry(
        self,
        number: u64,
        parameters: Parameters,
        applied: bool,
        reply: Replied,
    ) -> JournalEntry {
        JournalEntry {
            number,
            connection: self.connection,
            method: self.method,
            target: self.target,
            headers: self.headers,
            body: self.body,
            parameters,
            applied,
            reply,
        }
    }
}

fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    let mut found = headers
        .iter()
        .filter(|(known, _)| known.eq_ignore_ascii_case(name));
    found.next().map(|(_, value)| value.as_str())
}

fn text_or_base64<S: Serializer>(body: &[u8], target: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(untagged)]
    enum Form<'a> {
        Text { body: &'a str },
        Base64 { body_base64: String },
    }
    match std::str::from_utf8(body) {
        Ok(text) => Form::Text { body: text }.serialize(target),
        Err(_) => Form::Base64 {
            body_base64: STANDARD.encode(body),
        }
        .serialize(target),
    }
}
