//! Whether the properties notice a mistake: each mutant of `mutants.json` is one in the core, and some
//! property must fail on it. The source is changed in place, one mutant after another, and put back.
//!
//! `cargo test -p cloudagent-disposition --test mutants [-- part of what a mutant is called]`

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde::Deserialize;

#[derive(Deserialize)]
struct List {
    mutants: Vec<Mutant>,
}

#[derive(Deserialize)]
struct Mutant {
    what: String,
    /// The property, as the rules number them.
    breaks: String,
    file: PathBuf,
    from: String,
    to: String,
}

/// A source file, put back as it was when this is dropped.
struct Source {
    path: PathBuf,
    text: String,
}

impl Source {
    fn mutated(mutant: &Mutant) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("src")
            .join(&mutant.file);
        let text = fs::read_to_string(&path).unwrap();
        let count = text.matches(&mutant.from).count();
        assert_eq!(count, 1, "{}: its text stands {count} times", mutant.what);
        fs::write(&path, text.replace(&mutant.from, &mutant.to)).unwrap();
        Self { path, text }
    }
}

impl Drop for Source {
    fn drop(&mut self) {
        fs::write(&self.path, &self.text).expect("the source is put back");
    }
}

/// The tests that fail; none where it does not compile.
fn failing() -> Option<Vec<String>> {
    let cargo = |more: &[&str]| {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args(["test", "-q", "-p", env!("CARGO_PKG_NAME"), "--all-features"])
            .args([
                "--test",
                "engine_properties",
                "--test",
                "vectors",
                "--no-fail-fast",
            ])
            .args(more)
            .env("RUST_BACKTRACE", "0")
            .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
            .env("PROPTEST_MAX_SHRINK_ITERS", "0");
        cargo.output().unwrap()
    };
    if !cargo(&["--no-run"]).status.success() {
        return None;
    }
    let output = cargo(&[]);
    let output = [output.stdout, output.stderr].concat();
    let output = String::from_utf8_lossy(&output).into_owned();
    let failing = output.lines().filter_map(|line| {
        let of_a_property = line.strip_suffix(" --- FAILED");
        let listed = line
            .strip_prefix("    ")
            .filter(|line| line.contains("::") && !line.contains(' ') && !line.contains('/'));
        let trace = line.contains("these cases failed").then_some("traces");
        of_a_property.or(listed).or(trace).map(str::to_owned)
    });
    let mut failing: Vec<_> = failing.collect();
    failing.sort();
    failing.dedup();
    Some(failing)
}

fn main() {
    let list = include_str!("mutants.json");
    let List { mutants } = serde_json::from_str(list).unwrap();
    let wanted = env::args().skip(1).find(|word| !word.starts_with('-'));
    let mut survivors = Vec::new();
    for mutant in mutants {
        if wanted
            .as_ref()
            .is_some_and(|part| !mutant.what.contains(part))
        {
            continue;
        }
        let source = Source::mutated(&mutant);
        let failing = failing();
        drop(source);
        let (what, breaks) = (&mutant.what, &mutant.breaks);
        let failing = failing.unwrap_or_else(|| panic!("{what}: it does not compile"));
        println!("{breaks} | {what} | {}", failing.join(", "));
        if !failing.iter().any(|test| test != "traces") {
            survivors.push(what.clone());
        }
    }
    assert!(survivors.is_empty(), "no property noticed: {survivors:#?}");
}
