//! Whether a record's text is the one that was sent: as it is, or as systems on the way spell it.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::reply::straight;
use crate::text::{cut, is_space};

/// Where the vendor's fields may cut a text, in Unicode scalar values: a callback's, the admin list's,
/// the POST API's.
const CUTS: [usize; 3] = [100, 150, 250];

/// Ways to spell a text that can be undone.
const UNDOINGS: [fn(&str) -> Cow<'_, str>; 3] = [without_plus, without_percent, without_entities];

/// A text that was sent, made ready to be compared with those of many records.
pub(super) struct Sent {
    /// Every text that is the same, folded.
    wanted: Vec<String>,
    /// What may have become of its characters, where it has any outside of ASCII.
    damaged: Option<Damaged>,
}

struct Damaged {
    /// Folded, up to the first such character.
    before: String,
    /// Folded, as Windows-1252 reads it.
    misread: String,
    /// Its white space squeezed, but for what is itself outside of ASCII.
    words: String,
}

impl Sent {
    pub(super) fn of(text: &str) -> Self {
        let mut wanted = vec![folded(text)];
        let squeezed = squeezed(text);
        for length in CUTS
            .into_iter()
            .filter(|length| cut(text, *length).len() < text.len())
        {
            wanted.push(folded(cut(text, length)));
            wanted.push(folded(cut(&squeezed, length)));
        }
        let first = text.find(|c: char| !c.is_ascii());
        Self {
            wanted,
            damaged: first.map(|first| Damaged {
                before: folded(&text[..first]),
                misread: folded(&misread(text)),
                words: ascii_squeezed(text),
            }),
        }
    }

    /// Whether the record's text is this one.
    pub(super) fn is(&self, recorded: &str) -> bool {
        is_any_spelling(recorded, &|text| self.wanted.contains(&folded(text)))
    }

    /// Whether the record's text is what became of this one where something on the way can't write
    /// its characters. It may be another text as well: no proof of either.
    pub(super) fn is_damaged_to(&self, recorded: &str) -> bool {
        let Some(damaged) = &self.damaged else {
            return false;
        };
        let text = folded(recorded);
        let is_cut = !damaged.before.is_empty() && damaged.before == text;
        is_cut || damaged.misread == text || is_marked(&damaged.words, recorded)
    }
}

/// Whether the text is one, or what it spells is, whichever way it is spelt.
pub(super) fn is_any_spelling(text: &str, is_one: &dyn Fn(&str) -> bool) -> bool {
    fn undone(
        text: &str,
        left: &[fn(&str) -> Cow<'_, str>],
        is_one: &dyn Fn(&str) -> bool,
    ) -> bool {
        is_one(text)
            || left
                .iter()
                .enumerate()
                .any(|(place, undo)| match undo(text) {
                    Cow::Borrowed(_) => false,
                    Cow::Owned(text) => {
                        let others = [&left[..place], &left[place + 1..]].concat();
                        undone(&text, &others, is_one)
                    }
                })
    }
    undone(text, &UNDOINGS, is_one)
}

/// A text as it is compared: trimmed, white space squeezed, ASCII case folded, quotes straight.
pub(super) fn folded(text: &str) -> String {
    let squeezed = squeezed(text);
    let chars = squeezed.chars().map(straight);
    chars.map(|c| c.to_ascii_lowercase()).collect()
}

fn squeezed(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split(is_space).filter(|word| !word.is_empty()) {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

fn without_plus(text: &str) -> Cow<'_, str> {
    match text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    }
}

/// Undone as a whole, or not at all where that is no text.
fn without_percent(text: &str) -> Cow<'_, str> {
    percent_decode_str(text)
        .decode_utf8()
        .unwrap_or(Cow::Borrowed(text))
}

fn without_entities(text: &str) -> Cow<'_, str> {
    let Some(first) = text.find('&') else {
        return Cow::Borrowed(text);
    };
    let mut plain = text[..first].to_owned();
    let mut rest = &text[first..];
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        let (c, length) = entity(&rest[at..]).unwrap_or(('&', 1));
        plain.push(c);
        rest = &rest[at + length..];
    }
    Cow::Owned(plain + rest)
}

/// The character of the entity that a text begins with, and its length.
fn entity(text: &str) -> Option<(char, usize)> {
    /// With its `;`, and the `&` before it.
    const LONGEST: usize = 12;
    let head = text.as_bytes().iter().take(LONGEST);
    let end = head.clone().position(|byte| *byte == b';')?;
    let name = text.get(1..end)?;
    let number = |digits: &str, radix| {
        // A sign is no digit.
        let is_number = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = is_number.then(|| u32::from_str_radix(digits, radix).ok())?;
        number.and_then(char::from_u32)
    };
    let c = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{A0}',
        _ => match name.strip_prefix('#')? {
            hex if hex.starts_with(['x', 'X']) => number(&hex[1..], 16)?,
            digits => number(digits, 10)?,
        },
    };
    Some((c, end + 1))
}

