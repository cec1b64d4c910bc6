//! What calls of one engine share and nobody changes.

use std::borrow::Cow;
use std::time::Duration;

use super::cancel::CancelToken;
use super::policy::{FULL_BUDGET, RetryPolicy};
use crate::account::Account;
use crate::base_url::BaseUrl;
use crate::codes::Api;
use crate::kind::Kind;
use crate::records::is_offset;
use crate::sentence;
use crate::validate::ValidationMode;
use crate::violation::{Field, Problem, Violation};

/// How long one call may take in all, unless told: 15 s.
pub const DEFAULT_DEADLINE: Duration = Duration::from_secs(15);

/// How long one look-up of call records may take in all, unless told: 30 s.
pub const DEFAULT_LOOK_UP_DEADLINE: Duration = Duration::from_secs(30);

/// How long making a connection may take, unless told: 5 s.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// The longest deadline. Nobody waits longer for one disposition; more is a mistake in units.
pub(crate) const MAX_DEADLINE: Duration = Duration::from_secs(24 * 60 * 60);

/// What an engine, and a client, need to know: the account, its API, and limits.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Settings {
    /// Who calls.
    pub account: Account,
    /// Which of the vendor's APIs the account uses.
    pub api: Api,
    /// Where the vendor's server is.
    pub base_url: BaseUrl,
    /// How strict validation is.
    pub mode: ValidationMode,
    /// How long one call may take, all attempts and waits in it; but for a look-up, which has
    /// [30 s](DEFAULT_LOOK_UP_DEADLINE) unless its own options say otherwise.
    pub deadline: Duration,
    /// How long making a connection may take.
    pub connect_timeout: Duration,
    /// When a call sends its request again.
    pub retry: RetryPolicy,
    /// Whether the host has a store in which processes share one token: then the engine asks it
    /// ([`Step::Store`](super::Step::Store)) before it fetches one.
    pub shares_tokens: bool,
    /// How many minutes the account's days, by which call records are asked for, are ahead of UTC:
    /// India's 330 where none are given. On the international host a look-up needs them.
    pub utc_offset_minutes: Option<i32>,
    /// What the engine may spend on resends at its beginning, in tenths of one.
    pub(super) budget: u8,
    /// What is wrong with the base URL that was given last, whose place the default took.
    refused_base_url: Vec<Violation>,
    /// The environment variable that names a proxy which can't be used.
    unusable_proxy: Option<String>,
}

impl Settings {
    /// The defaults: the domestic host, standard validation, 15 s for a call and 5 s to connect, up
    /// to three attempts.
    pub fn new(account: Account, api: Api) -> Self {
        Self {
            account,
            api,
            base_url: BaseUrl::INDIA,
            mode: ValidationMode::Standard,
            deadline: DEFAULT_DEADLINE,
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            retry: RetryPolicy::new(),
            shares_tokens: false,
            utc_offset_minutes: None,
            budget: FULL_BUDGET,
            refused_base_url: Vec::new(),
            unusable_proxy: None,
        }
    }

    /// Sets where the vendor's server is: a [`BaseUrl`], or its text. A text that can't be used is
    /// not kept; it is told with everything else that is wrong, when the settings are used.
    #[must_use]
    pub fn base_url(self, base_url: impl AsRef<str>) -> Self {
        self.base_url_read(BaseUrl::read_or_default(base_url.as_ref()))
    }

    pub(crate) fn base_url_read(mut self, read: (BaseUrl, Vec<Violation>)) -> Self {
        (self.base_url, self.refused_base_url) = read;
        self
    }

