//! Hand-written shell stays little: what crosses languages is this tool's, the rest each language's own
//! tool's.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Lines of all scripts, and of what they read.
const MOST: usize = 1200;

/// What a build or a checkout makes beside the sources.
const MADE: [&str; 5] = [".git", ".build", "target", "dist", "Native"];

fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}

/// What git knows; in an unpacked tarball, which has no git, all that is there.
fn files() -> Vec<PathBuf> {
    let known = Command::new("git")
        .args(["ls-files", "-z"])
        .current_dir(root())
        .output();
    match known {
        Ok(known) if known.status.success() && root().join(".git").exists() => {
            let known = String::from_utf8(known.stdout).unwrap();
            let names = known.split_terminator('\0');
            names.map(|name| root().join(name)).collect()
        }
        _ => {
            let mut found = Vec::new();
            walk(&root(), &mut found);
            found
        }
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let kind = entry.file_type().unwrap();
        if kind.is_file() {
            found.push(path);
        } else if kind.is_dir() && !MADE.iter().any(|made| name == *made) {
            walk(&path, found);
        }
    }
}

/// Its lines, where it is a script for a shell or is read by such scripts: its first line says so.
fn lines_of_shell(file: &[u8]) -> Option<usize> {
    let lines = || file.split_inclusive(|byte| *byte == b'\n');
    let first = String::from_utf8_lossy(lines().next()?);
    let runs_in_shell = |line: &str| {
        line.split(['/', ' '])
            .any(|word| word.trim().ends_with("sh"))
    };
    let is_shell = first.starts_with("# shellcheck shell=")
        || first.strip_prefix("#!").is_some_and(runs_in_shell);
    is_shell.then(|| lines().count())
}

#[test]
fn shell_stays_within_its_limit() {
    let lines_of = |file: PathBuf| Some((lines_of_shell(&fs::read(&file).ok()?)?, file));
    let scripts: Vec<(usize, PathBuf)> = files().into_iter().filter_map(lines_of).collect();
    for known in ["core/tasks", ".ci/need", ".ci/swift"] {
        assert!(
            scripts.iter().any(|(_, file)| file.ends_with(known)),
            "{scripts:#?}"
        );
    }
    let lines: usize = scripts.iter().map(|(lines, _)| lines).sum();
    assert!(
        lines <= MOST,
        "{lines} lines of shell, of at most {MOST}: {scripts:#?}"
    );
}

#[test]
fn shell_is_known_by_its_first_line() {
    for shell in [
        "#!/bin/sh\necho",
        "#!/usr/bin/env bash\necho\n",
        "# shellcheck shell=bash\n\n",
    ] {
        assert_eq!(lines_of_shell(shell.as_bytes()), Some(2), "{shell}");
    }
    for other in ["#!/usr/bin/env python3\n", "# sh\n", "", "\x7fELF sh\n"] {
        assert_eq!(lines_of_shell(other.as_bytes()), None, "{other}");
    }
}

#[test]
fn without_git_all_is_looked_at_but_what_is_made() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("shell");
    let _ = fs::remove_dir_all(&folder);
    for file in [
        ".ci/deep/script",
        "target/script",
        "bindings/swift/Native/script",
    ] {
        let file = folder.join(file);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, "").unwrap();
    }
    let mut found = Vec::new();
    walk(&folder, &mut found);
    assert_eq!(found, [folder.join(".ci/deep/script")]);
}
