//! What holds of every reply with call records: a second, deliberately naive reader finds the same in
//! it, and a day of calls takes linear time and little memory.

mod coverage;
#[path = "../support/cpu.rs"]
mod cpu;
mod limits;
mod naive;
mod naive_json;
mod properties;
