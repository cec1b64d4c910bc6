//! The documents: their tables are made from the rules, their examples are taken from files that
//! run.

use std::path::Path;
use std::{fs, io};

use crate::{Generated, regions, tables};

/// Folders that hold what was built.
const BUILT: &[&str] = &["dist", "node_modules", "target"];

pub(crate) fn files(root: &Path) -> io::Result<Vec<Generated>> {
    let mut paths = Vec::new();
    walk(root, "", &mut paths)?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let text = fs::read_to_string(root.join(&path))?;
        if text.contains("<!-- generated: ") {
            let text = regions::fill(&path, &text, |name| content(root, name).map(Some))?;
            files.push(Generated { path, text });
        }
    }
    Ok(files)
}

/// Every page of Markdown, by its path from the root.
fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if !name.starts_with('.') && !BUILT.contains(&name.as_str()) {
                walk(&entry.path(), &format!("{path}/"), found)?;
            }
        } else if path.ends_with(".md") {
            found.push(path);
        }
    }
    Ok(())
}

/// What stands in a region: the table of that name, or the lines of a file that are for readers.
fn content(root: &Path, name: &str) -> io::Result<String> {
    if name.contains('/') {
        return excerpt(name, &fs::read_to_string(root.join(name))?);
    }
    tables::named(name).ok_or_else(|| io::Error::other(format!("there is no table {name:?}")))
}

/// The lines of a source file between its two marks, fenced.
fn excerpt(path: &str, text: &str) -> io::Result<String> {
    let is = |line: &str, mark: &str| {
        line.trim_start_matches(['/', '#', ' ']) == mark && line.len() > mark.len()
    };
    let lines: Vec<&str> = text
        .lines()
        .skip_while(|line| !is(line, "README begins"))
        .skip(1)
        .take_while(|line| !is(line, "README ends"))
        .collect();
    if lines.is_empty() {
        return Err(io::Error::other(format!(
            "{path}: no lines between its marks"
        )));
    }
    let language = match path.rsplit('.').next() {
        Some("rs") => "rust",
        Some("py") => "python",
        Some("kt") => "kotlin",
        Some(other) => other,
        None => "",
    };
    let lines = lines.join("\n");
    Ok(format!("```{language}\n{}\n```\n", lines.trim_end()))
}
