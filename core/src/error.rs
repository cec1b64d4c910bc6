//! How a call can fail, told apart by what happened to the call.

use std::fmt;

use crate::codes::{Advice, Delivery, codes};
use crate::receipt::Receipt;
use crate::violation::{Invalid, Violation};

codes! {
    /// The four kinds of failure. Closed.
    pub enum ErrorClass {
        /// The request or the configuration is wrong: nothing was sent.
        Invalid = "invalid",
        /// No attempt left this machine.
        NotSent = "not_sent",
        /// A reply came: the disposition was not applied.
        Refused = "refused",
        /// The disposition may have been applied: look before sending again.
        Uncertain = "uncertain",
    }
}

codes! {
    /// How one attempt failed without a whole reply: what a transport reports. Closed.
    pub enum FailKind {
        /// The host's name has no address. Nothing was sent.
        NameLookup = "name_lookup",
        /// No connection. Nothing was sent.
        Connect = "connect",
        /// No connection in time. Nothing was sent.
        ConnectTimeout = "connect_timeout",
        /// The proxy made no connection. Nothing was sent.
        Proxy = "proxy",
        /// TLS could not be set up, or the server is not trusted. Nothing was sent.
        Tls = "tls",
        /// No whole reply in time.
        Timeout = "timeout",
        /// The connection ended before a reply.
        Reset = "reset",
        /// The reply was not HTTP, or its body broke off.
        BrokenReply = "broken_reply",
        /// The call was cancelled while the request was out.
        Cancelled = "cancelled",
        /// The transport failed in some other way, or gave no answer.
        TransportFailed = "transport_failed",
    }
}

impl FailKind {
    /// What such a failure proves about the request.
    pub const fn delivery(self) -> Delivery {
        match self {
            Self::NameLookup | Self::Connect | Self::ConnectTimeout | Self::Proxy | Self::Tls => {
                Delivery::NotSent
            }
            Self::Timeout
            | Self::Reset
            | Self::BrokenReply
            | Self::Cancelled
            | Self::TransportFailed => Delivery::NoReply,
        }
    }
}

codes! {
    /// Why nothing was sent. Closed.
    pub enum NotSentKind {
        /// The host's name has no address.
        NameLookup = "name_lookup",
        /// No connection.
        Connect = "connect",
        /// No connection in time.
        ConnectTimeout = "connect_timeout",
        /// The proxy made no connection.
        Proxy = "proxy",
        /// TLS could not be set up, or the server is not trusted.
        Tls = "tls",
        /// The deadline passed before anything was sent.
        Deadline = "deadline",
        /// The call was cancelled before anything was sent.
        Cancelled = "cancelled",
        /// The client is closed.
        Closed = "closed",
        /// No token could be had.
        TokenUnavailable = "token_unavailable",
        /// The token store failed.
        TokenStore = "token_store",
    }
}

impl NotSentKind {
    /// What to do about it.
    pub const fn advice(self) -> Advice {
        match self {
            Self::Tls | Self::Proxy | Self::TokenStore => Advice::FixConfiguration,
            Self::Closed => Advice::DoNotRetry,
            Self::NameLookup
            | Self::Connect
            | Self::ConnectTimeout
            | Self::Deadline
            | Self::Cancelled
            | Self::TokenUnavailable => Advice::RetryLater,
        }
    }
}

codes! {
    /// Why it is not known whether the disposition was applied. Closed.
    pub enum UncertainKind {
        /// A reply came that does not tell.
        Reply = "reply",
        /// No whole reply in time.
        Timeout = "timeout",
        /// The connection ended before a reply.
        Reset = "reset",
        /// The reply was not HTTP, or its body broke off.
        BrokenReply = "broken_reply",
        /// The call was cancelled while the request was out.
        Cancelled = "cancelled",
        /// The transport failed in some other way, or gave no answer.
        TransportFailed = "transport_failed",
    }
}

/// Why a call did not end well, told apart by **what happened to the call**. Each carries its
/// [`Receipt`]; printing one prints the receipt's sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Error {
    /// The request or the configuration is wrong. Nothing was sent.
    Invalid {
        /// Everything that is wrong.
        violations: Vec<Violation>,
        /// What became of the call.
        receipt: Box<Receipt>,
    },
    /// No attempt left this machine.
    NotSent {
        /// Why.
        kind: NotSentKind,
        /// What became of the call.
        receipt: Box<Receipt>,
    },
    /// A reply came, and the disposition was not applied. The receipt's outcome says why.
    Refused {
        /// What became of the call.
        receipt: Box<Receipt>,
    },
    /// The disposition may have been applied: look in CloudAgent before sending again.
    Uncertain {
        /// Why it is not known.
        kind: UncertainKind,
        /// What became of the call.
        receipt: Box<Receipt>,
    },
}

impl Error {
    /// Which of the four kinds of failure this is.
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Invalid { .. } => ErrorClass::Invalid,
            Self::NotSent { .. } => ErrorClass::NotSent,
            Self::Refused { .. } => ErrorClass::Refused,
            Self::Uncertain { .. } => ErrorClass::Uncertain,
        }
    }

    /// What became of the call.
    pub fn receipt(&self) -> &Receipt {
        match self {
            Self::Invalid { receipt, .. }
            | Self::NotSent { receipt, .. }
            | Self::Refused { receipt }
            | Self::Uncertain { receipt, .. } => receipt,
        }
    }

    /// The same, where no proxy made a connection, with the variable that names one which can't be
    /// used in its sentence. A transport tells a kind only, so the client knows it from the start.
    #[cfg(feature = "client")]
    pub(crate) fn naming_proxy(mut self, variable: &str) -> Self {
        if let Self::NotSent {
            kind: kind @ NotSentKind::Proxy,
            receipt,
        } = &mut self
        {
            let (general, particular) = (
                crate::sentence::for_not_sent(*kind),
                crate::sentence::for_unusable_proxy(variable),
            );
            receipt.sentence = receipt.sentence.replacen(&general, &particular, 1);
        }
        self
    }

    /// The code of the kind, where the class has kinds: `not_sent` and `uncertain` do.
    pub fn kind(&self) -> Option<&'static str> {
        match self {
            Self::NotSent { kind, .. } => Some(kind.as_str()),
            Self::Uncertain { kind, .. } => Some(kind.as_str()),
            Self::Invalid { .. } | Self::Refused { .. } => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.receipt().sentence)
    }
}

impl std::error::Error for Error {}

/// A configuration that can't be used, such as a base URL. No call was begun, so the receipt names
/// none.
impl From<Invalid> for Error {
    fn from(invalid: Invalid) -> Self {
        crate::engine::configuration(invalid.into_violations())
    }
}
