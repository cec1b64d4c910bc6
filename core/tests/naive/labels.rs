//! The lenient reader, looking back and ahead from every place.

use super::is_space;

pub(crate) fn is_quote(c: char) -> bool {
    "\"'`“”„‟‘’‚‛".contains(c)
}

/// The words behind labels, each with its key.
pub(crate) fn read(body: &[u8]) -> Vec<(String, String)> {
    let text: String = body.utf8_chunks().map(|chunk| chunk.valid()).collect();
    let chars: Vec<char> = text.trim_matches(is_space).chars().collect();
    if chars.first() == Some(&'<') {
        return Vec::new();
    }
    let labels: Vec<(usize, usize, &str)> = (0..chars.len())
        .filter_map(|at| label(&chars, at))
        .collect();
    if let Some((first, ..)) = labels.first() {
        // The first label begins the body, quotes, braces and white space aside.
        if !chars[..*first]
            .iter()
            .all(|c| is_space(*c) || is_quote(*c) || "{}".contains(*c))
        {
            return Vec::new();
        }
    }
    let mut found = Vec::new();
    for (index, (_, value, key)) in labels.iter().enumerate() {
        let next = labels.get(index + 1).map_or(chars.len(), |next| next.0);
        let end = (*value..next)
            .find(|&at| ends_value(&chars, at))
            .unwrap_or(next);
        let value: String = chars[*value..end].iter().collect();
        let bare = value.trim_matches(|c| is_space(c) || "{},".contains(c));
        if bare != "null" && !super::json::is_number(bare) {
            let word = bare.trim_matches(|c| is_space(c) || is_quote(c) || "{},".contains(c));
            found.push((key.to_string(), word.to_owned()));
        }
    }
    found
}

/// Whether any label stands in a text.
pub(crate) fn any(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (0..chars.len()).any(|at| label(&chars, at).is_some())
}

/// The label whose word begins here: where it starts, where its value starts, its key.
fn label(chars: &[char], at: usize) -> Option<(usize, usize, &'static str)> {
    let key = ["status", "details", "message"].into_iter().find(|key| {
        let here: String = chars[at..].iter().take(key.len()).collect();
        here.eq_ignore_ascii_case(key)
    })?;
    let mut after = at + key.len();
    while chars.get(after).is_some_and(|c| is_quote(*c)) {
        after += 1;
    }
    while chars.get(after).is_some_and(|c| is_space(*c)) {
        after += 1;
    }
    if chars.get(after) != Some(&':') {
        return None;
    }
    let quoted = at > 0 && is_quote(chars[at - 1]);
    let start = if quoted { at - 1 } else { at };
    let counts = match before(chars, at) {
        Before::Break => true,
        Before::Char(quote) if is_quote(chars[quote]) => {
            is_closing(chars, quote) || (quoted && before(chars, quote) != Before::Colon)
        }
        Before::Char(_) | Before::Colon => false,
    };
    counts.then_some((start, after + 1, key))
}

#[derive(PartialEq)]
enum Before {
    /// The start of the body or of a line, `{` or `,`.
    Break,
    Colon,
    /// Anything else, and where.
    Char(usize),
}

/// What stands before a place, white space aside.
fn before(chars: &[char], at: usize) -> Before {
    for index in (0..at).rev() {
        match chars[index] {
            '\n' | '\r' | '{' | ',' => return Before::Break,
            ':' => return Before::Colon,
            c if is_space(c) => {}
            _ => return Before::Char(index),
        }
    }
    Before::Break
}

/// A quote closes something, unless it opens a label (behind a break) or a value (behind a colon).
fn is_closing(chars: &[char], quote: usize) -> bool {
    matches!(before(chars, quote), Before::Char(_))
}

/// A line's end, or a quote that `,`, `}` or the body's end follows.
fn ends_value(chars: &[char], at: usize) -> bool {
    let next = chars[at + 1..].iter().find(|c| !is_space(**c));
    matches!(chars[at], '\n' | '\r')
        || is_quote(chars[at]) && matches!(next, None | Some(',' | '}'))
}
