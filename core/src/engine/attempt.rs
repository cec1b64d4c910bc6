//! One send, from the moment it is handed out to what became of it.

use std::time::Duration;

use super::moment::Millis;
use crate::codes::{Advice, Delivery, Effect, Outcome};
use crate::kind::Kind;
use crate::reply::Reply;

/// How long a host may take to tell what it knows of a send that it was told to abort.
pub(super) const ABORTING: Duration = Duration::from_millis(250);

/// A send that is out. Exits: a reply, a failure, the end of its abort.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sending {
    pub(super) seq: u32,
    pub(super) since: Millis,
    pub(super) connect_by: Millis,
    pub(super) until: Millis,
    pub(super) abort: Option<Abort>,
}

/// The host was told to abort the send. A later reason changes neither the moment nor the cause.
#[derive(Debug, Clone, Copy)]
pub(super) struct Abort {
    pub(super) until: Millis,
    pub(super) cause: Cause,
}

/// Why a send is aborted: the first reason, whatever comes later.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    Deadline,
    /// The deadline, which was the connection's limit, too.
    BothLimits,
    Cancel,
}

impl Cause {
    /// What an attempt is told to have failed with that was aborted for this reason. Where both limits
    /// end at one moment the connection's is looked at first, whichever of the two the host met first.
    const fn kind(self, reported: Kind, delivery: Delivery) -> Kind {
        match (self, delivery, reported) {
            (Self::BothLimits, _, Kind::ConnectTimeout) => Kind::ConnectTimeout,
            (Self::Deadline | Self::BothLimits, Delivery::NotSent, _) => Kind::Deadline,
            (Self::Deadline | Self::BothLimits, ..) => Kind::Timeout,
            (Self::Cancel, ..) => Kind::Cancelled,
        }
    }
}

impl Sending {
    /// When the next timer is due.
    pub(super) fn due(&self) -> Millis {
        self.abort.map_or(self.until, |abort| abort.until)
    }

    /// Why it is aborted, if it is.
    pub(super) fn cause(&self) -> Option<Cause> {
        self.abort.map(|abort| abort.cause)
    }

    /// The reason to abort it at its end.
    pub(super) fn over(&self) -> Cause {
        match self.connect_by == self.until {
            true => Cause::BothLimits,
            false => Cause::Deadline,
        }
    }

    /// What a host's report of a failure means for this send.
    pub(super) fn failure(&self, kind: Kind, sent: bool) -> Ended {
        let ended = Ended::reported(kind, sent);
        match self.abort {
            Some(abort) => {
                let kind = abort.cause.kind(ended.kind, ended.delivery);
                Ended::failed(kind, ended.delivery)
            }
            None => ended,
        }
    }

    /// What it means that a host said nothing until the abort was over.
    pub(super) fn silence(&self) -> Ended {
        self.failure(Kind::TransportFailed, true)
    }
}

/// What became of an attempt: the letters of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Letter {
    /// S: applied, queued or accepted.
    Success,
    /// R: a reply says that it was not applied.
    Refused,
    /// U: nobody knows.
    Unknown,
    /// N: it did not leave this machine.
    NotSent,
}

impl Letter {
    /// That of a reply.
    pub(super) const fn of(effect: Effect) -> Self {
        match effect {
            Effect::Applied | Effect::Queued | Effect::Accepted => Self::Success,
            Effect::NotApplied => Self::Refused,
            Effect::Unknown => Self::Unknown,
        }
    }
}

/// An attempt that has ended, as far as it decides what comes next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ended {
    pub(super) letter: Letter,
    pub(super) delivery: Delivery,
    /// How it failed; [`Kind::Reply`] where a reply came.
    pub(super) kind: Kind,
    pub(super) advice: Advice,
    pub(super) outcome: Option<Outcome>,
    pub(super) retry_after_seconds: Option<u32>,
    /// Whether the reply shows that the server knew who called.
    pub(super) shows_who_calls: bool,
}

impl Ended {
    /// What a host reports. A kind that is not a transport's to tell says nothing of the request.
    pub(super) fn reported(kind: Kind, sent: bool) -> Self {
        let (kind, delivery) = match kind {
            Kind::Cancelled if !sent => (kind, Delivery::NotSent),
            kind if kind.is_reported() => (kind, kind.delivery()),
            _ => (Kind::TransportFailed, Delivery::NoReply),
        };
        Self::failed(kind, delivery)
    }

    /// The HTTP library would refuse it.
    pub(super) fn unsendable() -> Self {
        Self::failed(Kind::Unsendable, Delivery::NotSent)
    }

    fn failed(kind: Kind, delivery: Delivery) -> Self {
        let (letter, advice) = match delivery {
            Delivery::NotSent => (Letter::NotSent, kind.advice()),
            Delivery::NoReply | Delivery::Replied => (Letter::Unknown, Advice::CheckFirst),
        };
        Self {
            letter,
            delivery,
            kind,
            advice,
            outcome: None,
            retry_after_seconds: None,
            shows_who_calls: false,
        }
    }

    /// The list of dispositions came.
    pub(super) fn listed() -> Self {
        Self {
            letter: Letter::Success,
            delivery: Delivery::Replied,
            kind: Kind::Reply,
            advice: Advice::None,
            outcome: None,
            retry_after_seconds: None,
            shows_who_calls: true,
        }
    }

    pub(super) fn replied(reply: &Reply<'_>) -> Self {
        let letter = Letter::of(reply.effect);
        // A gateway speaks before anybody has looked who calls: its words are not the vendor's.
        let is_vendors = reply.recognised
            && !matches!(
                reply.advice,
                Advice::RefreshToken | Advice::FixCredentials | Advice::FixConfiguration
            );
        Self {
            letter,
            delivery: Delivery::Replied,
            kind: Kind::Reply,
            advice: reply.advice,
            outcome: Some(reply.outcome),
            retry_after_seconds: reply.retry_after_seconds,
            shows_who_calls: letter == Letter::Success || letter == Letter::Refused && is_vendors,
        }
    }
}
