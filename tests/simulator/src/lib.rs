//! CloudAgent on loopback: Ozonetel's disposition APIs with state, a journal, scripted replies and
//! faults, for tests.
//!
//! ```
//! use cloudagent_simulator::{Fault, Scenario, Simulator};
//!
//! # fn main() -> std::io::Result<()> {
//! let simulator = Simulator::start(Scenario::example())?;
//! simulator.inject(Fault::ResetAfterApplied.once());
//! // Let a client send a disposition to simulator.base_url(), then look what it did:
//! assert!(simulator.journal().is_empty());
//! assert!(!simulator.state().agents["ravi"].paused);
//! # Ok(())
//! # }
//! ```
//!
//! The README beside this crate has the control endpoints, the faults, the scenario's format, and
//! what this CloudAgent does where the vendor's pages say nothing. It depends on no other crate of
//! the project, on purpose: its words are a second reading of the vendor's pages.

#![forbid(unsafe_code)]

mod call;
mod calls;
mod civil;
mod clock;
mod control;
mod decode;
mod disposition;
mod endpoint;
mod fault;
mod hub;
mod injection;
mod journal;
mod memory;
mod misbehave;
mod parameters;
mod push;
mod redirect;
mod reports;
mod scenario;
mod script;
mod server;
mod simulator;
mod tokens;
mod vendor;
mod words;
mod world;

pub use call::{Call, CallPhase};
pub use disposition::Disposition;
pub use endpoint::Endpoint;
pub use fault::Fault;
pub use injection::Injection;
pub use journal::{JournalEntry, Replied};
pub use push::Pushed;
pub use redirect::RedirectStatus;
pub use reports::ReportSettings;
pub use reports::callback::{Callback, CallbackForm};
pub use scenario::{Account, Authentication, Scenario, ScenarioError};
pub use script::ScriptedReply;
pub use server::Addresses;
pub use simulator::Simulator;
pub use world::{AgentState, CallState, State};
