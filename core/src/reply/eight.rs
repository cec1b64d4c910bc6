//! Bytes looked at eight a step, as one number: where a JSON string ends, and whether a text is a known
//! one. Both are asked of nearly every byte of a reply, so they are what its classification takes.

/// A byte in all eight places.
const fn everywhere(byte: u8) -> u64 {
    u64::from_ne_bytes([byte; 8])
}

/// The highest bit of each byte, which the questions below answer with.
const HIGH: u64 = everywhere(0x80);

/// The place of the first byte that means something within a JSON string: a quote, a backslash, or a
/// control character. The length where there is none.
#[inline(never)]
pub(super) fn find_special(bytes: &[u8]) -> usize {
    let mut at = 0;
    let mut steps = bytes.chunks_exact(8);
    for step in &mut steps {
        let found = special(number(step));
        if found != 0 {
            return at + place(found);
        }
        at += 8;
    }
    find_in_last(steps.remainder(), at)
}

/// [`find_special`] in the last bytes, fewer than eight, behind so many others. They stand before zeros
/// here, the first of which is found at the latest.
#[inline(never)]
fn find_in_last(bytes: &[u8], before: usize) -> usize {
    let mut last = [0; 8];
    last[..bytes.len()].copy_from_slice(bytes);
    before + place(special(u64::from_le_bytes(last)))
}

/// Whether bytes are this known text, but for the case of their letters.
pub(super) fn are(bytes: &[u8], known: &str) -> bool {
    let known = known.as_bytes();
    if bytes.len() != known.len() {
        return false;
    }
    // The last eight bytes may be looked at twice: that is less than to look at each of them.
    match (bytes.last_chunk::<8>(), known.last_chunk::<8>()) {
        (Some(last), Some(known_last)) => {
            let mut steps = bytes.chunks_exact(8).zip(known.chunks_exact(8));
            steps.all(|(step, known)| are_same(number(step), number(known)))
                && are_same(u64::from_le_bytes(*last), u64::from_le_bytes(*known_last))
        }
        _ => are_same(few(bytes), few(known)),
    }
}

/// A text that is asked for when this is compiled: its letters are small, and what else it holds
/// stands before them in ASCII, so that one bit tells which is which.
pub(super) const fn is_known_text(text: &str) -> bool {
    let (bytes, mut at) = (text.as_bytes(), 0);
    while at < bytes.len() {
        if !matches!(bytes[at], b' '..=b'?' | b'a'..=b'z') {
            return false;
        }
        at += 1;
    }
    true
}

/// Whether eight bytes are those of a known text, but for the case of their letters.
pub(super) const fn are_same(step: u64, known: u64) -> bool {
    // The bit that only letters have in a known text, moved to where it makes a letter small.
    step | (known & everywhere(0x40)) >> 1 == known
}

/// The first eight bytes as a number, `None` of fewer.
pub(super) const fn head(text: &str) -> Option<u64> {
    match text.as_bytes().first_chunk() {
        Some(first) => Some(u64::from_le_bytes(*first)),
        None => None,
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
                    let expected = bytes.iter().position(is_special).unwrap_or(bytes.len());
                    assert_eq!(find_special(&bytes), expected, "{bytes:?}");
                }
            }
        }
        assert_eq!(find_special(b""), 0);
        assert_eq!(find_special(b"!!!!!!!\"\""), 7);
        assert_eq!(find_special(b"abcdefgh\x1F"), 8);
    }

    #[test]
    fn bytes_are_compared_but_for_the_case_of_letters() {
        for byte in 0..=u8::MAX {
            for len in [1, 3, 4, 7, 8, 9, 16, 17] {
                for place in [0, len / 2, len - 1] {
                    let mut bytes = vec![b'X'; len];
                    bytes[place] = byte;
                    for other in (b' '..=b'?').chain(b'a'..=b'z') {
                        let mut known = vec![b'x'; len];
                        known[place] = other;
                        let known = std::str::from_utf8(&known).unwrap();
                        let expected = bytes.eq_ignore_ascii_case(known.as_bytes());
                        assert_eq!(are(&bytes, known), expected, "{bytes:?} {known}");
                    }
                }
            }
        }
        assert!(are(b"", "") && !are(b"a", "") && !are(b"", "a"));
    }

    #[test]
    fn what_can_be_compared_so_is_a_known_text() {
        assert!(is_known_text("api key (1) should not be null"));
        for other in ["A", "é", "a_b", "`", "{", "\u{7F}", "\t", "a@b"] {
            assert!(!is_known_text(other), "{other:?}");
        }
    }
}
