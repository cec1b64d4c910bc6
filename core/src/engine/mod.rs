//! The sending rules as a state machine, without I/O, clock, randomness or thread.
//!
//! One logical call is one [`Call`] with one total function, [`Call::step`]. The host tells what
//! happened and when, and is told what to do next:
//!
//! ```text
//!   Engine::start ──► invalid, or no time left ──────────────────► Done
//!         │
//!         ▼
//!       Send ──► Sending ── Reply, Failed, Cancelled, Timer at until ──► Done
//!                   │  ▲
//!                   └──┘ Timer before that, or a stale answer: Wait
//! ```
//!
//! Whoever has a loop of their own drives it by hand; the crate's `Client` is a blocking
//! loop around it.
//!
//! ```
//! use cloudagent_disposition::{Account, Api, ApiKey, DispositionRequest, Effect, HttpReply};
//! use cloudagent_disposition::engine::{CallOptions, Engine, Event, Millis, Seed, Settings, Step};
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
//! let Step::Done { result } = call.step(Event::Reply { seq, reply }, Millis(120))?.step else {
//!     panic!("a reply ends this call")
//! };
//! assert_eq!((*result)?.effect, Effect::Applied);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod call;
mod event;
mod settings;
mod settle;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub use call::Call;
pub use event::{CallId, Event, Millis, Misuse, Output, Seed, Step};
pub(crate) use settings::MAX_DEADLINE;
pub use settings::{CallOptions, DEFAULT_CONNECT_TIMEOUT, DEFAULT_DEADLINE, Settings};

use crate::error::Error;
use crate::kind::Kind;
use crate::request::DispositionRequest;

/// The rules and the settings that calls share. Use it from any thread; clones are the same
/// engine.
#[derive(Debug, Clone)]
pub struct Engine {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    settings: Settings,
    largest_now: AtomicU64,
    calls: AtomicU64,
}

impl Shared {
    fn new(settings: Settings) -> Self {
        Self {
            settings,
            largest_now: AtomicU64::new(0),
            calls: AtomicU64::new(0),
        }
    }

    /// The moment, never earlier than one already seen: clocks of hosts have run backwards.
    fn clamp(&self, now: Millis) -> Millis {
        Millis(
            self.largest_now
                .fetch_max(now.0, Ordering::Relaxed)
                .max(now.0),
        )
    }
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
        Ok(Self {
            shared: Arc::new(Shared::new(settings)),
        })
    }

    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// Begins a call: validates the request, and says what to do first.
    pub fn start(
        &self,
        request: &DispositionRequest,
        options: &CallOptions,
        seed: Seed,
        now: Millis,
    ) -> (Call, Output) {
        let id = CallId(self.shared.calls.fetch_add(1, Ordering::Relaxed));
        Call::start(Arc::clone(&self.shared), id, request, options, seed, now)
    }

    /// An engine with the same settings that shares nothing with this one: for a forked child.
    #[cfg_attr(
        not(feature = "client"),
        expect(dead_code, reason = "only a client forks")
    )]
    pub(crate) fn anew(&self) -> Self {
        Self {
            shared: Arc::new(Shared::new(self.shared.settings.clone())),
        }
    }

    /// What a call ends with that was not begun, because the host's client is closed: `not_sent`,
    /// `closed`. An engine has nothing to close by itself.
    pub fn closed(&self, request: &DispositionRequest, seed: Seed) -> Error {
        settle::not_begun(&self.shared.settings, request, seed, Kind::Closed)
    }

    /// What a call ends with that its caller cancelled before it was begun: `not_sent`,
    /// `cancelled`. One that was begun is told of it by [`Event::Cancelled`].
    pub fn cancelled(&self, request: &DispositionRequest, seed: Seed) -> Error {
        settle::not_begun(&self.shared.settings, request, seed, Kind::Cancelled)
    }
}
