//! The token store that is a file: where it may be, and what several processes do to it.
#![cfg(unix)]

#[cfg(feature = "reqwest")]
mod calls;
mod folder;
mod places;
mod processes;
