//! The blocking client: the engine's steps, run over a [`Transport`].

mod clock;
mod driver;
mod errand;
mod list;
mod look_up;
mod pending;
mod source;
mod store;
mod transport;
mod waking;

#[cfg(feature = "reqwest")]
mod connection;
#[cfg(feature = "reqwest")]
mod reqwest;

use std::fmt;
use std::sync::Arc;

use arc_swap::ArcSwap;

#[cfg(feature = "reqwest")]
pub use connection::{Connection, Proxy, ProxyUrl};
pub use pending::{PendingDisposition, PendingList, PendingLookUp};
pub use source::TokenSource;
#[cfg(unix)]
pub use store::FileTokenStore;
pub use store::{MemoryTokenStore, Put, StoreEntry, StoreFailed, TokenStore};
pub use transport::Transport;
#[doc(hidden)]
pub use transport::{Begun, Sending};

use crate::build::build_request;
use crate::engine::{CallOptions, Engine, Seed, Settings, Step};
use crate::error::Error;
use crate::http::HttpRequest;
use crate::receipt::Receipt;
use crate::request::{DispositionRequest, RequestView};
use crate::validate::validate;
use crate::violation::{Invalid, Violation};
use clock::Clock;
use driver::{Means, Running};
use waking::Sleepers;

/// Sets dispositions, blocking. Make one and share it: every method may be called from any
/// thread, by several at once.
///
/// Making one does no I/O and starts no thread. In a forked child process it rebuilds itself and
/// works: calls in flight belong to the parent.
///
/// In an async program call it where blocking is allowed, or drive the
/// [`engine`](crate::engine) over your own HTTP stack.
pub struct Client {
    engine: Engine,
    transport: MakeTransport,
    live: ArcSwap<Live>,
    store: Option<Arc<dyn TokenStore>>,
    source: Option<Arc<dyn TokenSource>>,
}

/// The built-in transport by itself, for a host that drives the [`engine`](crate::engine) over it.
/// It belongs to the process that made it, not to a forked child. No I/O.
///
/// Of the settings it takes the connect timeout: a connection takes no longer than that, nor than
/// the [`Limits`](crate::Limits) of a send allow.
///
/// # Errors
///
/// [`Error::Invalid`] where a setting can't be used.
#[cfg(feature = "reqwest")]
pub fn built_in_transport(
    settings: &Settings,
    connection: &Connection,
) -> Result<Arc<dyn Transport>, Error> {
    let plan = plan(settings, connection)?;
    Ok(Arc::new(reqwest::ReqwestTransport::new(plan)))
}

#[cfg(feature = "reqwest")]
fn plan(settings: &Settings, connection: &Connection) -> Result<Arc<reqwest::Plan>, Error> {
    reqwest::Plan::new(settings, connection)
        .map(Arc::new)
        .map_err(Error::from)
}

/// Makes the transport of one process.
type MakeTransport = Box<dyn Fn() -> Arc<dyn Transport> + Send + Sync>;

/// What belongs to one process: connections, the clock, the engine's shared state.
struct Live {
    process: u32,
    engine: Engine,
    clock: Clock,
    sleepers: Arc<Sleepers>,
    /// None once the client is closed.
    transport: Option<Arc<dyn Transport>>,
}

impl Live {
    fn new(engine: Engine, transport: Option<Arc<dyn Transport>>) -> Arc<Self> {
        Arc::new(Self {
            process: std::process::id(),
            engine,
            clock: Clock::new(),
            sleepers: Arc::default(),
            transport,
        })
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // The parent's connections are not this process's to close: a polite goodbye would go over
        // the parent's socket, and what would stop watching it is shared with the parent.
        if self.process != std::process::id() {
            std::mem::forget(self.transport.take());
        }
    }
}

impl Client {
    /// A client with the built-in transport, its trust and proxies those of the machine.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where a setting can't be used.
    #[cfg(feature = "reqwest")]
    pub fn new(settings: Settings) -> Result<Self, Error> {
        Self::with_connection(settings, Connection::new())
    }

