//! Tells whether a send that ran out of time can have left this machine.
//!
//! reqwest reports a passed deadline alike whether the request was out or the connection never
//! stood, and to the caller these are opposites: *look first* and *send again*. A request leaves
//! on a connection that was made during its send, or on one that was kept. A driver carries one
//! send at a time and is new to begin with, so where it never had a connection, nothing was sent.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

/// Whether a driver ever had a connection.
#[derive(Debug, Default)]
pub(super) struct Witness(AtomicBool);

impl Witness {
    /// Whether a connection stood that may have carried a request.
    pub(super) fn saw_a_connection(&self) -> bool {
        self.0.load(Ordering::Acquire)
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
            witness.0.store(true, Ordering::Release);
            Ok(connection)
        })
    }
}
