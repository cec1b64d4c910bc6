//! The vendor's reply texts stand where they belong and nowhere else: no binding, no example and no
//! other part of the core holds a rule.

#[path = "support/tree.rs"]
mod tree;

use cloudagent_disposition::{Matching, rules};

/// Where the vendor's texts may stand, and why. A path that ends with `/` is a folder.
const ALLOWED: &[(&str, &str)] = &[
    ("core/src/reply/table.rs", "the one table"),
    (
        "core/src/reply/",
        "the tests of the code that reads replies",
    ),
    (
        "core/src/engine/mod.rs",
        "the doctest walks through a whole call",
    ),
    (
        "core/tests/naive/mod.rs",
        "a second reading of the rules, to compare the first with",
    ),
    (
        "core/tests/faults/",
        "its own servers answer as CloudAgent does",
    ),
    (
        "examples/kotlin/agent-app/src/test/kotlin/com/example/agent/FakeCloudAgent.kt",
        "CloudAgent's own part in the tests of an app that stands for itself",
    ),
    (
        "core/src/records/tests.rs",
        "the sentences that answer them",
    ),
    (
        "core/tests/records/",
        "a second reading of what records say, to compare the first with",
    ),
    (
        "bindings/c/tests/vectors/records.hpp",
        "a host gets a list that was told in words by these words only",
    ),
    ("tests/bench/", "its peers compare replies with the texts"),
    (
        "tests/budgets/measure.c",
        "what a reply in the vendor's own words may cost",
    ),
    ("tests/vectors/", "the contract that every language runs"),
    (
        "tests/simulator/",
        "CloudAgent's own part, a second reading of the pages",
    ),
];

/// A text of fewer words can stand in any prose.
const WORDS_MIN: usize = 3;

/// Texts as the table has them: white space squeezed, in lower case.
fn fold(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_ascii_lowercase()
}

fn vendor_texts() -> Vec<&'static str> {
    let texts: Vec<&str> = rules()
        .iter()
        .filter(|rule| rule.matching != Matching::Rest)
        .map(|rule| rule.text)
        .filter(|text| text.split(' ').count() >= WORDS_MIN)
        .collect();
    assert!(texts.len() >= 10, "{texts:?}");
    texts
}

/// Each file that holds a vendor's text, with one that it holds. Documents are not asked.
fn holders() -> Vec<(String, &'static str)> {
    let texts = vendor_texts();
    let mut holders = Vec::new();
    for path in tree::files() {
        let Some(content) = tree::read(&path).filter(|_| !path.ends_with(".md")) else {
            continue;
        };
        let content = fold(&content);
        if let Some(text) = texts.iter().find(|text| content.contains(**text)) {
            holders.push((path, *text));
        }
    }
    holders
}

fn allows(allowed: &str, path: &str) -> bool {
    path == allowed || (allowed.ends_with('/') && path.starts_with(allowed))
}

#[test]
fn they_stand_nowhere_else() {
    let strangers: Vec<String> = holders()
        .into_iter()
        .filter(|(path, _)| !ALLOWED.iter().any(|(allowed, _)| allows(allowed, path)))
        .map(|(path, text)| format!("{path} holds {text:?}"))
        .collect();
    assert!(strangers.is_empty(), "{}", strangers.join("\n"));
}

#[test]
fn every_allowance_is_used() {
    let holders = holders();
    for (allowed, reason) in ALLOWED {
        assert!(
            holders.iter().any(|(path, _)| allows(allowed, path)),
            "{allowed} ({reason}) holds none: take it off the list"
        );
    }
}