    /// A client with the built-in transport, which connects as told.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where a setting can't be used.
    #[cfg(feature = "reqwest")]
    pub fn with_connection(settings: Settings, connection: Connection) -> Result<Self, Error> {
        let plan = plan(&settings, &connection)?;
        let make = move || -> Arc<dyn Transport> {
            Arc::new(reqwest::ReqwestTransport::new(Arc::clone(&plan)))
        };
        Self::over(settings, Box::new(make))
    }

    /// A client over the host's own transport.
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] where a setting can't be used.
    pub fn with_transport(
        settings: Settings,
        transport: Arc<dyn Transport>,
    ) -> Result<Self, Error> {
        Self::over(settings, Box::new(move || Arc::clone(&transport)))
    }

    fn over(settings: Settings, transport: MakeTransport) -> Result<Self, Error> {
        let opened = transport();
        let engine = Engine::new(settings.unusable_proxy(opened.unusable_proxy()))?;
        let live = Live::new(engine.clone(), Some(opened));
        Ok(Self {
            engine,
            transport,
            live: ArcSwap::new(live),
            store: None,
            source: None,
        })
    }

    /// Shares the account's token through this store with every other client and process that uses
    /// it. On `post_token` with an api key; else it is not looked at. To be said before the first
    /// call.
    #[must_use]
    pub fn token_store(mut self, store: Arc<dyn TokenStore>) -> Self {
        let settings = self.engine.settings().clone().shares_tokens(true);
        self.engine = Engine::of(settings);
        let transport = self.live.load().transport.clone();
        self.live.store(Live::new(self.engine.clone(), transport));
        self.store = Some(store);
        self
    }

    /// Takes tokens from this source, where the account is one
    /// [with a token source](crate::Account::with_token_source).
    #[must_use]
    pub fn token_source(mut self, source: Arc<dyn TokenSource>) -> Self {
        self.source = Some(source);
        self
    }

    /// The settings that this client was made with.
    pub fn settings(&self) -> &Settings {
        self.engine.settings()
    }

    /// Sets a call's disposition, and returns when it is known what happened, at the latest when
    /// the deadline has passed.
    ///
    /// # Errors
    ///
    /// What happened to the call otherwise; see [`Error`].
    pub fn set_disposition(&self, request: &DispositionRequest) -> Result<Receipt, Error> {
        self.set_disposition_with(request, &CallOptions::new())
    }

    /// Sets a call's disposition, with options for this call.
    ///
    /// # Errors
    ///
    /// What happened to the call otherwise; see [`Error`].
    pub fn set_disposition_with(
        &self,
        request: &DispositionRequest,
        options: &CallOptions,
    ) -> Result<Receipt, Error> {
        done(self.begin(request, options).finish())
    }

    fn begin(&self, request: &DispositionRequest, options: &CallOptions) -> Running {
        let means = self.means();
        let (seed, now) = (Seed::random(), means.live.clock.start());
        let begun = means.live.engine.start(request, options, seed, now);
        Running::new(means, begun, options.cancel.clone())
    }

    fn means(&self) -> Means {
        Means {
            live: self.live(),
            store: self.store.clone(),
            source: self.source.clone(),
        }
    }

    /// Everything that is wrong with a request, without sending it: [`validate`](fn@crate::validate)
    /// with this client's settings.
    pub fn validate<'a>(&self, request: impl Into<RequestView<'a>>) -> Vec<Violation> {
        let settings = self.settings();
        validate(&settings.account, request, settings.api, &settings.base_url)
    }

    /// The request as it would be sent, without sending it. It holds the credential.
    ///
    /// # Errors
    ///
    /// [`Invalid`] where the wire can't carry the request.
    pub fn build_request<'a>(
        &self,
        request: impl Into<RequestView<'a>>,
    ) -> Result<HttpRequest, Invalid> {
        let settings = self.settings();
        build_request(&settings.account, request, settings.api, &settings.base_url)
    }

    /// Ends the client: later calls fail as `not_sent`, `closed`. Waits for nothing: a call in
    /// flight goes on to its end. Closing twice is fine.
    pub fn close(&self) {
        self.engine.close();
        self.live.store(Live::new(self.engine.clone(), None));
    }

    /// What belongs to this process, made anew in a forked child. Takes no lock that a thread of
    /// the parent may have held.
    fn live(&self) -> Arc<Live> {
        let live = self.live.load_full();
        if live.process == std::process::id() || live.transport.is_none() {
            return live;
        }
        let anew = Live::new(live.engine.for_child(), Some((self.transport)()));
        self.live.compare_and_swap(&live, anew);
        self.live.load_full()
    }
}

