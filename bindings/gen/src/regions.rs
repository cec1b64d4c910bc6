//! The parts of a file that are made. In Markdown such a region stands between `<!-- generated:
//! NAME -->` and `<!-- end -->`, in code between comments of `generated: NAME` and `end`.

use std::io;

/// The text with each region filled anew, less those of which `content` knows nothing.
pub(crate) fn fill(
    path: &str,
    text: &str,
    mut content: impl FnMut(&str) -> io::Result<Option<String>>,
) -> io::Result<String> {
    let mut out = String::with_capacity(text.len());
    let mut lines = text.split_inclusive('\n');
    while let Some(line) = lines.next() {
        out.push_str(line);
        let Some(name) = begins(line) else {
            continue;
        };
        let Some(content) = content(name)? else {
            continue;
        };
        out.push_str(&content);
        let end = lines.find(|line| ["<!-- end -->", "// end", "# end"].contains(&line.trim()));
        out.push_str(end.unwrap_or_else(|| panic!("{path}: the region {name} has no end")));
    }
    Ok(out)
}

/// The name of the region that begins with this line.
fn begins(line: &str) -> Option<&str> {
    let rest = ["<!-- generated: ", "// generated: ", "# generated: "]
        .iter()
        .find_map(|mark| line.trim_start().strip_prefix(mark))?;
    rest.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_stands_between_the_marks_changes() {
        let fill = |text| {
            fill("a.md", text, |name| {
                Ok((name != "z").then(|| format!("{name}!\n")))
            })
            .unwrap()
        };
        let text = "a\n<!-- generated: x -->\nold\n<!-- end -->\nb\n";
        assert_eq!(fill(text), text.replace("old", "x!"));
        let code = "// generated: y (how)\n// end\n";
        assert_eq!(fill(code), "// generated: y (how)\ny!\n// end\n");
        for not_ours in ["generated: x\n", "# generated: z\nold\n# end\n"] {
            assert_eq!(fill(not_ours), not_ours);
        }
    }
}
