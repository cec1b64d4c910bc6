//! The repository's files, less what `.gitignore` names: what `git ls-files` would list, where git
//! may not be.

use std::fs;
use std::path::{Path, PathBuf};

/// The repository's root.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file, by its path from the root with `/` between, sorted.
pub(crate) fn files() -> Vec<String> {
    let mut found = Vec::new();
    walk(&root(), "", &[], &mut found);
    found.sort();
    assert!(found.iter().any(|path| path == "Cargo.toml"), "{found:?}");
    found
}

/// The text of a file of [`files`]; `None` where it is not text.
pub(crate) fn read(path: &str) -> Option<String> {
    let bytes = fs::read(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    String::from_utf8(bytes).ok()
}

fn walk(folder: &Path, prefix: &str, outer: &[Ignored], found: &mut Vec<String>) {
    let mut ignored = outer.to_vec();
    if let Ok(text) = fs::read_to_string(folder.join(".gitignore")) {
        ignored.extend(text.lines().filter_map(|line| Ignored::new(prefix, line)));
    }
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{prefix}: {error}"));
    for entry in entries.map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        let path = format!("{prefix}{name}");
        if name == ".git" || ignored.iter().any(|one| one.matches(&path, &name)) {
            continue;
        }
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            walk(&entry.path(), &format!("{path}/"), &ignored, found);
        } else if kind.is_file() {
            found.push(path);
        }
    }
}

/// One line of a `.gitignore`: a name, or a path from its folder, with one `*` at most.
#[derive(Clone)]
struct Ignored {
    pattern: String,
    anchored: bool,
}

impl Ignored {
    fn new(prefix: &str, line: &str) -> Option<Self> {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let line = line.trim_end_matches('/');
        let anchored = line.contains('/');
        let pattern = if anchored {
            format!("{prefix}{}", line.trim_start_matches('/'))
        } else {
            line.to_owned()
        };
        Some(Self { pattern, anchored })
    }

    fn matches(&self, path: &str, name: &str) -> bool {
        let text = if self.anchored { path } else { name };
        match self.pattern.split_once('*') {
            None => text == self.pattern,
            Some((start, end)) => {
                text.len() >= start.len() + end.len()
                    && text.starts_with(start)
                    && text.ends_with(end)
            }
        }
    }
}
