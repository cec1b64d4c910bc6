//! The longer pages: how requests are checked, how replies are read, how things are sent,
//! and how a disposition is read back.
//!
//! They stand in the crate's folder `docs`; their code is tested with the crate, so this module is
//! there with the feature `reqwest` only.

#[doc = include_str!("../docs/requests.md")]
pub mod requests {}

#[doc = include_str!("../docs/replies.md")]
pub mod replies {}

#[doc = include_str!("../docs/sending.md")]
pub mod sending {}

#[doc = include_str!("../docs/records.md")]
pub mod records {}

#[doc = include_str!("../docs/own-transport.md")]
pub mod own_transport {}

#[doc = include_str!("../docs/security.md")]
pub mod security {}

#[doc = include_str!("../docs/testing.md")]
pub mod testing {}

#[doc = include_str!("../docs/speed.md")]
pub mod speed {}
