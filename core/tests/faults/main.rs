//! What a caller is told when the network or the server misbehaves, and what the server received:
//! `tests/faults/faults.json` against the simulator, over the built-in transport.

mod deadline;
mod leaks;
mod support;
mod table;
mod tls;
mod transport;
