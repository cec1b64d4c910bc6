//! Sentences as comments, words as names.

use std::fmt::Write as _;

/// Words in lines of at most `width` characters.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is one line from the start");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            let _ = write!(line, " {word}");
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Paragraphs in lines of at most `width` characters, an empty line between them.
pub(crate) fn lines(paragraphs: &[String], width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in paragraphs {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(wrapped(paragraph, width));
    }
    lines
}

/// A comment of lines that each begin with the same mark, such as `    /// `.
pub(crate) fn comment(mark: &str, paragraphs: &[String], width: usize) -> String {
    let lines = lines(paragraphs, width - mark.len());
    let lines = lines.iter().map(|line| format!("{mark}{line}"));
    let lines: Vec<String> = lines.map(|line| line.trim_end().to_owned()).collect();
    lines.join("\n")
}

/// `not_applied` as `notApplied`.
pub(crate) fn camel(code: &str) -> String {
    let mut parts = code.split('_');
    let mut name = parts.next().unwrap_or_default().to_lowercase();
    for part in parts {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// `step_kind` as `StepKind`.
pub(crate) fn pascal(code: &str) -> String {
    camel(&format!("_{code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_as_long_as_they_may_be() {
        assert_eq!(wrapped("one two  three", 7), ["one two", "three"]);
        let two = ["a b".to_owned(), "c".to_owned()];
        assert_eq!(comment("// ", &two, 4), "// a\n// b\n//\n// c");
    }

    #[test]
    fn names_are_in_each_habit() {
        assert_eq!(camel("get_v2"), "getV2");
        assert_eq!(camel("GET"), "get");
        assert_eq!(pascal("step_kind"), "StepKind");
    }
}