    /// Sets how strict validation is.
    #[must_use]
    pub fn mode(mut self, mode: ValidationMode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets how long one call may take: more than nothing, at most 24 hours.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how long making a connection may take: more than nothing, at most 24 hours.
    #[must_use]
    pub fn connect_timeout(mut self, connect_timeout: Duration) -> Self {
        self.connect_timeout = connect_timeout;
        self
    }

    /// Sets when a call sends its request again.
    #[must_use]
    pub fn retry(mut self, retry: RetryPolicy) -> Self {
        self.retry = retry;
        self
    }

    /// Sets whether the host has a store in which processes share one token.
    #[must_use]
    pub fn shares_tokens(mut self, shares_tokens: bool) -> Self {
        self.shares_tokens = shares_tokens;
        self
    }

    /// Sets how many minutes the account's days are ahead of UTC: -840 to 840.
    #[must_use]
    pub fn utc_offset_minutes(mut self, minutes: i32) -> Self {
        self.utc_offset_minutes = Some(minutes);
        self
    }

    /// Sets what the engine may spend on resends at its beginning, in tenths of one, up to 100: for
    /// tests of what happens when it is spent.
    #[doc(hidden)]
    #[must_use]
    pub fn budget(mut self, tenths: u8) -> Self {
        self.budget = tenths.min(FULL_BUDGET);
        self
    }

    /// Says which environment variable names a proxy that can't be used, where one does: the sentences
    /// of what fails by it name it, of which a transport tells no more than
    /// [`Kind::Proxy`]. A client asks its transport; a host that drives an engine over the built-in
    /// one does it itself (`Transport::unusable_proxy`).
    #[must_use]
    pub fn unusable_proxy(mut self, variable: Option<&str>) -> Self {
        self.unusable_proxy = variable.map(str::to_owned);
        self
    }

    /// Why a send failed, as the middle of a sentence.
    pub(super) fn why(&self, kind: Kind) -> Cow<'static, str> {
        match &self.unusable_proxy {
            Some(variable) if kind == Kind::Proxy => sentence::unusable_proxy(variable).into(),
            _ => kind.why().into(),
        }
    }

    /// Whether the engine comes by tokens itself: what it sends is built anew with each.
    pub(super) fn fetches_tokens(&self) -> bool {
        self.api == Api::PostToken
            && (self.account.api_key().is_some() || self.account.has_token_source())
    }

    /// Everything that is wrong with these settings.
    pub(crate) fn violations(&self) -> Vec<Violation> {
        let limits = [
            ("It", self.deadline),
            ("The connect timeout", self.connect_timeout),
        ];
        let mut found = self.refused_base_url.clone();
        for (name, limit) in limits {
            if limit.is_zero() || limit > MAX_DEADLINE {
                let detail = format!("{name} must be more than nothing and at most 24 hours.");
                found.push(Violation::hard(Field::Deadline, Problem::Invalid, detail));
            }
        }
        found.extend(self.retry.violation());
        if self
            .utc_offset_minutes
            .is_some_and(|minutes| !is_offset(minutes))
        {
            let detail = "It must be minutes from -840 to 840.";
            let field = Field::UtcOffsetMinutes;
            found.push(Violation::hard(field, Problem::Invalid, detail));
        }
        found
    }
}

/// What one call may be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CallOptions {
    /// How long this call may take, such as the caller's remaining wrap-up time; the engine's
    /// deadline where there is none, and 30 s for a look-up. Nothing left ends the call as `not_sent`, more than 24 hours
    /// as `invalid`.
    pub deadline: Option<Duration>,
    /// What the caller cancels the call with. An engine looks at it once, when the call is started:
    /// later its host gives [`Event::Cancelled`](super::Event::Cancelled).
    pub cancel: Option<CancelToken>,
}

impl CallOptions {
    /// No options.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets how long this call may take.
    #[must_use]
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = Some(deadline);
        self
    }

    /// Sets what the caller cancels the call with.
    #[must_use]
    pub fn cancel(mut self, token: CancelToken) -> Self {
        self.cancel = Some(token);
        self
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.as_ref().is_some_and(CancelToken::is_cancelled)
    }

    /// What is wrong with these options.
    pub(crate) fn violations(&self) -> Vec<Violation> {
        let too_long = self
            .deadline
            .is_some_and(|deadline| deadline > MAX_DEADLINE);
        let detail = "It must be at most 24 hours.";
        let violation = || Violation::hard(Field::Deadline, Problem::Invalid, detail);
        too_long.then(violation).into_iter().collect()
    }
}
