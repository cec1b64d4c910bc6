//! Tells whether a send that ran out of time can have left this machine.
//!
//! reqwest reports a passed deadline alike whether the request was out or the connection never
//! stood, and to the caller these are opposites: *look first* and *send again*. Two things prove that
//! nothing was sent. A driver carries one send at a time and is new to begin with, so where it never
//! had a connection, none can have carried the request. And a request waits in its exchange until it
//! has a connection: where the making of one is dropped together with the exchange, it waited still.
//! Where a kept connection took the request meanwhile, a task of its own goes on making the new one.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

/// What became of a driver's connections.
#[derive(Debug, Default)]
pub(super) struct Witness {
    had_one: AtomicBool,
    given_up: AtomicU32,
}

impl Witness {
    /// Whether a connection stood that may have carried a request.
    pub(super) fn saw_a_connection(&self) -> bool {
        self.had_one.load(Ordering::Acquire)
    }

    /// How many connections were given up while they were made.
    pub(super) fn given_up(&self) -> u32 {
        self.given_up.load(Ordering::Acquire)
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
        let mut making = Making(Some(Arc::clone(&self.witness)));
        Box::pin(async move {
            let made = connecting.await;
            making.ended(made.is_ok());
            made
        })
    }
}

/// A connection that is being made. Dropped before its end, it is given up.
struct Making(Option<Arc<Witness>>);

impl Making {
    fn ended(&mut self, stands: bool) {
        if let Some(witness) = self.0.take().filter(|_| stands) {
            witness.had_one.store(true, Ordering::Release);
        }
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if let Some(witness) = self.0.take() {
            witness.given_up.fetch_add(1, Ordering::AcqRel);
        }
    }
}
