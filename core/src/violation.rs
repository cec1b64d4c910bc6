//! What is wrong with a request, field by field.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::codes::{Outcome, codes};

codes! {
    /// The field that a violation is about, in the order in which violations are reported. Open:
    /// minor versions add values, so keep a default branch.
    #[non_exhaustive]
    pub enum Field {
        /// A JSON form as a whole (`from_json`).
        Json = "json" as 1,
        /// The raw parameters as a whole (`from_params`).
        Parameters = "parameters" as 2,
        /// The raw parameter `action` (`from_params`).
        Action = "action" as 3,
        /// The client's base URL.
        BaseUrl = "base_url" as 4,
        /// The account's API.
        Api = "api" as 24,
        /// The client's additional certificates.
        ExtraCaPem = "extra_ca_pem" as 5,
        /// The client's or the call's deadline.
        Deadline = "deadline" as 6,
        /// The client's retry policy.
        Retry = "retry" as 7,
        /// The client's proxy.
        Proxy = "proxy" as 8,
        /// The account's user name.
        Customer = "customer" as 9,
        /// The account's api key.
        ApiKey = "api_key" as 10,
        /// The account's token.
        Token = "token" as 11,
        /// The agent's login id.
        AgentId = "agent_id" as 12,
        /// The number that calls are dialled out from.
        Did = "did" as 13,
        /// The call's unique id.
        Ucid = "ucid" as 14,
        /// The disposition.
        Disposition = "disposition" as 15,
        /// The comments.
        Comments = "comments" as 16,
        /// Whether to pause the agent afterwards.
        PauseAfterDispose = "pause_after_dispose" as 17,
        /// Why the agent is paused.
        PauseReason = "pause_reason" as 18,
        /// When to call back.
        CallbackTime = "callback_time" as 19,
        /// The zone of the callback time.
        CallbackTimeZone = "callback_time_zone" as 20,
        /// Whether to release the agent.
        AutoRelease = "auto_release" as 21,
        /// The campaign whose dispositions are asked for.
        Campaign = "campaign" as 22,
        /// The URL as built.
        Url = "url" as 23,
        /// The day whose call records are asked for.
        Day = "day" as 25,
        /// The time of that day from which on calls are asked for.
        From = "from" as 26,
        /// The offset from UTC that the account's days are counted with.
        UtcOffsetMinutes = "utc_offset_minutes" as 27,
        /// The body of an end-of-call callback.
        Callback = "callback" as 28,
        /// A settlement that is to change a receipt.
        Settlement = "settlement" as 29,
    }
}

codes! {
    /// What is wrong with a field. Open: minor versions add values, so keep a default branch.
    #[non_exhaustive]
    pub enum Problem {
        /// It must be there, and is absent (or blank).
        Missing = "missing" as 1,
        /// It can't be read as what it must be.
        Invalid = "invalid" as 2,
        /// This API can't carry it.
        Unsupported = "unsupported" as 3,
        /// It holds control characters.
        ControlCharacters = "control_characters" as 4,
        /// It holds something that a header can't carry.
        NotAscii = "not_ascii" as 5,
        /// It begins or ends with white space.
        SurroundingSpace = "surrounding_space" as 6,
        /// It is longer than it may be.
        TooLong = "too_long" as 7,
        /// A spreadsheet or a data frame spoilt it, as in `8.18917E+16`.
        DamagedNumber = "damaged_number" as 8,
        /// It holds something other than digits.
        NotDigits = "not_digits" as 9,
        /// It holds characters that nobody sees.
        InvisibleCharacter = "invisible_character" as 10,
        /// It names a chain of agents.
        SeveralAgents = "several_agents" as 11,
        /// It has no effect here.
        Unused = "unused" as 12,
        /// Its seconds can't be sent.
        SecondsDropped = "seconds_dropped" as 13,
        /// It is read in the vendor's zone.
        ZoneAssumed = "zone_assumed" as 14,
        /// It is none of those that are known: no parameter of this API, or not on the list.
        Unknown = "unknown" as 15,
        /// It is there more than once.
        Duplicate = "duplicate" as 16,
        /// Plain http to a host other than this machine.
        NotHttps = "not_https" as 17,
        /// It holds a user name or password.
        UserInfo = "user_info" as 18,
        /// It holds a query.
        Query = "query" as 19,
        /// It holds a fragment.
        Fragment = "fragment" as 20,
        /// It is later than today.
        InTheFuture = "in_the_future" as 21,
        /// It is so long ago that the vendor shows nothing of it.
        TooOld = "too_old" as 22,
    }
}

