//! The built-in transport: blocking reqwest, with everything off that would send a request twice,
//! send it elsewhere, or show the key.

mod failure;
mod proxy;
mod tls;
mod witness;

use std::io::Read;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::blocking::{Client, Response};
use reqwest::header::{DATE, HeaderName, RETRY_AFTER};
use reqwest::redirect::Policy;

use super::connection::{Connection, Proxy};
use super::transport::{Limits, Transport};
use crate::engine::Settings;
use crate::error::FailKind;
use crate::http::{HttpReply, HttpRequest, Method};
use crate::text::present;
use crate::violation::Invalid;
use tls::Certificates;
use witness::Witness;

/// How long a connection is kept idle. Dispositions come minutes apart, servers close idle
/// connections after about 5 s, and a request on a connection that is just being closed is an
/// ambiguous write.
const IDLE: Duration = Duration::from_secs(4);

/// Connections kept idle.
const MAX_IDLE: usize = 4;

/// A connection as planned and checked: everything that can be wrong with it is known here, and
/// nothing has been opened yet.
#[derive(Debug)]
pub(super) struct Plan {
    connect_timeout: Duration,
    extra: Certificates,
    proxy: Proxy,
}

impl Plan {
    /// The plan, or everything that is wrong with the settings and the connection.
    pub(super) fn new(settings: &Settings, connection: &Connection) -> Result<Self, Invalid> {
        let mut violations = settings.violations();
        let pem = present(connection.extra_ca_pem.as_deref());
        let extra = tls::certificates(pem).unwrap_or_else(|violation| {
            violations.push(violation);
            Certificates::default()
        });
        let proxy = proxy::checked(&connection.proxy).unwrap_or_else(|violation| {
            violations.push(violation);
            Proxy::None
        });
        if !violations.is_empty() {
            violations.sort_by_key(|violation| violation.field);
            return Err(Invalid::new(violations));
        }
        Ok(Self {
            connect_timeout: settings.connect_timeout,
            extra,
            proxy,
        })
    }

    fn open(&self, proxy: &Proxy, witness: &Arc<Witness>) -> Result<Client, FailKind> {
        let builder = Client::builder()
            .tls_backend_preconfigured(tls::config(&self.extra)?)
            .http1_only()
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            // The limit of a whole send stands in each request.
            .timeout(None)
            .connect_timeout(self.connect_timeout)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(MAX_IDLE)
            .connector_layer(witness::Watch(Arc::clone(witness)));
        let builder = match proxy {
            Proxy::Environment if !proxy::environment_is_usable() => return Err(FailKind::Proxy),
            Proxy::Environment => builder,
            Proxy::None => builder.no_proxy(),
            Proxy::Url(url) => {
                builder.proxy(reqwest::Proxy::all(url.as_str()).map_err(|_| FailKind::Proxy)?)
            }
        };
        builder.build().map_err(|_| FailKind::TransportFailed)
    }
}

/// The transport of one process. It opens nothing before the first send.
pub(super) struct ReqwestTransport {
    plan: Arc<Plan>,
    witness: Arc<Witness>,
    client: OnceLock<Client>,
    /// For hosts on this machine, which no proxy ever gets to see.
    loopback: OnceLock<Client>,
}

impl ReqwestTransport {
    pub(super) fn new(plan: Arc<Plan>) -> Self {
        Self {
            plan,
            witness: Arc::new(Witness::default()),
            client: OnceLock::new(),
            loopback: OnceLock::new(),
        }
    }

    /// The HTTP client for a request, made when first needed. A failure is not kept: certificates
    /// that are missing now may be there later.
    fn client(&self, request: &HttpRequest) -> Result<&Client, FailKind> {
        let (place, proxy) = if request.may_use_proxy {
            (&self.client, &self.plan.proxy)
        } else {
            (&self.loopback, &Proxy::None)
        };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let client = self.plan.open(proxy, &self.witness)?;
        Ok(place.get_or_init(|| client))
    }

    fn exchange(&self, request: &HttpRequest, limits: &Limits) -> Result<HttpReply, FailKind> {
        let client = self.client(request)?;
        let watched = self.witness.begin(IDLE);
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
        };
        let mut builder = client.request(method, &request.url).timeout(limits.total);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        let response = builder
            .send()
            .map_err(|error| match failure::kind(&error) {
                FailKind::Timeout if watched.proves_nothing_was_sent() => FailKind::ConnectTimeout,
                kind => kind,
            })?;
        read(response, limits.body)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: &HttpRequest, limits: &Limits) -> Result<HttpReply, FailKind> {
        if tokio::runtime::Handle::try_current().is_err() {
            return self.exchange(request, limits);
        }
        // Inside an async runtime reqwest panics in debug builds. A thread of its own keeps that
        // from being the caller's trouble; it still blocks the worker, as any blocking call does.
        std::thread::scope(|scope| {
            let outcome = std::thread::Builder::new()
                .spawn_scoped(scope, || self.exchange(request, limits))
                .map_err(|_| FailKind::Connect)?;
            outcome.join().unwrap_or(Err(FailKind::TransportFailed))
        })
    }
}

impl Drop for ReqwestTransport {
    fn drop(&mut self) {
        // Dropping the client waits for its thread, which may wait for a name lookup that no call
        // needs any more. Nobody who closes a client should have to.
        for client in [self.client.take(), self.loopback.take()]
            .into_iter()
            .flatten()
        {
            let client = Arc::new(client);
            let doomed = Arc::clone(&client);
            if std::thread::Builder::new()
                .spawn(move || drop(doomed))
                .is_err()
            {
                std::mem::forget(client);
            }
        }
    }
}

/// Reads a reply, its body up to the limit and one byte more.
fn read(response: Response, body_limit: usize) -> Result<HttpReply, FailKind> {
    let header = |name: HeaderName| {
        let value = response.headers().get(name)?;
        Some(value.to_str().ok()?.to_owned())
    };
    let mut reply = HttpReply {
        status: response.status().as_u16(),
        retry_after: header(RETRY_AFTER),
        date: header(DATE),
        body: Vec::new(),
    };
    let limit = u64::try_from(body_limit)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    response
        .take(limit)
        .read_to_end(&mut reply.body)
        .map_err(|error| failure::of_body(&error))?;
    Ok(reply)
}
