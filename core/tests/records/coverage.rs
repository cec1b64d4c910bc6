//! `records.json` against the tables: a row, a finding or a field that no case shows fails.

use std::path::Path;

use cloudagent_disposition::{CallRecord, Finding, Scope, rules};
use serde_json::{Map, Value};

/// Every case of `records.json`.
pub(crate) fn cases() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors/records.json");
    let mut file: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    serde_json::from_value(file["cases"].take()).unwrap()
}

fn of_kind(kind: &str) -> Vec<Value> {
    cases()
        .into_iter()
        .filter(|case| case["kind"] == kind)
        .collect()
}

#[test]
fn every_text_for_an_empty_list_has_its_case() {
    let cases = of_kind("records");
    let texts: Vec<&str> = rules()
        .iter()
        .filter(|rule| rule.scope == Scope::Records)
        .map(|rule| rule.text)
        .collect();
    assert!(!texts.is_empty());
    for text in texts {
        let shows = |case: &Value| {
            let body = case["body"]
                .as_str()
                .unwrap_or_default()
                .to_ascii_lowercase();
            body.contains(text) && case["expect"]["in_words"] == true
        };
        assert!(cases.iter().any(shows), "{text}");
    }
}

#[test]
fn every_finding_of_records_has_its_case() {
    let cases = of_kind("settle");
    for finding in Finding::ALL {
        let shown = cases
            .iter()
            .any(|case| case["expect"]["finding"] == finding.as_str());
        // What no list brings is no list's to show.
        assert_eq!(shown, *finding != Finding::NoAnswer, "{finding}");
    }
}

#[test]
fn every_field_of_a_record_has_its_case() {
    let cases = of_kind("records");
    let every: Map<String, Value> = serde_json::from_str(&CallRecord::new().to_json(true)).unwrap();
    for field in every.keys() {
        let shows = |case: &Value| case["expect"]["records"][0][field].is_string();
        assert!(cases.iter().any(shows), "{field}");
    }
}