/// UTF-8 as it looks where its bytes are read as Windows-1252.
fn misread(text: &str) -> String {
    /// 0x80 to 0x9F, as browsers read them.
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8D}', 'Ž',
        '\u{8F}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9D}',
        'ž', 'Ÿ',
    ];
    let read = |byte: u8| match byte {
        0x80..=0x9F => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    };
    text.bytes().map(read).collect()
}

fn ascii_squeezed(text: &str) -> String {
    let words: Vec<&str> = text.split_ascii_whitespace().collect();
    words.join(" ")
}

/// Whether the record has one or more `?` or U+FFFD for each run of characters outside of ASCII.
fn is_marked(sent: &str, recorded: &str) -> bool {
    let recorded = ascii_squeezed(recorded);
    let (mut sent, mut recorded) = (sent.chars().peekable(), recorded.chars().peekable());
    loop {
        // Marks that were sent as such stand among those that something made.
        let (mut runs, mut marks, mut is_in_run) = (0_usize, 0_usize, false);
        while let Some(c) = sent.next_if(|c| *c == '?' || !c.is_ascii()) {
            marks += usize::from(c == '?');
            runs += usize::from(c != '?' && !is_in_run);
            is_in_run = c != '?';
        }
        let (mut found, mut replaced) = (0_usize, false);
        while let Some(c) = recorded.next_if(|c| matches!(c, '?' | '\u{FFFD}')) {
            found += 1;
            replaced |= c != '?';
        }
        let fits = match runs {
            0 => found == marks && !replaced,
            _ => found >= runs + marks,
        };
        match (sent.next(), recorded.next()) {
            _ if !fits => return false,
            (None, None) => return true,
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(&b) => {}
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(sent: &str, recorded: &str) -> bool {
        Sent::of(sent).is(recorded)
    }

    fn is_damaged(sent: &str, recorded: &str) -> bool {
        Sent::of(sent).is_damaged_to(recorded)
    }

    #[test]
    fn a_text_is_the_same_however_it_is_spelt() {
        for (sent, recorded) in [
            ("Call back", " call \u{A0} BACK"),
            ("It’s on", "It's on"),
            ("Call back", "Call+back"),
            ("A+B", "A%2BB"),
            ("A & B", "A+%26amp%3B+B"),
            ("A & B", "A &#38; B"),
            (
                "रुचि है",
                "%E0%A4%B0%E0%A5%81%E0%A4%9A%E0%A4%BF+%E0%A4%B9%E0%A5%88",
            ),
            ("\"x\"", "&quot;x&#x22;"),
            ("50%", "50%25"),
        ] {
            assert!(is_same(sent, recorded), "{sent} {recorded}");
        }
        for (sent, recorded) in [
            ("Sale", "Sale."),
            ("Sale", "Sal"),
            ("A B", "AB"),
            ("a", "&#+97;"),
            ("é", "É"),
            ("é", "e\u{301}"),
            ("A%2BB", "A+B"),
        ] {
            assert!(!is_same(sent, recorded), "{sent} {recorded}");
        }
    }

    #[test]
    fn a_text_may_be_cut_where_the_vendors_fields_end() {
        for length in [100, 150, 250] {
            let sent = "é".repeat(length) + "more";
            let cut = "é".repeat(length);
            assert!(is_same(&sent, &cut), "{length}");
            assert!(!is_same(&cut[2..], &cut));
            assert!(!is_same(&sent, &cut[2..]));
        }
        // As it was sent, and as it is squeezed.
        let sent = "a  ".repeat(60);
        let as_sent: String = sent.chars().take(100).collect();
        let squeezed: String = "a ".repeat(60).chars().take(100).collect();
        assert!(is_same(&sent, &as_sent) && is_same(&sent, &squeezed));
    }

    #[test]
    fn what_lost_its_characters_is_damaged() {
        for recorded in ["??? ?", "\u{FFFD}\u{FFFD} ?", "???? ??"] {
            assert!(is_damaged("रुचि है", recorded), "{recorded}");
        }
        for (sent, recorded) in [
            ("Interested रुचि", "interested"),
            ("Café", "CafÃ©"),
            ("“x” ok", "â€œxâ€\u{9D} ok"),
            ("Is it? हाँ?", "Is it? ???"),
            ("\u{200B}Sale", "?Sale"),
        ] {
            assert!(is_damaged(sent, recorded), "{sent} {recorded}");
        }
        for (sent, recorded) in [
            ("Sale", "????"),
            ("Sale", "Sal"),
            ("रुचि है", "???"),
            ("रुचि है", "नहीं है"),
            ("रुचि है", ""),
            ("x? é", "x\u{FFFD} ?"),
            ("Café x", "Caf?"),
        ] {
            assert!(!is_damaged(sent, recorded), "{sent} {recorded}");
        }
    }

    #[test]
    fn a_long_text_of_anything_takes_linear_time() {
        for unit in ["&", "%", "+", "&#", "?", "é", " ", "&amp;"] {
            let long = unit.repeat(20_000);
            assert!(!is_same("Sale", &long));
            assert!(!is_damaged("Salé", &long));
        }
    }
}
