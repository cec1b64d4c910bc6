//! Bytes looked at eight a step, as one number. Both questions are asked of every byte of a reply,
//! and one byte a step took half of all the time that a reply takes.

/// A byte in all eight places.
const fn everywhere(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each byte, which the questions below answer with.
const HIGH: u64 = everywhere(0x80);

/// How many bytes stand before the first that means something within a JSON string: a quote, a
/// backslash, or a control character. `None` where there is none.
pub(super) fn find_special(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    let mut steps = bytes.chunks_exact(8);
    for step in &mut steps {
        let found = special(number(step));
        if found != 0 {
            return Some(at + place(found));
        }
        at += 8;
    }
    // What is left stands before zeros, the first of which is found at the latest.
    let rest = steps.remainder();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    let found = place(special(u64::from_le_bytes(last)));
    (found < rest.len()).then_some(at + found)
}

/// Whether bytes are this text, which is in lower case; their own letters are in either case.
pub(super) fn are(bytes: &[u8], lower: &str) -> bool {
    let lower = lower.as_bytes();
    if bytes.len() != lower.len() {
        return false;
    }
    // The last eight bytes may be looked at twice: that is less than to look at each of them.
    match (bytes.last_chunk::<8>(), lower.last_chunk::<8>()) {
        (Some(last), Some(lower_last)) => {
            let mut steps = bytes.chunks_exact(8).zip(lower.chunks_exact(8));
            steps.all(|(step, lower)| in_lower_case(number(step)) == number(lower))
                && in_lower_case(u64::from_le_bytes(*last)) == u64::from_le_bytes(*lower_last)
        }
        _ => in_lower_case(few(bytes)) == few(lower),
    }
}

/// The first eight bytes in lower case as a number, `None` of fewer.
pub(super) fn head(text: &str) -> Option<u64> {
    let first = text.as_bytes().first_chunk::<8>()?;
    Some(in_lower_case(u64::from_le_bytes(*first)))
}

/// [`head`] of a text that is in lower case, when this is compiled.
pub(super) const fn head_of_lower(text: &str) -> u64 {
    match text.as_bytes().first_chunk::<8>() {
        Some(first) => u64::from_le_bytes(*first),
        None => panic!("a text that others begin with has eight bytes"),
    }
}

fn number(step: &[u8]) -> u64 {
    step.first_chunk()
        .map_or(0, |step| u64::from_le_bytes(*step))
}

/// Fewer than eight bytes as a number, which is another one for other bytes of the same length.
fn few(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => {
            let [first, last] = [first, last].map(|four| u64::from(u32::from_le_bytes(*four)));
            first | last << 32
        }
        _ => bytes
            .iter()
            .fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

/// The highest bit of every byte that [`find_special`] finds, and perhaps of some behind the first.
fn special(step: u64) -> u64 {
    // To subtract borrows from the next byte where a byte is too small, so only the first counts.
    let below = |step: u64, byte: u8| step.wrapping_sub(everywhere(byte)) & !step;
    let is = |byte: u8| below(step ^ everywhere(byte), 1);
    (below(step, 0x20) | is(b'"') | is(b'\\')) & HIGH
}

/// The place of the first byte whose highest bit is set, 8 where none is.
fn place(bits: u64) -> usize {
    bits.trailing_zeros() as usize / 8
}

/// Each of the eight bytes with its ASCII letters in lower case.
fn in_lower_case(step: u64) -> u64 {
    let low = step & !HIGH;
    // No sum leaves its byte: the highest bit is set where it is reached.
    let from_a = low + everywhere(0x80 - b'A');
    let behind_z = low + everywhere(0x7F - b'Z');
    let is_capital = from_a & !behind_z & !step & HIGH;
    step | is_capital >> 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_found_wherever_it_stands() {
        let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
        for byte in 0..=u8::MAX {
            for before in [0, 1, 7, 8, 9, 17] {
                for behind in [0, 1, 8] {
                    let bytes = [&vec![b'a'; before][..], &[byte], &vec![0xFF; behind]].concat();
                    let expected = bytes.iter().position(is_special);
                    assert_eq!(find_special(&bytes), expected, "{bytes:?}");
                }
            }
        }
        assert_eq!(find_special(b""), None);
        assert_eq!(find_special(b"!!!!!!!\"\""), Some(7));
        assert_eq!(find_special(b"abcdefgh\x1F"), Some(8));
    }

    #[test]
    fn bytes_are_compared_without_regard_to_case() {
        for byte in 0..=u8::MAX {
            for len in [1, 3, 4, 7, 8, 9, 16, 17] {
                for place in [0, len / 2, len - 1] {
                    let mut bytes = vec![b'X'; len];
                    bytes[place] = byte;
                    for other in [b'a', b'z', b'@', b'[', b'{', b'`', b'x', byte & 0x7F] {
                        let mut lower = vec![b'x'; len];
                        lower[place] = other.to_ascii_lowercase();
                        let lower = std::str::from_utf8(&lower).unwrap();
                        let expected = bytes.eq_ignore_ascii_case(lower.as_bytes());
                        assert_eq!(are(&bytes, lower), expected, "{bytes:?} {lower}");
                    }
                }
            }
        }
        assert!(are(b"", "") && !are(b"a", "") && !are(b"", "a"));
    }

    #[test]
    fn a_head_is_that_of_the_same_text_in_lower_case() {
        assert_eq!(head("Invalid UCID"), Some(head_of_lower("invalid ucid")));
        assert_eq!(head("Invalid"), None);
        assert_ne!(head("Invalid@"), Some(head_of_lower("invalid`")));
    }
}
