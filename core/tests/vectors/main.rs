//! Runs the shared vectors (`tests/vectors/*.json`, or `CAD_VECTORS_DIR`), the contract of every
//! language. Every file found there must have a runner here: no case is skipped.

#[path = "../cases/mod.rs"]
mod cases;
mod classify;
mod engine;
mod engine_driver;
mod engine_starts;
mod engine_steps;
mod engine_store;
mod environment;
mod given;
mod params;
mod receipts;
mod records;
mod urls;
mod validate;
mod wire;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;

/// One vector file, its cases still unread.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    format: u32,
    #[serde(rename = "$schema")]
    _schema: Option<String>,
    cases: Vec<Value>,
}

/// The runner of a file: panics with the case's id where the library disagrees.
type Runner = fn(Value);

const RUNNERS: &[(&str, Runner)] = &[
    ("classify", classify::run),
    ("engine", engine::run),
    ("environment", environment::run),
    ("params", params::run),
    ("receipts", receipts::run),
    ("records", records::run),
    ("urls", urls::run),
    ("validate", validate::run),
    ("wire", wire::run),
];

fn main() {
    let folder = cases::folder();
    let files = files_in(&folder);
    assert!(!files.is_empty(), "no vectors in {}", folder.display());

    let mut total = 0;
    for path in &files {
        total += run_file(path);
    }
    println!("vectors rust: {total} cases in {} files", files.len());
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    files
}

fn run_file(path: &Path) -> usize {
    let name = path.file_stem().unwrap().to_str().unwrap();
    let (_, runner) = RUNNERS
        .iter()
        .find(|(file, _)| *file == name)
        .unwrap_or_else(|| panic!("{}: no runner for this file", path.display()));
    let text = std::fs::read_to_string(path).unwrap();
    let file: File =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(file.format, 1, "{name}: a format that is not known here");
    assert!(!file.cases.is_empty(), "{name}: no cases");

    let mut ids = BTreeSet::new();
    for case in &file.cases {
        let id = case["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{name}: a case without id"));
        let is_new = ids.insert(id.to_owned());
        assert!(is_new, "{name}: the id {id} stands twice");
        let source = case["source"].as_str().unwrap_or_default();
        assert!(!source.is_empty(), "{name}: {id} names no source");
    }
    let count = file.cases.len();
    let failed: Vec<String> = file
        .cases
        .into_iter()
        .filter_map(|case| {
            let id = case["id"].as_str().unwrap().to_owned();
            std::panic::catch_unwind(|| runner(case)).err().map(|_| id)
        })
        .collect();
    assert!(
        failed.is_empty(),
        "{name}: these cases failed, see above: {failed:#?}"
    );
    println!("vectors rust: {name}: {count} cases");
    count
}
