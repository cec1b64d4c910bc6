//! What carries a send: a runtime, and the connections that live on it. Each is driven by the one
//! thread whose call it carries, so calls at the same time neither wait for each other nor wake
//! each other, and as many go on at once as there are processors.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use reqwest::Client;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio::time::timeout_at;

use super::IDLE;
use super::exchange::Exchange;
use super::witness::Witness;
use crate::http::HttpReply;
use crate::kind::Kind;

/// How many drivers are kept idle, each with the connection that it used last.
const MOST_IDLE: usize = 16;

/// Carries one send at a time.
pub(super) struct Driver {
    runtime: Runtime,
    witness: Arc<Witness>,
    clients: [Option<Client>; 3],
}

/// Which of its clients a driver takes for a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Without TLS, for this machine.
    Plain,
    /// With TLS, straight to the server.
    Direct,
    /// With TLS, through the proxy.
    Proxied,
}

impl Driver {
    pub(super) fn open() -> Result<Self, Kind> {
        let runtime = Builder::new_current_thread().enable_all().build();
        Ok(Self {
            runtime: runtime.map_err(|_none_left| Kind::Connect)?,
            witness: Arc::default(),
            clients: [const { None }; 3],
        })
    }

    /// Whether it ever had a connection.
    pub(super) fn witness(&self) -> &Arc<Witness> {
        &self.witness
    }

    /// The HTTP client for a way, made where there is none yet.
    pub(super) fn client(
        &mut self,
        way: Way,
        make: impl FnOnce(&Arc<Witness>) -> Result<Client, Kind>,
    ) -> Result<Client, Kind> {
        let place = &mut self.clients[way as usize];
        let client = match place {
            Some(client) => client,
            None => place.insert(make(&self.witness)?),
        };
        Ok(client.clone())
    }

    /// Ends it, and breaks off what it carries. A runtime that is dropped inside another one panics,
    /// unless it is told to wait for nothing. There is nothing to wait for.
    pub(super) fn abandon(self) {
        self.runtime.shutdown_background();
    }

    /// Runs an exchange until it has ended, or this thread wants to leave. It is a task beside those
    /// of the connections: they then wake each other without a look at the sockets in between.
    pub(super) fn run(
        &self,
        work: &mut Work,
        leave: Option<Instant>,
    ) -> Option<Result<HttpReply, Kind>> {
        let ended = self.runtime.block_on(async {
            // Begun from outside it would have to wake the runtime, by a system call.
            if let Some(exchange) = work.exchange.take() {
                work.task = Some(tokio::spawn(exchange.run()));
            }
            let task = work.task.as_mut()?;
            match leave {
                None => Some(task.await),
                Some(leave) => timeout_at(leave.into(), task).await.ok(),
            }
        });
        ended.map(|ended| ended.unwrap_or(Err(Kind::TransportFailed)))
    }
}

/// What a driver runs, perhaps in pieces.
pub(super) struct Work {
    /// Until it is begun.
    exchange: Option<Exchange>,
    task: Option<JoinHandle<Result<HttpReply, Kind>>>,
}

impl Work {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self {
            exchange: Some(exchange),
            task: None,
        }
    }
}

/// The drivers of one transport that carry nothing at the moment, the one used last at the end.
#[derive(Default)]
pub(super) struct Drivers(Mutex<Vec<Idle>>);

struct Idle {
    driver: Driver,
    since: Instant,
}

impl Idle {
    fn is_stale(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.since) >= IDLE
    }
}

impl Drivers {
    /// The one that was used last, unless it has been idle for too long: its connection is the
    /// least likely to be dead. Else a new one.
    pub(super) fn take(&self) -> Result<Driver, Kind> {
        let last = self.idle().pop();
        match last {
            Some(idle) if !idle.is_stale(Instant::now()) => Ok(idle.driver),
            _ => Driver::open(),
        }
    }

    /// Keeps one that has nothing left to do. One that is dropped instead closes whatever its send
    /// has left open.
    pub(super) fn put_back(&self, driver: Driver) {
        let since = Instant::now();
        let mut idle = self.idle();
        idle.push(Idle { driver, since });
        let stale = idle.iter().take_while(|idle| idle.is_stale(since)).count();
        let too_many = idle.len().saturating_sub(MOST_IDLE);
        let gone: Vec<Idle> = idle.drain(..stale.max(too_many)).collect();
        // Sockets are closed without the lock.
        drop(idle);
        drop(gone);
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Drivers {
    fn drop(&mut self) {
        for idle in self.idle().drain(..) {
            idle.driver.abandon();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What tells drivers apart.
    fn witness(driver: &Driver) -> *const Witness {
        Arc::as_ptr(driver.witness())
    }

    #[test]
    fn the_one_used_last_is_taken_unless_it_was_idle_too_long() {
        let drivers = Drivers::default();
        let (one, other) = (drivers.take().unwrap(), drivers.take().unwrap());
        let last = witness(&other);
        drivers.put_back(one);
        drivers.put_back(other);
        let taken = drivers.take().unwrap();
        assert_eq!(witness(&taken), last);
        drivers.put_back(taken);
        for idle in drivers.idle().iter_mut() {
            idle.since -= IDLE;
        }
        let fresh = drivers.take().unwrap();
        assert!(!fresh.witness().saw_a_connection());
        assert_eq!(
            drivers.idle().len(),
            1,
            "the stale one that was looked at is gone"
        );
        drivers.put_back(fresh);
        assert_eq!(drivers.idle().len(), 1, "and so are those before it");
    }

    #[test]
    fn no_more_are_kept_than_can_be_used() {
        let drivers = Drivers::default();
        let all: Vec<_> = (0..MOST_IDLE + 3)
            .map(|_| drivers.take().unwrap())
            .collect();
        let last = witness(all.last().unwrap());
        for driver in all {
            drivers.put_back(driver);
        }
        assert_eq!(drivers.idle().len(), MOST_IDLE);
        assert_eq!(witness(&drivers.take().unwrap()), last);
    }
}
