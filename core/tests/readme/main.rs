//! The documents say what the code says: their tables are made from the rules, their examples are
//! taken from files that run, and what they mention is there.
//!
//! `CAD_UPDATE_DOCS=1 cargo test -p cloudagent-disposition --test readme` rewrites what is made.

mod mentions;
mod regions;
mod tables;
#[path = "../support/tree.rs"]
mod tree;

/// Every document.
fn documents() -> Vec<(String, String)> {
    let paths = tree::files().into_iter();
    paths
        .filter(|path| path.ends_with(".md"))
        .map(|path| {
            let text = tree::read(&path).unwrap_or_else(|| panic!("{path}: not UTF-8"));
            (path, text)
        })
        .collect()
}

/// What stands in a region: the table of that name, or the lines of a file that are for readers.
fn content(name: &str) -> String {
    if name.contains('/') {
        return regions::excerpt(name);
    }
    tables::named(name).unwrap_or_else(|| panic!("there is no table {name:?}"))
}

#[test]
fn what_is_made_from_the_code_is_up_to_date() {
    let update = std::env::var_os("CAD_UPDATE_DOCS").is_some();
    let mut regions = 0;
    for (path, text) in documents() {
        let filled = regions::fill(&path, &text, |name| {
            regions += 1;
            content(name)
        });
        if filled == text {
            continue;
        }
        assert!(
            update,
            "{path} is not what the code says; run: \
             CAD_UPDATE_DOCS=1 cargo test -p cloudagent-disposition --test readme"
        );
        std::fs::write(tree::root().join(&path), filled).unwrap();
    }
    // The README's table and its seven examples, the Kotlin page's two, and the pages' three tables.
    assert!(regions >= 13, "only {regions} regions were found");
}

#[test]
fn what_documents_mention_is_there() {
    let makefile = tree::read("Makefile").unwrap();
    let targets = mentions::make_targets(&makefile);
    let files = tree::files();
    let missing: Vec<String> = documents()
        .iter()
        .flat_map(|(path, text)| mentions::missing(path, text, &files, &targets))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