codes! {
    /// Whether a violation stops the request.
    pub enum Severity {
        /// It does, but in the mode `advise` only where the wire can't carry the request.
        Error = "error" as 1,
        /// It travels with the receipt, and stops the request in the mode `strict` only.
        Warning = "warning" as 2,
    }
}

/// One thing that is wrong with a request or a configuration.
///
/// `detail` is a sentence that helps a person mend it. It never holds a secret, nor comment text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Violation {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
    /// Whether it stops the request.
    pub severity: Severity,
    /// How to mend it, for a person.
    pub detail: Cow<'static, str>,
    #[serde(skip)]
    hard: bool,
}

impl Field {
    /// The field of a request that an outcome points at: where the vendor refuses a value, or misses
    /// one.
    pub const fn of_outcome(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::UnknownCall => Some(Self::Ucid),
            Outcome::InvalidAgent => Some(Self::AgentId),
            Outcome::EmptyDisposition => Some(Self::Disposition),
            Outcome::MissingPauseReason | Outcome::InvalidPauseReason => Some(Self::PauseReason),
            _ => None,
        }
    }

    /// The field of a request that the first of these errors points at.
    pub(crate) fn of_violations(violations: &[Violation]) -> Option<Self> {
        let errors = violations
            .iter()
            .filter(|one| one.severity == Severity::Error);
        errors
            .map(|one| one.field)
            .find(|field| field.is_of_request())
    }

    /// Whether a request has such a field.
    const fn is_of_request(self) -> bool {
        matches!(
            self,
            Self::AgentId
                | Self::Did
                | Self::Ucid
                | Self::Disposition
                | Self::Comments
                | Self::PauseAfterDispose
                | Self::PauseReason
                | Self::CallbackTime
                | Self::CallbackTimeZone
                | Self::AutoRelease
        )
    }
}

impl Violation {
    pub(crate) fn error(
        field: Field,
        problem: Problem,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            field,
            problem,
            severity: Severity::Error,
            detail: detail.into(),
            hard: false,
        }
    }

    /// An error that no mode lets pass, because the wire can't carry the request.
    pub(crate) fn hard(
        field: Field,
        problem: Problem,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            hard: true,
            ..Self::error(field, problem, detail)
        }
    }

    pub(crate) fn warning(
        field: Field,
        problem: Problem,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(field, problem, detail)
        }
    }

    /// What is wrong with a text that a host has as bytes which are not UTF-8: no mode lets it pass.
    /// A host hands the rest over, and the request or the account is told of the field.
    pub fn not_utf8(field: Field) -> Self {
        Self::hard(
            field,
            Problem::Invalid,
            "It is not UTF-8: it may be in an older encoding, such as ISO-8859-1.",
        )
    }

    /// Whether this is an error that no mode lets pass, because the wire can't carry the request.
    pub fn is_hard(&self) -> bool {
        self.hard
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.detail)
    }
}

/// What the pure functions return when their input can't be used. Never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid {
    violations: Vec<Violation>,
}

impl Invalid {
    pub(crate) fn new(violations: Vec<Violation>) -> Self {
        debug_assert!(!violations.is_empty());
        Self { violations }
    }

    /// Everything that is wrong, in the order of the fields.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// Everything that is wrong, in the order of the fields.
    pub fn into_violations(self) -> Vec<Violation> {
        self.violations
    }
}

impl From<Violation> for Invalid {
    fn from(violation: Violation) -> Self {
        Self::new(vec![violation])
    }
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_all(f, &self.violations)
    }
}

impl std::error::Error for Invalid {}

/// The violations as one text: `field: detail field: detail`, each detail being a sentence.
pub(crate) fn write_all(out: &mut impl fmt::Write, violations: &[Violation]) -> fmt::Result {
    for (place, violation) in violations.iter().enumerate() {
        if place > 0 {
            out.write_char(' ')?;
        }
        write!(out, "{violation}")?;
    }
    Ok(())
}