/// What a disposition ended with.
fn done(end: Step) -> Result<Receipt, Error> {
    match end {
        Step::Done { result } => *result,
        step => unreachable!("{step:?} ends no disposition"),
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("settings", self.settings())
            .field("closed", &self.live.load().transport.is_none())
            .finish()
    }
}

#[cfg(all(test, feature = "reqwest"))]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::account::{Account, ApiKey};
    use crate::codes::Api;
    use crate::engine::{CancelToken, Limits};
    use crate::http::HttpReply;
    use crate::kind::Kind;
    use crate::violation::Field;

    fn settings(api: Api) -> Settings {
        Settings::new(Account::with_api_key("acme", ApiKey::new("KK-marker")), api)
    }

    #[test]
    fn everything_that_is_wrong_with_settings_and_connection_is_told_at_once() {
        let settings = settings(Api::GetV2)
            .base_url("http://acme:marker@ccaas.example.com")
            .deadline(Duration::ZERO);
        let connection = Connection::new()
            .extra_ca_pem("no marker of a certificate")
            .proxy(Proxy::url("no marker of a url"));
        let printed = format!("{settings:?}");
        let refused = Client::with_connection(settings, connection).unwrap_err();
        let Error::Invalid { violations, .. } = &refused else {
            panic!("{refused:?}")
        };
        let fields: Vec<_> = violations.iter().map(|found| found.field).collect();
        assert_eq!(
            fields,
            [
                Field::BaseUrl,
                Field::ExtraCaPem,
                Field::Deadline,
                Field::Proxy
            ]
        );
        assert!(violations.iter().all(Violation::is_hard));
        let printed = format!("{printed} {refused} {refused:?}");
        assert!(!printed.contains("marker"), "{printed}");
    }

    #[test]
    fn a_base_url_that_is_set_again_counts() {
        let settings = settings(Api::GetV2).base_url("no url");
        assert!(Client::new(settings.clone()).is_err());
        assert!(Client::new(settings.base_url("https://ccaas.example.com/")).is_ok());
    }

    #[test]
    fn an_api_key_on_post_token_is_judged_and_a_token_is_fetched_with_it() {
        /// Sends nothing.
        struct Nowhere;
        impl Transport for Nowhere {
            fn send(
                &self,
                request: &HttpRequest,
                _: &Limits,
                _: &CancelToken,
            ) -> Result<HttpReply, Kind> {
                assert!(request.url().ends_with("/generateToken"));
                Err(Kind::Tls)
            }
        }
        let transport = Arc::new(Nowhere);
        let client = Client::with_transport(settings(Api::PostToken), transport).unwrap();
        let request = DispositionRequest::new()
            .ucid("8189000000001")
            .did("914000000001")
            .agent_id("ravi")
            .disposition("Sale");
        assert_eq!(client.validate(&request), []);
        let refused = client.build_request(&request).unwrap_err();
        assert_eq!(refused.violations()[0].field, Field::Token);
        let refused = client.set_disposition(&request).unwrap_err();
        assert_eq!(refused.kind(), Some(Kind::TokenUnavailable));
        assert!(refused.receipt().attempts.is_empty());
        assert_eq!(refused.receipt().token_requests, 1);
    }
}
