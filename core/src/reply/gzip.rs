//! A compressed body. It is asked for uncompressed, but PHP and networks of content servers may
//! compress no matter what a request says.

use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

use super::body::Body;

const HEADER_CRC: u8 = 1 << 1;
const EXTRA: u8 = 1 << 2;
const NAME: u8 = 1 << 3;
const COMMENT: u8 = 1 << 4;
const RESERVED: u8 = 0b1110_0000;

/// Whether a body is gzip: its two magic bytes and the only method there is.
pub(super) fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1F, 0x8B, 8])
}

/// What gzip held: its beginning, and whether there was more than the limit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) bytes: Vec<u8>,
    pub(super) more: bool,
}

/// What these members hold, one behind the other, up to a limit: `None` where they break off, a
/// checksum is wrong or more than white space follows. A body that is itself longer than the limit
/// may break off: whoever read it stopped there.
pub(super) fn decode(body: &[u8], limit: usize) -> Option<Decoded> {
    // One byte more, to tell a body that fits from one that doesn't.
    let mut decoded = vec![0; limit + 1];
    let mut inflator = DecompressorOxide::new();
    let mut length = 0;
    let mut rest = body;
    let mut more = false;
    while is_gzip(rest) {
        rest = header(rest)?;
        let room = &mut decoded[length..];
        let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        inflator.init();
        let (status, used, written) = decompress(&mut inflator, rest, room, 0, flags);
        let broke_off = matches!(
            status,
            TINFLStatus::NeedsMoreInput | TINFLStatus::FailedCannotMakeProgress
        );
        if status == TINFLStatus::HasMoreOutput || broke_off && body.len() > limit {
            length += written;
            more = true;
            break;
        }
        if status != TINFLStatus::Done {
            return None;
        }
        let (checksum, size) = (u32_at(rest, used)?, u32_at(rest, used + 4)?);
        if checksum != crc32(&room[..written]) || usize::try_from(size) != Ok(written) {
            return None;
        }
        rest = &rest[used + 8..];
        length += written;
    }
    more |= length > limit;
    decoded.truncate(length.min(limit));
    (more || Body::of(rest).trim().bytes.is_empty()).then_some(Decoded {
        bytes: decoded,
        more,
    })
}

/// What follows a member's header.
fn header(member: &[u8]) -> Option<&[u8]> {
    let flags = *member.get(3)?;
    let mut rest = member.get(10..)?;
    if flags & RESERVED != 0 {
        return None;
    }
    if flags & EXTRA != 0 {
        rest = rest.get(2 + usize::from(u16_at(rest, 0)?)..)?;
    }
    for text in [NAME, COMMENT] {
        if flags & text != 0 {
            let end = rest.iter().position(|byte| *byte == 0)?;
            rest = &rest[end + 1..];
        }
    }
    if flags & HEADER_CRC != 0 {
        let length = member.len() - rest.len();
        if crc32(&member[..length]) & 0xFFFF != u32::from(u16_at(rest, 0)?) {
            return None;
        }
        rest = &rest[2..];
    }
    Some(rest)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let two = bytes.get(at..at + size_of::<u16>())?;
    Some(u16::from_le_bytes(two.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + size_of::<u32>())?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// The checksum of RFC 1952.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut byte = 0;
        while byte < 256 {
            let mut remainder = byte as u32;
            let mut bit = 0;
            while bit < 8 {
                let odd = remainder & 1 == 1;
                remainder = (remainder >> 1) ^ if odd { 0xEDB8_8320 } else { 0 };
                bit += 1;
            }
            table[byte] = remainder;
            byte += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |crc, byte| {
        (crc >> 8) ^ TABLE[usize::from(crc as u8 ^ byte)]
    })
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8], level: u32) -> Vec<u8> {
        let mut out = GzEncoder::new(Vec::new(), Compression::new(level));
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    fn whole_of(body: &[u8]) -> Option<Vec<u8>> {
        let decoded = decode(body, 100)?;
        (!decoded.more).then_some(decoded.bytes)
    }

    #[test]
    fn what_is_longer_than_the_limit_is_told_and_its_beginning_stays() {
        let text = vec![b'x'; 1_000];
        let whole = packed(&text, 9);
        for (limit, length, more) in [(999, 999, true), (1_000, 1_000, false), (0, 0, true)] {
            let decoded = decode(&whole, limit).unwrap();
            assert_eq!(
                (decoded.bytes.len(), decoded.more),
                (length, more),
                "{limit}"
            );
        }
        // What is cut at the limit while it is still compressed: noise does not shrink.
        let noise: Vec<u8> = (0..2_000_u32).map(|n| (n * n / 7 + n) as u8).collect();
        let packed = packed(&noise, 0);
        let decoded = decode(&packed[..501], 500).unwrap();
        assert!(decoded.more && noise.starts_with(&decoded.bytes));
    }

    #[test]
    fn what_is_damaged_in_any_byte_or_place_is_none_or_the_same() {
        let text = br#"{"status":"Success","details":"Disposition saved successfully"}"#;
        let whole = packed(text, 9);
        for at in 0..whole.len() {
            let cut = whole_of(&whole[..at]);
            assert_eq!(cut, (at == 0).then(Vec::new), "cut at {at}");
            for bit in 0..8 {
                let mut damaged = whole.clone();
                damaged[at] ^= 1 << bit;
                if is_gzip(&damaged) {
                    // The time, the system and the level stand in the header for nothing.
                    let same = whole_of(&damaged).is_none_or(|decoded| decoded == text);
                    assert!(same, "{at}");
                }
            }
        }
        for behind in [&b"x"[..], b"\0", &[0x1F, 0x8B], &[0x1F, 0x8B, 8]] {
            assert_eq!(whole_of(&[&whole, behind].concat()), None);
        }
    }
}
