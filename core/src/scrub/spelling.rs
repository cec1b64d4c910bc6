//! Where a text ends that is spelled with any mixture of encodings.

/// The end of the longest spelling of `pattern` that begins at this place of the text.
pub(super) fn end_of(pattern: &[char], text: &[u8], at: usize) -> Option<usize> {
    // A spelling can be read in two ways: `%25` is a percent sign, or one followed by 25. So all
    // places that the characters so far may end at are followed together.
    let (mut ends, mut next) = (vec![at], Vec::new());
    for c in pattern {
        for at in ends.drain(..) {
            for end in spellings(*c, text, at).into_iter().flatten() {
                if !next.contains(&end) {
                    next.push(end);
                }
            }
        }
        if next.is_empty() {
            return None;
        }
        std::mem::swap(&mut ends, &mut next);
    }
    ends.into_iter().max()
}

/// Where each spelling of a character ends that begins at this place.
fn spellings(c: char, text: &[u8], at: usize) -> [Option<usize>; 3] {
    let Some(rest) = text.get(at..) else {
        return [None; 3];
    };
    let mut buffer = [0; 4];
    let bytes = c.encode_utf8(&mut buffer).as_bytes();
    let raw = rest.starts_with(bytes).then_some(bytes.len());
    let form = (c == ' ' && rest.first() == Some(&b'+')).then_some(1);
    let escaped = match rest.first() {
        Some(b'%') => percent(bytes, rest),
        Some(b'\\') => json(c, rest),
        Some(b'&') => html(c, rest),
        _ => None,
    };
    [raw, form, escaped].map(|length| length.map(|length| at + length))
}

/// The length of these bytes as `%XX` each, in either case of hex.
fn percent(bytes: &[u8], rest: &[u8]) -> Option<usize> {
    for (place, byte) in bytes.iter().enumerate() {
        let escape = rest.get(3 * place..3 * place + 3)?;
        if escape[0] != b'%' || hex(&escape[1..]) != Some(u32::from(*byte)) {
            return None;
        }
    }
    Some(3 * bytes.len())
}

/// The length of a character as a JSON escape.
fn json(c: char, rest: &[u8]) -> Option<usize> {
    let short = match rest.get(1)? {
        b'b' => '\u{8}',
        b'f' => '\u{C}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'u' => {
            let mut units = [0; 2];
            let units = c.encode_utf16(&mut units);
            for (place, unit) in units.iter().enumerate() {
                let escape = rest.get(6 * place..6 * place + 6)?;
                if !escape.starts_with(b"\\u") || hex(&escape[2..]) != Some(u32::from(*unit)) {
                    return None;
                }
            }
            return Some(6 * units.len());
        }
        other => char::from(*other),
    };
    (short == c).then_some(2)
}

/// The length of a character as an HTML entity: the five that every escaper knows, or a number.
fn html(c: char, rest: &[u8]) -> Option<usize> {
    const LONGEST: usize = "&#x10FFFF;".len();
    let end = rest.iter().take(LONGEST).position(|byte| *byte == b';')?;
    let entity = std::str::from_utf8(&rest[1..end]).ok()?;
    let named = match entity {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = entity.strip_prefix('#')?;
            let value = match number.strip_prefix(['x', 'X']) {
                Some(digits) => hex(digits.as_bytes()),
                None => number.parse().ok(),
            };
            value.and_then(char::from_u32)
        }
    };
    (named == Some(c)).then_some(end + 1)
}

fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |value, digit| {
        let digit = char::from(*digit).to_digit(16)?;
        value.checked_mul(16)?.checked_add(digit)
    })
}
