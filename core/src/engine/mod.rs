//! The sending rules as a state machine, without I/O, clock, randomness or thread.
//!
//! One logical call is one [`Call`] with one total function, [`Call::step`]. The host tells what
//! happened and when, and is told what to do next:
//!
//! ```text
//!   Engine::start ──► invalid, closed, cancelled, or no time left ───────► Done
//!         │                                                                  ▲
//!       Send ──► Sending ── Reply, Failed ──► may it be sent again? ── no ───┤
//!         ▲         │                            ▲        │ yes              │
//!         │   Timer at until, Cancelled          │        ▼                  │
//!         │         ▼                            │       Wait ── Cancelled ──┘
//!         │       Abort ── Reply, Failed, ───────┘        │
//!         │                Timer 250 ms later             │
//!         └───────────────────────────────────────── Timer at until
//! ```
//!
//! Anything else gets a `Wait` until the moment of the next timer.
//!
//! Whoever has a loop of their own drives it by hand; the crate's `Client` is a blocking
//! loop around it.
//!
//! ```
//! use cloudagent_disposition::{Account, Api, ApiKey, DispositionRequest, Effect, HttpReply};
//! use cloudagent_disposition::engine::{
//!     CallOptions, Engine, Event, Millis, Seed, Settings, Step, WallMillis,
//! };
//!
//! let account = Account::with_api_key("acme", ApiKey::new("KK-secret"));
//! let engine = Engine::new(Settings::new(account, Api::GetV2))?;
//! let request = DispositionRequest::new()
//!     .ucid("8189000000001").did("914000000001").agent_id("ravi").disposition("Sale");
//! let (call, output) = engine.start(&request, &CallOptions::new(), Seed(7), Millis(0));
//! let Step::Send { seq, request, .. } = output.step else { panic!("a send comes first") };
//! assert_eq!(request.host(), "in1-ccaas-api.ozonetel.com");
//!
//! // Send `request` as it is, then tell what came back.
//! let body = br#"{"details": "Disposition saved successfully", "status": "Success"}"#;
//! let reply = HttpReply { status: 200, body: body.to_vec(), ..HttpReply::default() };
//! let wall = WallMillis(0); // not known here
//! let Step::Done { result } = call.step(Event::Reply { seq, reply, wall }, Millis(120))?.step else {
//!     panic!("a reply ends this call")
//! };
//! assert_eq!((*result)?.effect, Effect::Applied);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod asking;
mod attempt;
mod call;
mod cancel;
mod event;
mod failure;
mod fetch;
mod fold;
mod held;
mod history;
mod hour;
mod lease;
mod leases;
mod life;
mod list;
mod look_up;
mod moment;
mod need;
mod pace;
mod policy;
mod publish;
mod record;
mod resend;
mod seed;
mod send;
mod settings;
mod shared;
mod state;
mod step;
mod tokens;
mod turn;

use std::sync::Arc;

pub use call::{Call, CallId};
pub use cancel::{CancelToken, Cancelled, OnCancel};
pub use event::{Event, Misuse};
pub use moment::{Millis, WallMillis};
pub use policy::RetryPolicy;
pub use seed::Seed;
pub(crate) use settings::MAX_DEADLINE;
pub use settings::{
    CallOptions, DEFAULT_CONNECT_TIMEOUT, DEFAULT_DEADLINE, DEFAULT_LOOK_UP_DEADLINE, Settings,
};
pub use step::{Limits, Output, Step};

use crate::error::Error;
use crate::request::DispositionRequest;
use crate::violation::Invalid;
use shared::Shared;

/// The rules and the settings that calls share. Use it from any thread; clones are the same
/// engine.
#[derive(Debug, Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

impl Engine {
    /// An engine with these settings.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where a setting can't be used.
    pub fn new(settings: Settings) -> Result<Self, Error> {
        let violations = settings.violations();
        if !violations.is_empty() {
            return Err(Error::configuration(violations));
        }
        Ok(Self::of(settings))
    }

    /// An engine with settings that were judged already.
    pub(crate) fn of(settings: Settings) -> Self {
        Self {
            shared: Arc::new(Shared::new(settings)),
        }
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Begins a call: validates the request, and says what to do first.
    ///
    /// Call it before anything else, with the moment at which the caller asked: whatever has to be
    /// opened for the call is opened inside its deadline. A call that is not begun ends for the
    /// first of these reasons: the request is invalid, the engine is closed, the caller has
    /// cancelled, no time is left.
    pub fn start(
        &self,
        request: &DispositionRequest,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> (Call, Output) {
        Call::start(&self.shared, request, options, seed, now)
    }

    /// Begins a call that asks for a campaign's dispositions. It is driven as every other is, with
    /// the same steps and events, comes by its token by the same rules, and ends with
    /// [`Step::Listed`]. It is sent once, but for a token that is refused and renewed, and spends
    /// nothing of what calls share for resends.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where it can't be asked so, as for
    /// [`build_list_request`](crate::build_list_request). An engine that is closed, a caller who has
    /// cancelled and a deadline that has passed are ends of the call.
    pub fn start_list(
        &self,
        campaign: Option<&str>,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> Result<(Call, Output), Invalid> {
        Call::start_list(&self.shared, campaign, options, seed, now)
    }

    /// An engine with the same settings for a forked child: its budget is full, nobody fetches, and
    /// the token is taken along.
    #[cfg(feature = "client")]
    pub(crate) fn for_child(&self) -> Self {
        Self {
            shared: Arc::new(self.shared.for_child()),
        }
    }

    /// Closes the engine: calls that are started later end as `not_sent`, `closed`. Those that are
    /// out go on to their end. Closing twice is fine.
    pub fn close(&self) {
        self.shared.close();
    }
}
