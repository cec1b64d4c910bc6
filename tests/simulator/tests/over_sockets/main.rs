//! The simulator as its clients see it: every test goes over a real socket, and none sleeps.

mod bad_control;
mod callbacks;
mod client;
mod control;
mod faults;
mod gates;
mod get_apis;
mod journal;
mod plans;
mod post_api;
mod program;
mod report_help;
mod report_rules;
mod reports;
mod tls;
mod tokens;
mod transport;
