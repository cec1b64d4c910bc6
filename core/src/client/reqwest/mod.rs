//! The built-in transport: reqwest, driven by the thread that calls, with everything off that would
//! send a request twice, send it elsewhere, or show the key.
//!
//! There is no thread between calls. Each call has a [driver](drivers) to itself while it lasts, and
//! its own thread drives it. So nobody has to be joined, woken or waited for, and a forked child has
//! nothing to lose.

mod drivers;
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
use tokio::runtime::Handle;

use super::connection::{Connection, Proxy};
use super::transport::{Begun, Sending, Transport};
use crate::engine::{CancelToken, Limits, Settings};
use crate::http::{HttpReply, HttpRequest};
use crate::kind::Kind;
use crate::text::present;
use crate::violation::Invalid;
use drivers::{Driver, Drivers, Way, Work};
use exchange::Exchange;
use lookup::Lookup;
use opening::{Once, Slow};
use proxy::Proxies;
use quiet::{Quiet, Silence};
use tls::Certificates;
use witness::Witness;

/// How long a connection is kept idle. Dispositions come minutes apart, servers close idle
/// connections after about 5 s, and a request on a connection that is just being closed is an
/// ambiguous write.
const IDLE: Duration = Duration::from_secs(4);

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

    fn client(
        &self,
        tls: ClientConfig,
        proxy: Option<&str>,
        lookup: Lookup,
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
            .pool_max_idle_per_host(1)
            .dns_resolver(lookup)
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
    lookup: Lookup,
    tls: Arc<Slow<ClientConfig>>,
    carriers: Arc<Carriers>,
}

/// What sends are carried out with.
struct Carriers {
    quiet: Once<Quiet>,
    drivers: Drivers,
}

impl Carriers {
    /// Keeps SIGPIPE from this thread, until the end of what it returns.
    fn silence(&self) -> Result<Silence<'_>, Kind> {
        Ok(self.quiet.get_or_open(Quiet::new)?.begin())
    }
}

impl ReqwestTransport {
    pub(super) fn new(plan: Arc<Plan>) -> Self {
        Self {
            plan,
            lookup: Lookup::default(),
            tls: Slow::new(),
            carriers: Arc::new(Carriers {
                quiet: Once::new(),
                drivers: Drivers::default(),
            }),
        }
    }

    /// The driver's client for a request, made when first needed, in the time that is left.
    fn client(
        &self,
        driver: &mut Driver,
        request: &HttpRequest,
        left: Duration,
        cancel: &CancelToken,
    ) -> Result<Client, Kind> {
        let made = |tls, proxy, witness: &_| {
            let lookup = self.lookup.clone();
            self.plan.client(tls, proxy, lookup, witness)
        };
        if !request.url().starts_with("https:") {
            // Our own grammar lets plain http to this machine only.
            if request.may_use_proxy() {
                return Err(Kind::Proxy);
            }
            return driver.client(Way::Plain, |witness| made(tls::unused()?, None, witness));
        }
        let proxy = self.plan.proxies.for_request(request)?;
        let way = match proxy {
            None => Way::Direct,
            Some(_) => Way::Proxied,
        };
        driver.client(way, |witness| {
            let plan = Arc::clone(&self.plan);
            let open = move || tls::config(plan.extra.clone());
            let tls = self.tls.get_or_open(left, cancel, open)?;
            made(tls, proxy, witness)
        })
    }

    /// Begins a send, inside its limits: whatever has to be opened for it is opened here.
    fn open(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        cancel: &CancelToken,
        begun: Instant,
    ) -> Result<Opened, Kind> {
        let is_alone = request.own_connection();
        // A driver that nobody has used, and nobody will: its connections end with it.
        let mut driver = match is_alone {
            true => Driver::open()?,
            false => self.carriers.drivers.take()?,
        };
        let left = |limit: Duration| limit.saturating_sub(begun.elapsed());
        let connect = limits.connect.min(self.plan.connect_timeout);
        let to_open = left(limits.total.min(connect));
        let client = self.client(&mut driver, request, to_open, cancel)?;
        let request = exchange::prepare(request)?;
        if left(limits.total).is_zero() || cancel.is_cancelled() {
            return Err(Kind::ConnectTimeout);
        }
        let exchange = Exchange {
            client,
            request,
            connect: left(connect),
            total: left(limits.total),
            body_limit: limits.body,
            cancel: cancel.clone(),
            witness: Arc::clone(driver.witness()),
        };
        Ok(Opened {
            carriers: Arc::clone(&self.carriers),
            driver: Some(driver),
            work: Work::new(exchange),
            body_limit: limits.body,
            is_alone,
        })
    }
}

/// A send that is out.
struct Opened {
    carriers: Arc<Carriers>,
    /// None once it has ended.
    driver: Option<Driver>,
    work: Work,
    body_limit: usize,
    /// Whether no other send may have its connection.
    is_alone: bool,
}

impl Drop for Opened {
    fn drop(&mut self) {
        if let Some(driver) = self.driver.take() {
            driver.abandon();
        }
    }
}

impl Sending for Opened {
    fn wait(&mut self, leave: Option<Instant>) -> Option<Result<HttpReply, Kind>> {
        let _silence = match self.carriers.silence() {
            Ok(silence) => silence,
            Err(kind) => return Some(Err(kind)),
        };
        let Some(driver) = self.driver.take() else {
            return Some(Err(Kind::TransportFailed));
        };
        let Some(ended) = driver.run(&mut self.work, leave) else {
            self.driver = Some(driver);
            return None;
        };
        // A driver that is not put back ends, and with it what its send has left open: a
        // connection that nobody waits for any more, or one with the rest of a long body.
        let is_whole = matches!(&ended, Ok(reply) if reply.body.len() <= self.body_limit);
        if is_whole && !self.is_alone {
            self.carriers.drivers.put_back(driver);
        }
        Some(ended)
    }
}

impl Transport for ReqwestTransport {
    fn can_send_body_with_get(&self) -> bool {
        true
    }

    fn unusable_proxy(&self) -> Option<&'static str> {
        self.plan.proxies.unusable_variable()
    }

    fn send(
        &self,
        request: &HttpRequest,
        limits: &Limits,
        cancel: &CancelToken,
    ) -> Result<HttpReply, Kind> {
        // First of all: whatever has to be opened is opened inside the limits.
        let begun = Instant::now();
        let exchange = || {
            let mut opened = self.open(request, limits, cancel, begun)?;
            opened.wait(None).unwrap_or(Err(Kind::TransportFailed))
        };
        if Handle::try_current().is_err() {
            return exchange();
        }
        // A thread that belongs to an async runtime can't drive another one. A thread of its own
        // can; this still blocks the caller's, as any blocking call does.
        thread::scope(|scope| {
            let outcome = thread::Builder::new()
                .spawn_scoped(scope, exchange)
                .map_err(|_| Kind::Connect)?;
            outcome.join().unwrap_or(Err(Kind::TransportFailed))
        })
    }

    fn begin(&self, request: &HttpRequest, limits: &Limits, cancel: &CancelToken) -> Begun {
        let begun = Instant::now();
        if Handle::try_current().is_ok() {
            return Begun::Ended(self.send(request, limits, cancel));
        }
        match self.open(request, limits, cancel, begun) {
            Ok(opened) => Begun::Going(Box::new(opened)),
            Err(kind) => Begun::Ended(Err(kind)),
        }
    }
}
