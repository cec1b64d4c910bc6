//! Finds a text among spellings, in time linear in both: Knuth, Morris and Pratt's search, from
//! right to left, since that is how spellings hang together.

use zeroize::Zeroizing;

use super::spelling::{ENTITIES, Spelled, Spelling};

/// A text that is searched for, as the bytes that it spells.
pub(super) struct Needle {
    /// The bytes, the last one first.
    reversed: Zeroizing<Vec<u8>>,
    /// Where to go on after so many bytes, if the next one differs.
    fallback: Vec<usize>,
    /// How many bytes a find covers: what follows the text may have changed its last ones.
    covers: usize,
    /// A text of so many backslashes and nothing else.
    backslashes: Option<usize>,
}

impl Needle {
    /// The text, shortened by an escape that it leaves open, if enough of it stays.
    pub(super) fn of(text: &str, shortest: usize) -> Self {
        let spelled = Spelled::of(text.as_bytes());
        // No text spells more bytes than it has: growing would leave a copy behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
        let mut escapes = Vec::new();
        let mut place = 0;
        while let Some(spelling) = spelled.places().get(place) {
            if matches!(spelling.bytes(), b"\\" | b"%" | b"&" | b"u") {
                escapes.push((text.as_bytes()[place], bytes.len()));
            }
            bytes.extend_from_slice(spelling.bytes());
            place = spelling.next;
        }
        let covers = bytes.len();
        // From the last one: behind an open escape anything may come, for those before it, too.
        let closed = escapes.into_iter().rev().fold(covers, |end, (first, at)| {
            if is_open(first, &bytes[at..end]) {
                at
            } else {
                end
            }
        });
        if closed >= shortest {
            bytes.truncate(closed);
        }
        bytes.reverse();
        Self {
            fallback: fallback(&bytes),
            reversed: bytes,
            covers,
            backslashes: text.bytes().all(|byte| byte == b'\\').then_some(text.len()),
        }
    }

    /// Marks every byte that spells a part of the needle.
    pub(super) fn mark(&self, text: &Spelled<'_>, kind: u8, hidden: &mut [u8]) {
        let places = text.places();
        if let Some(count) = self.backslashes {
            // A backslash spells nothing of its own, so here they are counted.
            let mut end = 0;
            for run in text.text.chunk_by(|a, b| a == b) {
                end += run.len();
                if run[0] == b'\\' && run.len() >= count {
                    hidden[end - run.len()..end]
                        .iter_mut()
                        .for_each(|byte| *byte |= kind);
                }
            }
            return;
        }
        let begins = self.begins(places);
        let mut left = vec![0; places.len() + 1];
        // Places ascend, so what is marked up to here need not be marked again.
        let mut done = 0;
        for (place, spelling) in places.iter().enumerate() {
            let here = if begins[place] {
                self.covers.max(left[place])
            } else {
                left[place]
            };
            if here > 0 {
                let end = spelling.next;
                if end > done {
                    let fresh = &mut hidden[place.max(done)..end];
                    fresh.iter_mut().for_each(|byte| *byte |= kind);
                    done = end;
                }
                left[end] = left[end].max(here.saturating_sub(spelling.bytes().len()));
            }
        }
    }

    /// The places that it begins at.
    fn begins(&self, places: &[Spelling]) -> Vec<bool> {
        let mut found = vec![0; places.len() + 1];
        for (place, spelling) in places.iter().enumerate().rev() {
            let mut length = found[spelling.next];
            for byte in spelling.bytes().iter().rev() {
                length = self.longer(length, *byte);
            }
            found[place] = length;
        }
        found.pop();
        found
            .into_iter()
            .map(|length| length == self.reversed.len())
            .collect()
    }

    /// How much of the needle's end begins here, if so much begins behind this byte.
    fn longer(&self, mut length: usize, byte: u8) -> usize {
        loop {
            if self.reversed.get(length) == Some(&byte) {
                return length + 1;
            }
            match self.fallback[length] {
                NOWHERE => return 0,
                shorter => length = shorter,
            }
        }
    }
}

/// No shorter match is left to try.
const NOWHERE: usize = usize::MAX;

/// Knuth's fallbacks: none leads to the byte that just differed, so from any place there are few
/// (the logarithm of the length), also where several spellings go on from one place.
fn fallback(text: &[u8]) -> Vec<usize> {
    let mut fallback = vec![NOWHERE; text.len() + 1];
    let mut border = 0;
    for length in 1..text.len() {
        let same = text[length] == text[border];
        fallback[length] = if same { fallback[border] } else { border };
        while text.get(border) != Some(&text[length]) {
            match fallback[border] {
                NOWHERE => {
                    border = NOWHERE;
                    break;
                }
                shorter => border = shorter,
            }
        }
        border = border.wrapping_add(1);
    }
    if !text.is_empty() {
        fallback[text.len()] = border;
    }
    fallback
}

/// Whether what follows this end of a text may make another spelling of it. `first` is the byte
/// that it is spelled from.
fn is_open(first: u8, end: &[u8]) -> bool {
    let (escape, behind) = end.split_at(1);
    let digits = |count| behind.len() < count && behind.iter().all(u8::is_ascii_hexdigit);
    match escape {
        b"\\" => behind.is_empty(),
        b"%" => digits(2),
        // Only behind a backslash, of which nothing is left here.
        b"u" => first != b'u' && digits(4),
        b"&" => {
            let number = behind.strip_prefix(b"#");
            number.is_some_and(|code| code.len() < 8 && code.iter().all(u8::is_ascii_alphanumeric))
                || ENTITIES.iter().any(|(name, _)| name.starts_with(behind))
        }
        _ => false,
    }
}
