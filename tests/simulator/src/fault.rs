//! The closed list of faults.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::injection::Injection;
use crate::redirect::RedirectStatus;

/// How the simulator misbehaves. Each one's doc says what a client sees, and whether the request is
/// applied first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum Fault {
    /// No fault: the vendor's honest answer, to let requests pass before another fault. Applied.
    None,
    /// The connection is refused, and open ones are gone. Nothing arrives. Lasts until it is
    /// cleared.
    Refuse,
    /// A connection is made by the system, but never accepted or read. Nothing is applied. Lasts
    /// until it is cleared.
    NeverAccept,
    /// Of each connection up to 1 KiB is read, then it is closed and reset (FIN, then RST) while the
    /// client may still be writing; segments and buffers are small, so that it is. Nothing is
    /// applied or written down. Lasts until it is cleared.
    ResetWhileReading,
    /// The request is read and never answered; the connection stays open. Not applied.
    Silent,
    /// The honest reply, late, and the connection is kept. Applied when the request comes.
    Delay {
        /// How late.
        #[serde(default = "default_ms")]
        ms: u64,
    },
    /// A complete head at once, then the body byte by byte. Applied.
    Drip {
        /// The pause before each byte.
        #[serde(default = "default_every_ms")]
        every_ms: u64,
        /// Whether spaces follow the body for ever, so that the reply never ends.
        #[serde(default = "default_endless")]
        endless: bool,
    },
    /// A status line at once, then a header that never ends, byte by byte. Applied.
    DripHeaders {
        /// The pause before each byte.
        #[serde(default = "default_every_ms")]
        every_ms: u64,
    },
    /// The request is read, then the connection is reset (RST). Not applied.
    ResetBeforeApplied,
    /// The request is applied, then the connection is reset (RST).
    ResetAfterApplied,
    /// The request is read, then the connection is closed (FIN) without a byte. Not applied.
    CloseBeforeApplied,
    /// The request is applied, then the connection is closed (FIN) without a byte.
    CloseAfterApplied,
    /// A whole head, half of the body that it announces, then the end (FIN). Applied.
    HalfBody,
    /// The honest reply under headers that servers and proxies do send: one folded over lines, a
    /// name with a space, and 150 more. Applied.
    OddHeaders,
    /// A gateway's HTML page with status 502. Not applied.
    #[serde(rename = "html_502")]
    Html502,
    /// Status 429 with a page that holds none of the vendor's words. Not applied.
    RateLimited {
        /// The value of the header `Retry-After`; without it the header is left out.
        #[serde(default, deserialize_with = "text_or_number")]
        retry_after: Option<String>,
    },
    /// A redirect to the trap. Not applied.
    Redirect {
        /// 301, 302, 303, 307 or 308.
        status: RedirectStatus,
    },
    /// Status 200 with a JSON body of that size that holds none of the vendor's words. Not applied.
    HugeBody {
        /// The length of the body.
        bytes: usize,
    },
    /// The honest report with that many rows of other calls before its own; any other reply as it
    /// is. Applied.
    ManyRows {
        /// How many.
        rows: usize,
    },
    /// The honest reply, in which each letter outside ASCII has lost its last byte, so that it is
    /// no UTF-8. Applied.
    DamagedText,
}

impl Fault {
    /// For the next request only.
    #[must_use]
    pub fn once(self) -> Injection {
        self.times(1)
    }

    /// For the next `count` requests. `Refuse`, `NeverAccept` and `ResetWhileReading` receive no
    /// request to count: they last.
    #[must_use]
    pub fn times(self, count: u32) -> Injection {
        Injection {
            count: Some(count),
            ..Injection::from(self)
        }
    }

    /// The word in JSON, and when the request is applied.
    fn row(&self) -> (&'static str, Applied) {
        use Applied::{AsNamed, Never, Usually};
        match self {
            Self::None => ("none", Usually(true)),
            Self::Refuse => ("refuse", Never),
            Self::NeverAccept => ("never_accept", Never),
            Self::ResetWhileReading => ("reset_while_reading", Never),
            Self::Silent => ("silent", Usually(false)),
            Self::Delay { .. } => ("delay", Usually(true)),
            Self::Drip { .. } => ("drip", Usually(true)),
            Self::DripHeaders { .. } => ("drip_headers", Usually(true)),
            Self::ResetBeforeApplied => ("reset_before_applied", AsNamed(false)),
            Self::ResetAfterApplied => ("reset_after_applied", AsNamed(true)),
            Self::CloseBeforeApplied => ("close_before_applied", AsNamed(false)),
            Self::CloseAfterApplied => ("close_after_applied", AsNamed(true)),
            Self::HalfBody => ("half_body", Usually(true)),
            Self::OddHeaders => ("odd_headers", Usually(true)),
            Self::Html502 => ("html_502", Usually(false)),
            Self::RateLimited { .. } => ("rate_limited", Usually(false)),
            Self::Redirect { .. } => ("redirect", Usually(false)),
            Self::HugeBody { .. } => ("huge_body", Usually(false)),
            Self::ManyRows { .. } => ("many_rows", Usually(true)),
            Self::DamagedText => ("damaged_text", Usually(true)),
        }
    }

    /// The word in JSON.
    pub fn name(&self) -> &'static str {
        self.row().0
    }

    /// Whether the request is applied when nobody says otherwise.
    pub fn applies(&self) -> bool {
        matches!(
            self.row().1,
            Applied::Usually(true) | Applied::AsNamed(true)
        )
    }

    /// Whether it acts on the listener instead of on requests.
    pub(crate) fn is_of_the_listener(&self) -> bool {
        self.row().1 == Applied::Never
    }

    pub(crate) fn fixes_applied(&self) -> bool {
        !matches!(self.row().1, Applied::Usually(_))
    }
}

/// When a request is applied.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Applied {
    /// Where nobody says otherwise.
    Usually(bool),
    /// As the fault's name says.
    AsNamed(bool),
    /// No request arrives: the fault acts on the listener.
    Never,
}

fn default_ms() -> u64 {
    100
}

fn default_every_ms() -> u64 {
    100
}

fn default_endless() -> bool {
    true
}

/// `Retry-After` is seconds or a date, so both `30` and `"30"` are natural in JSON.
fn text_or_number<'de, D: serde::Deserializer<'de>>(source: D) -> Result<Option<String>, D::Error> {
    match Option::<Value>::deserialize(source)? {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Number(number)) => Ok(Some(number.to_string())),
        Some(_) => Err(serde::de::Error::custom(
            "retry_after: a text or a number of seconds",
        )),
    }
}

/// Only the name, for the journal.
pub(crate) fn by_name<S: Serializer>(fault: &Option<Fault>, target: S) -> Result<S::Ok, S::Error> {
    fault.as_ref().map(Fault::name).serialize(target)
}
