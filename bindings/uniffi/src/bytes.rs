//! Bytes that cross in one piece. UniFFI writes and reads a `Vec<u8>` one byte after the other, which
//! for a body takes longer than the rules do.

use std::fmt;

use uniffi::deps::anyhow::{self, bail};
use uniffi::{FfiConverter, Lift, Lower, MetadataBuffer, RustBuffer, TypeId};

use crate::UniFfiTag;

/// Bytes. For a facade they are what UniFFI makes of a `Vec<u8>`. They print as their number only:
/// a body may repeat what was sent.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl fmt::Debug for Bytes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

// SAFETY: the form and its description are those of `Vec<u8>`, a length of four bytes and the bytes,
// and no more is read than there is.
unsafe impl FfiConverter<UniFfiTag> for Bytes {
    type FfiType = RustBuffer;

    const TYPE_ID_META: MetadataBuffer = <Vec<u8> as TypeId<UniFfiTag>>::TYPE_ID_META;

    fn lower(bytes: Self) -> RustBuffer {
        <Self as Lower<UniFfiTag>>::lower_into_rust_buffer(bytes)
    }

    fn try_lift(buffer: RustBuffer) -> anyhow::Result<Self> {
        <Self as Lift<UniFfiTag>>::try_lift_from_rust_buffer(buffer)
    }

    fn write(bytes: Self, out: &mut Vec<u8>) {
        let length = i32::try_from(bytes.0.len()).expect("no value of UniFFI's has 2 GiB");
        out.extend_from_slice(&length.to_be_bytes());
        out.extend_from_slice(&bytes.0);
    }

    fn try_read(from: &mut &[u8]) -> anyhow::Result<Self> {
        let read = from.split_first_chunk().and_then(|(length, rest)| {
            let length = i32::from_be_bytes(*length).try_into().ok()?;
            rest.split_at_checked(length)
        });
        let Some((bytes, rest)) = read else {
            bail!("fewer bytes than were announced");
        };
        *from = rest;
        Ok(Self(bytes.to_vec()))
    }
}

uniffi::derive_ffi_traits!(local Bytes);

#[cfg(test)]
mod tests {
    use super::*;

    fn written<T: Lower<UniFfiTag>>(value: T) -> Vec<u8> {
        let mut out = Vec::new();
        T::write(value, &mut out);
        out
    }

    #[test]
    fn they_cross_as_uniffis_own_do() {
        for bytes in [&b""[..], b"{}", &[0, 255, 7]] {
            let out = written(Bytes(bytes.to_vec()));
            assert_eq!(out, written(bytes.to_vec()));
            let more = [&out[..], b"more"].concat();
            let mut rest = &more[..];
            let read = <Bytes as Lift<UniFfiTag>>::try_read(&mut rest).unwrap();
            assert_eq!((read.as_ref(), rest), (bytes, &b"more"[..]));
        }
    }

    #[test]
    fn fewer_than_are_announced_are_refused() {
        let wrong = [&b""[..], b"\0\0\0", b"\0\0\0\x02a", b"\xff\xff\xff\xffa"];
        for mut bytes in wrong {
            assert!(<Bytes as Lift<UniFfiTag>>::try_read(&mut bytes).is_err());
        }
    }
}
