//! The built-in transport: reqwest, driven by the thread that calls, with everything off that would
//! send a request twice, send it elsewhere, or show the key.
//!
//! There is no thread between calls. Several callers share one runtime: one of them drives it for
//! all, and hands it on when its own call is over. So nobody has to be joined or woken, and a
//! forked child has nothing to lose.

mod exchange;
mod failure;
mod lookup;
mod opening;
mod proxy;
mod quiet;
mod tls;
mod trust;
mod witness;

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use reqwest::Client;
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use tokio::runtime::{Builder, Handle, Runtime};

use super::connection::{Connection, Proxy};
use super::transport::{Limits, Transport};
use crate::engine::Settings;
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::text::present;
use crate::violation::Invalid;
use opening::{Once, Slow};
use proxy::Proxies;
use quiet::Quiet;
use tls::Certificates;
use witness::Witness;

/// How long a connection is kept idle. Dispositions come minutes apart, servers close idle
/// connections after about 5 s, and a request on a connection that is just being closed is an
/// ambiguous write.
const IDLE: Duration = Duration::from_secs(4);

/// Connections kept idle.
const MAX_IDLE: usize = 4;

/// How many headers of a reply are read. Debugging proxies add hundreds.
const MAX_HEADERS: usize = 1_000;

/// A connection as planned and checked: everything that can be wrong with it is known here, and
/// nothing has been opened yet.
#[derive(Debug)]
pub(super) struct Plan {
    connect_timeout: Duration,
    extra: Certificates,
    proxies: Proxies,
}

impl Plan {
    /// The plan, or everything that is wrong with the settings and the connection. The
    /// environment's proxies are read here.
    pub(super) fn new(settings: &Settings, connection: &Connection) -> Result<Self, Invalid> {
        let mut violations = settings.violations();
        let pem = present(connection.extra_ca_pem.as_deref());
        let extra = tls::certificates(pem).unwrap_or_else(|violation| {
            violations.push(violation);
            Certificates::default()
        });
        let proxies = Proxies::of(&connection.proxy);
        match proxies {
            Ok(proxies) if violations.is_empty() => Ok(Self {
                connect_timeout: settings.connect_timeout,
                extra,
                proxies,
            }),
            proxies => {
                violations.extend(proxies.err());
                violations.sort_by_key(|violation| violation.field);
                Err(Invalid::new(violations))
            }
        }
    }

    /// The environment variable whose proxy can't be used.
    pub(super) fn unusable_variable(&self) -> Option<&'static str> {
        self.proxies.unusable_variable()
    }

    fn client(
        &self,
        tls: ClientConfig,
        proxy: Option<&str>,
        witness: &Arc<Witness>,
    ) -> Result<Client, Kind> {
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http1_max_headers(MAX_HEADERS)
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(MAX_IDLE)
            .dns_resolver(lookup::Lookup)
            .connector_layer(witness::Watch(Arc::clone(witness)))
            // Without this reqwest reads the environment itself, by other rules.
            .no_proxy();
        let builder = match proxy {
            Some(url) => builder.proxy(reqwest::Proxy::all(url).map_err(|_| Kind::Proxy)?),
            None => builder,
        };
        builder.build().map_err(|_| Kind::Connect)
    }
}

/// The transport of one process. It opens nothing before the first send.
pub(super) struct ReqwestTransport {
    plan: Arc<Plan>,
    witness: Arc<Witness>,
    driver: Once<Driver>,
    tls: Arc<Slow<ClientConfig>>,
    /// Without TLS, for this machine.
    plain: Once<Client>,
    direct: Once<Client>,
    proxied: Once<Client>,
}

/// What drives sockets and timers, on whichever thread calls.
struct Driver {
    runtime: Runtime,
    quiet: Quiet,
}

impl Driver {
    fn open() -> Result<Self, Kind> {
        let open = || {
            let runtime = Builder::new_current_thread().enable_all().build()?;
            let quiet = Quiet::new()?;
            Ok(Self { runtime, quiet })
        };
        open().map_err(|_: std::io::Error| Kind::Connect)
    }
}

impl ReqwestTransport {
    pub(super) fn new(plan: Arc<Plan>) -> Self {
        Self {
            plan,
            witness: Arc::new(Witness::default()),
            driver: Once::new(),
            tls: Slow::new(),
            plain: Once::new(),
            direct: Once::new(),
            proxied: Once::new(),
        }
    }

    /// The HTTP client for a request, made when first needed, in the time that is left.
    fn client(&self, request: &HttpRequest, left: Duration) -> Result<&Client, Kind> {
        let made = |tls, proxy| self.plan.client(tls, proxy, &self.witness);
        if !request.url().starts_with("https:") {
            // Our own grammar lets plain http to this machine only.
            if request.may_use_proxy() {
                return Err(Kind::Proxy);
            }
            return self.plain.get_or_open(|| made(tls::unused()?, None));
        }
        let proxy = self.plan.proxies.for_request(request)?;
        let place = match proxy {
            None => &self.direct,
            Some(_) => &self.proxied,
        };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let plan = Arc::clone(&self.plan);
        let tls = self
            .tls
            .get_or_open(left, move || tls::config(plan.extra.clone()))?;
        place.get_or_open(|| made(tls, proxy))
    }

    fn exchange(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        begun: Instant,
    ) -> Result<HttpReply, Kind> {
        let driver = self.driver.get_or_open(Driver::open)?;
        let left = || limits.total.saturating_sub(begun.elapsed());
        let client = self.client(request, left().min(limits.connect))?;
        let request = exchange::prepare(client, request)?;
        if left().is_zero() {
            return Err(Kind::ConnectTimeout);
        }
        let _silence = driver.quiet.begin();
        driver.runtime.block_on(exchange::exchange(
            client,
            request,
            left(),
            limits.body,
            &self.witness,
        ))
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: &HttpRequest, limits: &Limits) -> Result<HttpReply, Kind> {
        // First of all: whatever has to be opened is opened inside the limits.
        let begun = Instant::now();
        if Handle::try_current().is_err() {
            return self.exchange(request, limits, begun);
        }
        // A thread that belongs to an async runtime can't drive another one. A thread of its own
        // can; this still blocks the caller's, as any blocking call does.
        thread::scope(|scope| {
            let outcome = thread::Builder::new()
                .spawn_scoped(scope, || self.exchange(request, limits, begun))
                .map_err(|_| Kind::Connect)?;
            outcome.join().unwrap_or(Err(Kind::TransportFailed))
        })
    }
}

impl Drop for ReqwestTransport {
    fn drop(&mut self) {
        // A runtime that is dropped inside another one panics, unless it is told to wait for
        // nothing. There is nothing to wait for.
        if let Some(driver) = self.driver.take() {
            driver.runtime.shutdown_background();
        }
    }
}
