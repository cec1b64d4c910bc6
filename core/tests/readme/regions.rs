//! The regions of a document that are made: from `<!-- generated: NAME -->` to `<!-- end -->`.

use crate::tree;

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

/// The document with each region filled anew.
pub(crate) fn fill(path: &str, text: &str, mut content: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(name) = line.strip_prefix(BEGIN) else {
            continue;
        };
        let name = name
            .strip_suffix(" -->")
            .unwrap_or_else(|| panic!("{path}: {line}"));
        assert!(
            lines.any(|line| line == END),
            "{path}: the region {name} has no end"
        );
        out.push_str(&content(name));
        out.push_str(END);
        out.push('\n');
    }
    out
}

/// The lines of a source file between its two marks, fenced.
pub(crate) fn excerpt(path: &str) -> String {
    let text = tree::read(path).unwrap_or_else(|| panic!("{path}: not UTF-8"));
    let is = |line: &str, mark: &str| {
        line.trim_start_matches(['/', '#', ' ']) == mark && line.len() > mark.len()
    };
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| !is(line, "README begins"))
        .skip(1)
        .take_while(|line| !is(line, "README ends"))
        .collect();
    assert!(!lines.is_empty(), "{path}: no lines between its marks");
    let language = match path.rsplit('.').next() {
        Some("rs") => "rust",
        Some("py") => "python",
        Some("kt") => "kotlin",
        Some(other) => other,
        None => "",
    };
    format!("```{language}\n{}\n```\n", lines.join("\n").trim_end())
}
