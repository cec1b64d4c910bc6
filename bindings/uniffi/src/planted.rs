//! A panic on purpose, with the feature `planted-panic`: the facades' tests show with it that a panic
//! in the library is an error of that one call. No library that ships has it.

/// Panics where the text is `planted panic`.
#[cfg(feature = "planted-panic")]
pub(crate) fn panic_at(text: impl AsRef<[u8]>) {
    assert!(text.as_ref() != b"planted panic", "planted");
}

/// Nothing: this library has no planted panic.
#[cfg(not(feature = "planted-panic"))]
pub(crate) fn panic_at(_text: impl AsRef<[u8]>) {}
