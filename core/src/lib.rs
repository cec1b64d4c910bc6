//! The rules for setting a call's disposition on Ozonetel CloudAgent.
#![forbid(unsafe_code)]
