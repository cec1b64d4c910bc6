//! What a caller is told when the network or the server misbehaves, and what the server received:
//! `tests/faults/faults.json` against the simulator, over the built-in transport.

mod cancel;
mod child;
#[cfg(target_os = "linux")]
mod exhaustion;
mod leaks;
mod list;
mod look_up;
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
