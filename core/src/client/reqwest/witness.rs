//! Tells whether a send that ran out of time can have left this machine.
//!
//! reqwest reports a passed deadline alike whether the request was out or the connection never
//! stood, and to the caller these are opposites: *look first* and *send again*. A request leaves
//! on a connection that was made during the send, or on one that another send gave back to the
//! pool no longer ago than connections are kept. Where neither can be, nothing was sent.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tower_layer::Layer;
use tower_service::Service;

/// Clocks of two threads and the pool's own are read at slightly different moments.
const MARGIN: Duration = Duration::from_secs(1);

/// What is seen of a client's connections.
#[derive(Debug, Default)]
pub(super) struct Witness {
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    /// How many connections were made so far.
    made: u64,
    /// When a connection was last made, or given back by a send that may have had one.
    last: Option<Instant>,
    /// How many sends are out, and how many of them may have a connection.
    sending: usize,
    connected: usize,
}

impl Witness {
    /// Watches one send. Connections are kept for `idle`.
    pub(super) fn begin(&self, idle: Duration) -> Watched<'_> {
        let mut seen = self.seen();
        let kept = |last: Instant| last.elapsed() <= idle + MARGIN;
        let may_take_one = seen.connected > 0 || seen.last.is_some_and(kept);
        seen.sending += 1;
        seen.connected += usize::from(may_take_one);
        Watched {
            witness: self,
            may_take_one,
            made_before: seen.made,
        }
    }

    /// A connection stands. Any send that is out may be the one to have it.
    fn connected(&self) {
        let mut seen = self.seen();
        seen.made += 1;
        seen.last = Some(Instant::now());
        seen.connected = seen.sending;
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One send that is being watched.
pub(super) struct Watched<'a> {
    witness: &'a Witness,
    may_take_one: bool,
    made_before: u64,
}

impl Watched<'_> {
    /// Whether no connection can have carried this send: none was there for it when it began, and
    /// none was made since.
    pub(super) fn proves_nothing_was_sent(&self) -> bool {
        !self.may_have_had_one(&self.witness.seen())
    }

    fn may_have_had_one(&self, seen: &Seen) -> bool {
        self.may_take_one || seen.made != self.made_before
    }
}

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        let mut seen = self.witness.seen();
        if self.may_have_had_one(&seen) {
            seen.last = Some(Instant::now());
            seen.connected -= 1;
        }
        seen.sending -= 1;
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
            witness.connected();
            Ok(connection)
        })
    }
}
