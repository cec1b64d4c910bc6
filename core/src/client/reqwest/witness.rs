//! Tells whether a send that ran out of time can have left this machine.
//!
//! reqwest reports a passed deadline alike whether the request was out or the connection never
//! stood, and to the caller these are opposites: *look first* and *send again*. A request leaves
//! on a connection that was made during the send, or on one that another send gave back to the
//! pool no longer ago than connections are kept. Where neither can be, nothing was sent.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tower_layer::Layer;
use tower_service::Service;

/// Clocks of two threads and the pool's own are read at slightly different moments.
const MARGIN: Duration = Duration::from_secs(1);

/// What is seen of a client's connections.
#[derive(Debug)]
pub(super) struct Witness {
    origin: Instant,
    /// Microseconds after `origin`, plus one, at which a connection was last made or given back;
    /// 0 before the first.
    last: AtomicU64,
    sending: AtomicUsize,
}

impl Witness {
    pub(super) fn new() -> Self {
        Self {
            origin: Instant::now(),
            last: AtomicU64::new(0),
            sending: AtomicUsize::new(0),
        }
    }

    /// Watches one send. Connections are kept for `idle`.
    pub(super) fn begin(&self, idle: Duration) -> Watched<'_> {
        self.sending.fetch_add(1, Ordering::SeqCst);
        Watched {
            witness: self,
            since: self.origin.elapsed(),
            kept: idle + MARGIN,
        }
    }

    fn seen(&self) {
        let now = u64::try_from(self.origin.elapsed().as_micros()).unwrap_or(u64::MAX - 1);
        self.last.fetch_max(now + 1, Ordering::SeqCst);
    }
}

/// One send that is being watched.
pub(super) struct Watched<'a> {
    witness: &'a Witness,
    since: Duration,
    kept: Duration,
}

impl Watched<'_> {
    /// Whether no connection can have carried this send.
    pub(super) fn proves_nothing_was_sent(&self) -> bool {
        let alone = self.witness.sending.load(Ordering::SeqCst) == 1;
        let last = match self.witness.last.load(Ordering::SeqCst) {
            0 => return alone,
            last => Duration::from_micros(last),
        };
        alone && last + self.kept < self.since
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.witness.seen();
        self.witness.sending.fetch_sub(1, Ordering::SeqCst);
    }
}

/// Tells the witness of each connection made. Wraps reqwest's connector.
#[derive(Clone)]
pub(super) struct Watch(pub(super) Arc<Witness>);

impl<S> Layer<S> for Watch {
    type Service = WatchedConnector<S>;

    fn layer(&self, connector: S) -> Self::Service {
        WatchedConnector {
            connector,
            witness: Arc::clone(&self.0),
        }
    }
}

/// A connector whose connections the witness sees.
#[derive(Clone)]
pub(super) struct WatchedConnector<S> {
    connector: S,
    witness: Arc<Witness>,
}

impl<S, Target> Service<Target> for WatchedConnector<S>
where
    S: Service<Target>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.connector.poll_ready(context)
    }

    fn call(&mut self, target: Target) -> Self::Future {
        let connecting = self.connector.call(target);
        let witness = Arc::clone(&self.witness);
        Box::pin(async move {
            let connection = connecting.await?;
            witness.seen();
            Ok(connection)
        })
    }
}
