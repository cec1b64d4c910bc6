//! Why a send or a call went wrong: one set of words, whose columns say what each one proves.

use crate::codes::{Advice, Delivery, ErrorClass, codes};

codes! {
    /// Why nothing was sent, why it is not known what happened, or how one attempt failed. Closed.
    ///
    /// The class of an error says which of these its kind tells.
    pub enum Kind {
        /// The host's name has no address. Nothing was sent.
        NameLookup = "name_lookup" as 1,
        /// No connection. Nothing was sent.
        Connect = "connect" as 2,
        /// No connection in time. Nothing was sent.
        ConnectTimeout = "connect_timeout" as 3,
        /// The proxy made no connection. Nothing was sent.
        Proxy = "proxy" as 4,
        /// TLS could not be set up, or the server is not trusted. Nothing was sent.
        Tls = "tls" as 5,
        /// The HTTP library of the transport refuses the request. Nothing was sent.
        Unsendable = "unsendable" as 16,
        /// The deadline passed before anything was sent.
        Deadline = "deadline" as 11,
        /// A reply came that does not tell.
        Reply = "reply" as 15,
        /// No whole reply in time.
        Timeout = "timeout" as 6,
        /// The connection ended before a reply.
        Reset = "reset" as 7,
        /// The reply was not HTTP, or its body broke off.
        BrokenReply = "broken_reply" as 8,
        /// The call was cancelled, before anything was sent or while the request was out.
        Cancelled = "cancelled" as 9,
        /// The transport failed in some other way, or gave no answer.
        TransportFailed = "transport_failed" as 10,
        /// The client is closed.
        Closed = "closed" as 12,
        /// No token could be had.
        TokenUnavailable = "token_unavailable" as 13,
        /// The token store failed.
        TokenStore = "token_store" as 14,
    }
}

/// What there is to know about a kind.
struct Columns {
    /// Whether a transport reports it.
    reported: bool,
    /// What it proves about an attempt's request, where a transport or a reply tells it.
    delivery: Delivery,
    /// Where it can be that nothing was sent: what to do then, and why it was.
    unsent: Option<(Advice, &'static str)>,
    /// Where it can be that nobody knows what happened: why.
    unknown: Option<&'static str>,
}

/// A transport tells that the request did not leave this machine.
const fn unsent(advice: Advice, why: &'static str) -> Columns {
    Columns {
        reported: true,
        delivery: Delivery::NotSent,
        unsent: Some((advice, why)),
        unknown: None,
    }
}

/// The call ended before there was anything that a transport could tell of.
const fn not_begun(advice: Advice, why: &'static str) -> Columns {
    Columns {
        reported: false,
        ..unsent(advice, why)
    }
}

/// A transport tells that the request may have left, and no whole reply came.
const fn unknown(why: &'static str) -> Columns {
    Columns {
        reported: true,
        delivery: Delivery::NoReply,
        unsent: None,
        unknown: Some(why),
    }
}

impl Kind {
    /// The one table.
    const fn columns(self) -> Columns {
        use Advice::{DoNotRetry, FixConfiguration, FixRequest, RetryLater};
        match self {
            Self::NameLookup => unsent(
                RetryLater,
                "the host's name was not found; check the base URL and the network",
            ),
            Self::Connect => unsent(
                RetryLater,
                "no connection could be made; check the network, then send again",
            ),
            Self::ConnectTimeout => unsent(
                RetryLater,
                "no connection was made in time; check the network, then send again",
            ),
            Self::Proxy => unsent(
                FixConfiguration,
                "the proxy made no connection; check its address and its credentials",
            ),
            Self::Tls => unsent(
                FixConfiguration,
                "TLS could not be set up or the server is not trusted; check the address and the \
                 machine's certificates, or let the client trust the company's own authority \
                 (extra_ca_pem, where the transport takes it)",
            ),
            Self::Unsendable => unsent(
                FixRequest,
                "the HTTP library refuses this request; check the base URL's host, and the \
                 request and the credentials for what a URL or a header can't carry",
            ),
            Self::Deadline => not_begun(
                RetryLater,
                "the deadline had passed; send again with more time",
            ),
            Self::Reply => Columns {
                reported: false,
                delivery: Delivery::Replied,
                ..unknown("the reply does not tell")
            },
            Self::Timeout => unknown("no reply came in time"),
            Self::Reset => unknown("the connection ended before a reply"),
            Self::BrokenReply => unknown("the reply broke off or was not HTTP"),
            Self::Cancelled => Columns {
                unsent: Some((RetryLater, "the call was cancelled first")),
                ..unknown("the call was cancelled while the request was out")
            },
            Self::TransportFailed => unknown("the transport failed while the request was out"),
            Self::Closed => not_begun(DoNotRetry, "the client is closed; make a new one"),
            Self::TokenUnavailable => {
                not_begun(RetryLater, "no token could be had in time; try again later")
            }
            Self::TokenStore => not_begun(
                FixConfiguration,
                "the token store failed; check where tokens are kept",
            ),
        }
    }

    /// Whether a transport reports it, as the way in which one attempt failed. The other kinds are
    /// for the engine to tell.
    pub const fn is_reported(self) -> bool {
        self.columns().reported
    }

    /// Whether an attempt may have failed so: what a transport reports, and a deadline that passed
    /// before the request had left.
    pub const fn is_of_attempt(self) -> bool {
        self.is_reported() || matches!(self, Self::Deadline)
    }

    /// What it proves about the request of an attempt that failed so. A transport that reports
    /// [`Kind::Cancelled`] does not say that nothing was sent.
    pub const fn delivery(self) -> Delivery {
        self.columns().delivery
    }

    /// What to do where nothing was sent. Where it is not known what happened, the advice is
    /// [`Advice::CheckFirst`] whatever the kind.
    pub const fn advice(self) -> Advice {
        match self.columns().unsent {
            Some((advice, _)) => advice,
            None => Advice::CheckFirst,
        }
    }

    /// Whether errors of this class have it.
    pub const fn is_of(self, class: ErrorClass) -> bool {
        match class {
            ErrorClass::NotSent => self.columns().unsent.is_some(),
            ErrorClass::Uncertain => self.columns().unknown.is_some(),
            ErrorClass::Invalid | ErrorClass::Refused => false,
        }
    }

    /// Why no reply came, as the middle of a sentence, where nothing was sent or it does not matter
    /// whether the request had left.
    pub(crate) const fn why(self) -> &'static str {
        let columns = self.columns();
        match (columns.unsent, columns.unknown) {
            (Some((_, why)), _) | (None, Some(why)) => why,
            (None, None) => "",
        }
    }

    /// Why it is not known what happened, as the middle of a sentence; empty where that can't be.
    pub(crate) const fn why_uncertain(self) -> &'static str {
        match self.columns().unknown {
            Some(why) => why,
            None => "",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_has_a_class_and_what_it_proves_fits_to_it() {
        for kind in Kind::ALL {
            let not_sent = kind.is_of(ErrorClass::NotSent);
            let uncertain = kind.is_of(ErrorClass::Uncertain);
            assert!(not_sent || uncertain, "{kind}");
            assert_eq!(uncertain, kind.delivery() != Delivery::NotSent, "{kind}");
            assert_eq!(not_sent, kind.advice() != Advice::CheckFirst, "{kind}");
        }
    }
}
