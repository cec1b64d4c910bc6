//! The simulator as a Rust value.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};

use tokio::sync::oneshot;

use crate::endpoint::Endpoint;
use crate::fault::Fault;
use crate::hub::{Gate, Hub};
use crate::injection::Injection;
use crate::journal::JournalEntry;
use crate::push::Pushed;
use crate::reports::callback::Callback;
use crate::scenario::Scenario;
use crate::script::ScriptedReply;
use crate::server::{Addresses, Server};
use crate::world::{CallState, State};

/// A running simulator. Dropping it ends it, with all its connections.
///
/// Every method may be called from any thread, also inside an async runtime. What a method did is
/// in place when it returns.
pub struct Simulator {
    addresses: Addresses,
    hub: Arc<Hub>,
    /// Dropping the sender is what ends the thread.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Simulator {
    /// Starts one on a free port of 127.0.0.1.
    ///
    /// # Errors
    ///
    /// When the scenario contradicts itself (see [`Scenario::check`]), or the system gives no port
    /// or thread.
    pub fn start(scenario: Scenario) -> io::Result<Self> {
        Self::start_at(scenario, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
    }

    /// Starts one whose data address is `address`; port 0 takes a free one.
    ///
    /// # Errors
    ///
    /// As [`Simulator::start`], and for an address that is not a loopback one.
    pub fn start_at(scenario: Scenario, address: SocketAddr) -> io::Result<Self> {
        scenario
            .check()
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let (ready_sender, ready) = mpsc::channel();
        let (stop, stopped) = oneshot::channel();
        let thread = thread::Builder::new()
            .name("cloudagent-simulator".into())
            .spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build();
                let served = runtime.and_then(|runtime| {
                    runtime.block_on(async {
                        let server = Server::bind(scenario, address).await?;
                        let parts = (server.addresses.clone(), Arc::clone(&server.hub));
                        if ready_sender.send(Ok(parts)).is_ok() {
                            server.run(stopped).await;
                        }
                        Ok(())
                    })
                });
                if let Err(error) = served {
                    drop(ready_sender.send(Err(error)));
                }
            })?;
        let gone = "the simulator's thread ended before it was ready";
        let parts = ready.recv().unwrap_or_else(|_| Err(io::Error::other(gone)));
        let (addresses, hub) = parts?;
        Ok(Self {
            addresses,
            hub,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// What a client takes as CloudAgent, such as `http://127.0.0.1:40123`.
    pub fn base_url(&self) -> &str {
        &self.addresses.base_url
    }

    /// Every address.
    pub fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// Misbehaves from the next request on. A bare [`Fault`] lasts until the next one, or until
    /// faults are cleared.
    ///
    /// # Panics
    ///
    /// When the system does not give the port back after [`Fault::Refuse`].
    pub fn inject(&self, injection: impl Into<Injection>) {
        let gate = self.hub.inject(injection.into());
        self.set_gate(gate);
    }

    /// Takes back every fault; scripted replies stay.
    ///
    /// # Panics
    ///
    /// As [`Simulator::inject`].
    pub fn clear_faults(&self) {
        self.inject(Fault::None);
    }

    /// Answers the next requests with these, one each, in this order; none of them is applied.
    pub fn script(&self, replies: impl IntoIterator<Item = ScriptedReply>) {
        self.hub.script(None, replies);
    }

    /// Answers the next requests to this endpoint with these; other requests leave them alone.
    pub fn script_at(&self, endpoint: Endpoint, replies: impl IntoIterator<Item = ScriptedReply>) {
        self.hub.script(Some(endpoint), replies);
    }

    /// Moves the clock that tokens and reports go by, forwards or, where negative, backwards. It goes on from
    /// there; a reset puts it right again.
    pub fn move_clock(&self, seconds: i64) {
        self.hub.memory().clock.move_by(seconds);
    }

    /// Disconnects a call, which puts a queued disposition in force. `None` when there is no such
    /// call.
    pub fn end_call(&self, ucid: &str) -> Option<CallState> {
        self.hub.memory().end_call(ucid)
    }

    /// The agent sets a disposition in the toolbar, over any that is there; while the call is live
    /// it waits for the end. `None` when there is no such call.
    pub fn dispose(&self, ucid: &str, disposition: &str, comments: &str) -> Option<CallState> {
        self.hub.memory().dispose(ucid, disposition, comments)
    }

    /// Posts a call's end-of-call callback to a server on this machine, and waits for its answer.
    ///
    /// # Errors
    ///
    /// When the URL leads elsewhere, there is no such call or account, or the call has not ended
    /// ([`io::ErrorKind::InvalidInput`]); when the server is not there, or gives no answer.
    pub fn push(&self, callback: &Callback) -> io::Result<Pushed> {
        let planned = self.hub.memory().callback(callback);
        let (target, content_type, body) =
            planned.map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        target.post(content_type, &body)
    }

    /// Ends the life of every account's token.
    pub fn expire_tokens(&self) {
        self.hub.memory().world.expire_tokens();
    }

    /// What each call and each agent became.
    pub fn state(&self) -> State {
        self.hub.memory().world.state().clone()
    }

    /// Every request to the data address since the start or the last reset.
    pub fn journal(&self) -> Vec<JournalEntry> {
        self.hub.memory().journal.clone()
    }

    /// Every request to the trap.
    pub fn trap_journal(&self) -> Vec<JournalEntry> {
        self.hub.memory().trap.clone()
    }

    /// The number of requests to the trap.
    pub fn trap_visits(&self) -> usize {
        self.hub.memory().trap.len()
    }

    /// Starts again from the scenario as it was loaded, with an empty journal and no plans.
    ///
    /// # Panics
    ///
    /// As [`Simulator::inject`].
    pub fn reset(&self) {
        self.hub.restart(None);
        self.set_gate(Gate::Open);
    }

    /// Starts again from another scenario.
    ///
    /// # Errors
    ///
    /// When the scenario contradicts itself; then nothing has changed.
    ///
    /// # Panics
    ///
    /// As [`Simulator::inject`].
    pub fn load(&self, scenario: Scenario) -> Result<(), crate::ScenarioError> {
        scenario.check()?;
        self.hub.restart(Some(scenario));
        self.set_gate(Gate::Open);
        Ok(())
    }

    fn set_gate(&self, gate: Gate) {
        let (done, in_place) = mpsc::channel();
        // The receiver is waiting just below.
        self.hub
            .set_gate(gate, move |result| drop(done.send(result)));
        let result = in_place
            .recv()
            .unwrap_or_else(|error| Err(io::Error::other(error)));
        if let Err(error) = result {
            panic!("the simulator cannot change its listener: {error}");
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic over there was printed there, and a second one here would abort the test.
            let _ = thread.join();
        }
    }
}

impl fmt::Debug for Simulator {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Simulator")
            .field("addresses", &self.addresses)
            .finish_non_exhaustive()
    }
}
