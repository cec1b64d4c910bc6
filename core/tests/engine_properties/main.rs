//! What holds of the engine whatever happens and whatever the clock says: the properties of
//! `sending.md`, section 10.

mod histories;
mod look_ups;
mod model;
mod one_attempt;
mod one_store;
mod worlds;
