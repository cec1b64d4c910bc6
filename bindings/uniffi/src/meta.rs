//! What facades and their tests need to know of the library itself.

use cloudagent_disposition as core;
use core::engine::{DEFAULT_CONNECT_TIMEOUT, DEFAULT_DEADLINE};
use core::{ErrorClass, Kind};

use crate::misuse::Misuse;

/// The hash of this interface, behind the mark that `uniffi-bindgen` looks for.
const INTERFACE: &str = concat!("cloudagent-disposition-interface:", env!("INTERFACE_HASH"));

/// The hash of this interface: that of the build which the bindings were generated from, or the
/// library is another build's, and using it would mix up fields.
#[uniffi::export]
pub fn interface_hash() -> Result<String, Misuse> {
    // The marked text must be in the binary as one piece, so it is not cut at compile time.
    let marked = std::hint::black_box(INTERFACE);
    Ok(marked.rsplit(':').next().unwrap_or_default().to_owned())
}

/// What the core does where it is told nothing.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct DefaultsData {
    /// The library's version.
    pub version: String,
    /// The domestic host, which is the default.
    pub base_url_india: String,
    /// The host for accounts outside India.
    pub base_url_international: String,
    /// How long one call may take, in milliseconds.
    pub deadline_ms: u64,
    /// How long making a connection may take, in milliseconds.
    pub connect_timeout_ms: u64,
    /// The most bytes of a reply's body that have words.
    pub body_limit: u32,
}

/// What the core does where it is told nothing.
#[uniffi::export]
pub fn defaults() -> Result<DefaultsData, Misuse> {
    let millis = |duration: std::time::Duration| duration.as_secs() * 1_000;
    Ok(DefaultsData {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        base_url_india: core::BaseUrl::INDIA.as_str().to_owned(),
        base_url_international: core::BaseUrl::INTERNATIONAL.as_str().to_owned(),
        deadline_ms: millis(DEFAULT_DEADLINE),
        connect_timeout_ms: millis(DEFAULT_CONNECT_TIMEOUT),
        body_limit: u32::try_from(core::BODY_LIMIT).unwrap_or(u32::MAX),
    })
}

/// One enum of the core: its name, and its codes in order.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Eq)]
pub struct CodeSet {
    /// The enum's name.
    pub name: String,
    /// Its codes.
    pub codes: Vec<String>,
}

/// Every enum whose codes cross the bridge: what each facade's tests compare its own enums with. The
/// languages show the core's one set of kinds as three types: how an attempt failed, and what an
/// error of each class that has kinds can hold.
#[uniffi::export]
pub fn code_sets() -> Result<Vec<CodeSet>, Misuse> {
    fn set<T: ToString>(name: &str, values: impl IntoIterator<Item = T>) -> CodeSet {
        let codes = values.into_iter().map(|value| value.to_string()).collect();
        let name = name.to_owned();
        CodeSet { name, codes }
    }
    fn kinds(name: &str, holds: impl Fn(Kind) -> bool) -> CodeSet {
        let all = Kind::ALL.iter().copied();
        set(name, all.filter(|kind| holds(*kind)))
    }
    macro_rules! sets {
        ($($name:ident),+) => { [$(set(stringify!($name), core::$name::ALL)),+] };
    }
    let mut sets = Vec::from(sets![
        Effect,
        Advice,
        Outcome,
        Api,
        Delivery,
        ErrorClass,
        ValidationMode,
        Field,
        Problem,
        Severity,
        Method,
        Finding,
        Asked
    ]);
    sets.extend([
        kinds("FailKind", Kind::is_of_attempt),
        kinds("NotSentKind", |kind| kind.is_of(ErrorClass::NotSent)),
        kinds("UncertainKind", |kind| kind.is_of(ErrorClass::Uncertain)),
    ]);
    Ok(sets)
}
