//! What the rules mean by white space, blank and absent: one answer for all modules.

/// White space by the rules: Unicode `White_Space` plus U+200B and U+FEFF, which copied text
/// carries without anybody seeing it.
pub(crate) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}')
}

/// The text without the white space around it.
#[inline]
pub(crate) fn trim(text: &str) -> &str {
    // Nearly every text has none, as its first and its last byte tell.
    let ends = (text.as_bytes().first(), text.as_bytes().last());
    match ends {
        (Some(b'!'..=b'~'), Some(b'!'..=b'~')) => text,
        _ => without_space(text),
    }
}

#[inline(never)]
fn without_space(text: &str) -> &str {
    text.trim_matches(is_space)
}

/// The text, or `None` where it is empty or only white space: such a text is *absent* in every
/// rule and on the wire.
pub(crate) fn present(text: Option<&str>) -> Option<&str> {
    text.filter(|text| !is_blank(text))
}

/// Whether a text is empty or only white space.
#[inline]
pub(crate) fn is_blank(text: &str) -> bool {
    // Nearly every text begins with a printable character.
    !matches!(text.as_bytes().first(), Some(b'!'..=b'~')) && text.chars().all(is_space)
}

/// The first `limit` characters of a text.
pub(crate) fn cut(text: &str, limit: usize) -> &str {
    if text.len() <= limit {
        return text;
    }
    match text.char_indices().nth(limit) {
        Some((end, _)) => &text[..end],
        None => text,
    }
}

/// The text behind one byte order mark, which some producers write before their JSON.
pub(crate) fn without_mark(json: &str) -> &str {
    json.strip_prefix('\u{FEFF}').unwrap_or(json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_width_space_and_byte_order_mark_are_white_space() {
        assert_eq!(present(Some("\u{FEFF}\u{200B}\u{3000}\t")), None);
        assert_eq!(trim("\u{200B} a b \u{FEFF}"), "a b");
    }

    #[test]
    fn cut_counts_characters_not_bytes() {
        assert_eq!(cut("नमस्ते", 2), "नम");
        assert_eq!(cut("ab", 2), "ab");
    }
}
