//! A text as the characters that it spells, whatever encodings are laid over them.
//!
//! Servers echo what was sent in encodings of their own, one over the other or side by side, and
//! some readings are ambiguous: `%2541` is `%41` or `A`. So a text is not decoded once but *to the
//! end*, and so is what is searched for: all spellings of one text come to the same characters.
//! That holds because no two of these rules compete for a character:
//!
//! - `%XX` is a byte; `&name;` and `&#…;` are characters;
//! - `\uXXXX` is a character, and any other backslash counts for nothing. So `\n` is an `n`, and a
//!   line's end, which is written so, counts as an `n` too (tab, return, … likewise);
//! - `+` is a space, and a space is a `+`.
//!
//! Decoding begins anew at **every** byte, since what precedes an echo may look like the beginning
//! of an escape. From right to left each place needs only what was found behind it, so the time is
//! linear.

use zeroize::{DefaultIsZeroes, Zeroizing};

/// The characters that every escaper of HTML has names for.
pub(super) const ENTITIES: [(&[u8], char); 5] = [
    (b"amp", '&'),
    (b"lt", '<'),
    (b"gt", '>'),
    (b"quot", '"'),
    (b"apos", '\''),
];

/// What a text spells, from each of its bytes.
pub(super) struct Spelled<'a> {
    pub(super) text: &'a [u8],
    /// Wiped, since it is a copy of a secret where the text is one.
    at: Zeroizing<Vec<Spelling>>,
}

/// One character, or one byte of it, and where the next one is spelled.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Spelling {
    bytes: [u8; 4],
    length: u8,
    pub(super) next: usize,
}

impl DefaultIsZeroes for Spelling {}

impl<'a> Spelled<'a> {
    pub(super) fn of(text: &'a [u8]) -> Self {
        let end = Spelling {
            next: text.len(),
            ..Spelling::default()
        };
        let mut spelled = Self {
            text,
            at: Zeroizing::new(vec![end; text.len() + 1]),
        };
        for (place, byte) in text.iter().enumerate().rev() {
            spelled.at[place] = spelled.spelling(*byte, place + 1);
        }
        spelled
    }

    /// The spellings that begin at each byte of the text.
    pub(super) fn places(&self) -> &[Spelling] {
        &self.at[..self.at.len() - 1]
    }

    /// What begins with this byte, where `rest` follows.
    fn spelling(&self, mut first: u8, mut rest: usize) -> Spelling {
        loop {
            let (code, behind) = match first {
                b'%' => match self.hex(rest, 2) {
                    // A byte, which need not be a character.
                    Some((byte, behind)) if byte >= 0x80 => {
                        return Spelling::of(&[byte as u8], behind);
                    }
                    Some(found) => found,
                    None => return Spelling::of(b"%", rest),
                },
                b'\\' => match self.unicode(rest) {
                    Some(found) => found,
                    None if self.at[rest].length == 0 => return Spelling::of(b"\\", rest),
                    None => return self.at[rest],
                },
                b'&' => match self.entity(rest) {
                    Some(found) => found,
                    None => return Spelling::of(b"&", rest),
                },
                _ => return Spelling::of(&[class(first)], rest),
            };
            match u8::try_from(code) {
                Ok(byte) if byte.is_ascii() => (first, rest) = (byte, behind),
                _ => return Spelling::of_code(code, behind),
            }
        }
    }

    /// The one byte that is spelled here.
    fn byte(&self, place: usize) -> Option<(u8, usize)> {
        let spelling = self.at[place];
        (spelling.length == 1).then_some((spelling.bytes[0], spelling.next))
    }

    /// The number of so many hexadecimal digits.
    fn hex(&self, mut place: usize, digits: usize) -> Option<(u32, usize)> {
        let mut value = 0;
        for _ in 0..digits {
            let (digit, next) = self.byte(place)?;
            value = value * 16 + char::from(digit).to_digit(16)?;
            place = next;
        }
        Some((value, place))
    }

    /// The code behind `\`, where `u` and four digits follow, with its other half where one does.
    fn unicode(&self, place: usize) -> Option<(u32, usize)> {
        let (_, digits) = self.byte(place).filter(|(byte, _)| *byte == b'u')?;
        let (unit, behind) = self.hex(digits, 4)?;
        let other = self.at[behind];
        let low = u32::from(other.bytes[1] & 0x3F) << 6 | u32::from(other.bytes[2] & 0x3F);
        Some(match (unit, other.bytes) {
            (0xD800..0xDC00, [0xED, 0xB0..=0xBF, ..]) => (
                0x1_0000 + ((unit - 0xD800) << 10) + (low & 0x3FF),
                other.next,
            ),
            _ => (unit, behind),
        })
    }

    /// The character behind `&`: one of those that every escaper knows, or a number.
    fn entity(&self, mut place: usize) -> Option<(u32, usize)> {
        const LONGEST: usize = "#x10FFFF".len();
        let mut name = [0; LONGEST];
        for length in 0..=LONGEST {
            let (byte, next) = self.byte(place)?;
            place = next;
            if byte != b';' {
                *name.get_mut(length)? = byte;
                continue;
            }
            let code = match &name[..length] {
                [b'#', b'x' | b'X', digits @ ..] => number(digits, 16)?,
                [b'#', digits @ ..] => number(digits, 10)?,
                name => {
                    let found = ENTITIES.iter().find(|(known, _)| *known == name)?;
                    u32::from(found.1)
                }
            };
            return char::from_u32(code).map(|c| (u32::from(c), place));
        }
        None
    }
}

impl Spelling {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.length)]
    }

    fn of(found: &[u8], next: usize) -> Self {
        let mut bytes = [0; 4];
        bytes[..found.len()].copy_from_slice(found);
        Self {
            bytes,
            length: found.len() as u8,
            next,
        }
    }

    /// A code above U+007F. Half a pair, which is no character, is told by the bytes that it would
    /// have, until its other half is found.
    fn of_code(code: u32, next: usize) -> Self {
        match char::from_u32(code) {
            Some(c) => Self::of(c.encode_utf8(&mut [0; 4]).as_bytes(), next),
            None => {
                let six = |bits: u32| 0x80 | (bits & 0x3F) as u8;
                Self::of(
                    &[0xE0 | (code >> 12) as u8, six(code >> 6), six(code)],
                    next,
                )
            }
        }
    }
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    u32::from_str_radix(digits, radix).ok()
}

/// What a byte counts as, so that it is the same however it is escaped.
fn class(byte: u8) -> u8 {
    match byte {
        b'+' => b' ',
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0C => b'f',
        _ => byte,
    }
}
