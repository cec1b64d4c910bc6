//! The parts of a file that are made: from a line with `generated: NAME` to one with `end of NAME`.

/// The text with the region filled anew.
pub(crate) fn fill(path: &str, text: &str, name: &str, content: &str) -> String {
    let (begin, end) = (format!("generated: {name} "), format!("end of {name}"));
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n');
    let mut found = false;
    while let Some(line) = lines.next() {
        out.push_str(line);
        if !line.contains(&begin) {
            continue;
        }
        assert!(!found, "{path}: the region {name} is there twice");
        found = true;
        out.push_str(content);
        let end = lines.find(|line| line.contains(&end));
        out.push_str(end.unwrap_or_else(|| panic!("{path}: the region {name} has no end")));
    }
    assert!(found, "{path}: there is no region {name}");
    out
}
