use std::str::FromStr;

/// A mistake in the facade, never in its caller's input. A facade reports it as an internal error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum Misuse {
    /// A text is no code of the set that it was read for.
    #[error("not a code of {set}")]
    UnknownCode {
        /// The set's name.
        set: String,
    },
    /// An answer to a step that was never handed out, or is of another sort. Nothing has changed.
    #[error("an answer to step {seq}, which was never handed out or is of another sort")]
    NoSuchStep {
        /// The number that was answered.
        seq: u32,
    },
    /// A record is no receipt: it holds a code that this library doesn't know.
    #[error("a receipt that this bridge doesn't know")]
    NoReceipt,
    /// A request has a header that the core never builds.
    #[error("a header that no request of this library has")]
    UnknownHeader,
    /// Columns that belong together have different lengths.
    #[error("columns of different lengths")]
    UnevenColumns,
    /// The core's engine takes a step that this bridge is too old for.
    #[error("a step that this bridge doesn't know")]
    UnknownStep,
}

/// Reads a code.
pub(crate) fn code<T>(word: &str) -> Result<T, Misuse>
where
    T: FromStr<Err = cloudagent_disposition::UnknownCode>,
{
    word.parse().map_err(
        |unknown: cloudagent_disposition::UnknownCode| Misuse::UnknownCode {
            set: unknown.set.to_owned(),
        },
    )
}
