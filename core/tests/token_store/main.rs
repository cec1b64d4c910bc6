//! The token store that is a file: where it may be, and what several processes do to it.
#![cfg(unix)]

mod folder;
mod places;
mod processes;
