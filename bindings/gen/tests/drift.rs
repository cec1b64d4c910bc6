//! What is committed is what the generator writes, and a change by hand is caught in every kind of
//! file that it writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cloudagent_gen::{drifted, files, short_diff};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn what_is_committed_is_what_the_generator_writes() {
    let drifted = drifted(&root()).unwrap();
    let told: Vec<String> = drifted
        .iter()
        .map(|(file, now)| format!("{}:\n{}", file.path, short_diff(now, &file.text)))
        .collect();
    assert!(told.is_empty(), "run `cargo gen`:\n{}", told.join("\n"));
}

/// A copy of what the generator reads and writes.
fn copy() -> PathBuf {
    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("drift");
    let _ = fs::remove_dir_all(&copy);
    let mut paths: Vec<String> = files(&root())
        .unwrap()
        .into_iter()
        .map(|f| f.path)
        .collect();
    paths.push("bindings/gen/cbindgen.toml".to_owned());
    // What the records and the header are made from.
    for folder in ["bindings/c/src", "bindings/uniffi/src", "core/src"] {
        add_sources(folder, &mut paths);
    }
    for path in &paths.clone() {
        // The files that the documents' examples are taken from.
        let text = fs::read_to_string(root().join(path)).unwrap();
        let names = text
            .lines()
            .filter_map(|line| line.strip_prefix("<!-- generated: "));
        let names = names.filter_map(|name| name.strip_suffix(" -->"));
        paths.extend(names.filter(|name| name.contains('/')).map(str::to_owned));
    }
    for path in paths {
        let to = copy.join(&path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root().join(path), to).unwrap();
    }
    copy
}

/// Adds every file of a folder, and of those in it.
fn add_sources(folder: &str, paths: &mut Vec<String>) {
    for entry in fs::read_dir(root().join(folder)).unwrap() {
        let entry = entry.unwrap();
        let path = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            add_sources(&path, paths);
        } else {
            paths.push(path);
        }
    }
}

/// What stands in a kind of generated file, and nowhere else in it.
const PLANTED_IN: &[(&str, &str)] = &[
    ("c", "callback_time_zone"),
    ("h", "The call has a disposition already."),
    ("hpp", "The call has a disposition already."),
    ("json", "\"already_disposed\""),
    ("kt", "The call has a disposition already."),
    ("md", "`already_disposed`"),
    ("py", "The call has a disposition already."),
    ("rs", "The agent's login id."),
    ("swift", "The call has a disposition already."),
];

#[test]
fn a_planted_drift_is_caught_in_every_kind_of_file() {
    let copy = copy();
    assert_eq!(drifted(&copy).unwrap().len(), 0, "the copy is whole");
    let mut kinds = BTreeMap::new();
    for file in files(&copy).unwrap() {
        let kind = file.path.rsplit('.').next().unwrap().to_owned();
        let planted = PLANTED_IN.iter().find(|(of, _)| *of == kind);
        let (_, sentence) = planted.unwrap_or_else(|| panic!("no drift is planted in {kind}"));
        let seen: &mut usize = kinds.entry(kind).or_default();
        if !file.text.contains(sentence) {
            continue;
        }
        *seen += 1;
        let path = copy.join(&file.path);
        fs::write(&path, file.text.replacen(sentence, "\"planted\"", 1)).unwrap();
        let found = drifted(&copy).unwrap();
        let found: Vec<&str> = found.iter().map(|(file, _)| file.path.as_str()).collect();
        assert!(
            found.contains(&file.path.as_str()),
            "{}: {found:?}",
            file.path
        );
        // The header says what the C library's sources say.
        assert!(found.len() == 1 || file.path.starts_with("bindings/c/src/"));
        fs::remove_file(&path).unwrap();
        if !["c", "hpp", "md", "rs"]
            .iter()
            .any(|of| file.path.ends_with(of))
        {
            // A file that is made as a whole is missed too. Of the others a part is by hand.
            assert_eq!(drifted(&copy).unwrap().len(), 1, "{} is gone", file.path);
        }
        fs::write(&path, &file.text).unwrap();
    }
    assert_eq!(kinds.len(), PLANTED_IN.len());
    assert!(kinds.values().all(|seen| *seen > 0), "{kinds:?}");
}
