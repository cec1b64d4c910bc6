//! What a caller is told when the network or the server misbehaves, and what the server received:
//! `tests/faults/faults.json` against the simulator, over the built-in transport.

mod cancel;
mod child;
mod configuration;
mod connections;
#[cfg(target_os = "linux")]
mod crowd;
#[cfg(target_os = "linux")]
mod exhaustion;
mod leaks;
mod list;
mod look_up;
mod look_up_fails;
#[cfg(unix)]
mod on_the_way;
mod pieces;
mod proxies;
mod raw;
mod records_settle;
mod retries;
#[cfg(target_os = "linux")]
mod sigpipe;
mod support;
mod table;
mod tls;
mod transport;
