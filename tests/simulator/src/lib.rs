//! CloudAgent on loopback.
