//! The rules of requests and the vectors are held against each other: a rule without a case fails,
//! so does a case that expects what no rule says, and so do two cases with the same input.

mod cases;

use std::collections::{BTreeMap, BTreeSet};

use cloudagent_disposition::{ValidationRule, validation_rules};
use serde_json::Value;

fn cases(name: &str) -> Vec<Value> {
    let text = std::fs::read_to_string(cases::folder().join(name)).unwrap();
    let file: Value = serde_json::from_str(&text).unwrap();
    file["cases"].as_array().expect(name).clone()
}

/// `api field problem severity`, the form in which both sides are compared.
type Row = String;

/// What can be wrong with a base URL, on whatever API: no row of the table of rules.
const BASE_URL_PROBLEMS: [&str; 5] = ["fragment", "invalid", "not_https", "query", "user_info"];

/// The rows but for those of a base URL, and the problems of those.
fn part(rows: impl IntoIterator<Item = Row>) -> (BTreeSet<Row>, BTreeSet<String>) {
    let (of_base_url, others): (Vec<_>, Vec<_>) =
        rows.into_iter().partition(|row| row.contains(" base_url "));
    let problem = |row: Row| {
        let (_, rest) = row.split_once(" base_url ").unwrap();
        rest.strip_suffix(" error").expect("an error").to_owned()
    };
    let problems = of_base_url.into_iter().map(problem).collect();
    (others.into_iter().collect(), problems)
}

fn row_of(rule: &ValidationRule) -> Row {
    let (api, field, problem) = (rule.api, rule.field, rule.problem);
    format!("{api} {field} {problem} {}", rule.severity)
}

fn rows(keep: impl Fn(&ValidationRule) -> bool) -> BTreeSet<Row> {
    validation_rules()
        .filter(|rule| keep(rule))
        .map(|rule| row_of(&rule))
        .collect()
}

fn rows_of_case(case: &Value, violations: &Value) -> Vec<Row> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let violations = violations.as_array().unwrap().iter();
    violations
        .map(|v| {
            let words = [&case["api"], &v["field"], &v["problem"], &v["severity"]];
            words.map(word).join(" ")
        })
        .collect()
}

#[test]
fn the_cases_of_validate_are_the_rules() {
    let cases = cases("validate.json");
    let rows_expected = cases
        .iter()
        .flat_map(|case| rows_of_case(case, &case["expect"]));
    let (expected, of_base_url) = part(rows_expected);
    assert_eq!(of_base_url, BASE_URL_PROBLEMS.map(str::to_owned).into());
    let rules = rows(|_| true);
    let without_case: Vec<_> = rules.difference(&expected).collect();
    assert!(without_case.is_empty(), "no case: {without_case:#?}");
    let without_rule: Vec<_> = expected.difference(&rules).collect();
    assert!(without_rule.is_empty(), "no rule: {without_rule:#?}");
}

#[test]
fn the_requests_that_cannot_be_built_are_the_hard_rules() {
    let cases = cases("wire.json");
    let rows_refused = cases
        .iter()
        .filter(|case| case.get("kind").is_none_or(|kind| kind == "set"))
        .filter_map(|case| Some(rows_of_case(case, case["expect"].get("violations")?)))
        .flatten();
    let (refused, of_base_url) = part(rows_refused);
    assert!(!of_base_url.is_empty());
    assert_eq!(refused, rows(|rule| rule.hard));
}

#[test]
fn no_rule_stands_twice_with_the_same_weight() {
    let mut seen = BTreeSet::new();
    for rule in validation_rules() {
        assert!(seen.insert((row_of(&rule), rule.hard)), "{rule:?}");
    }
}

#[test]
fn every_problem_that_parameters_have_of_themselves_has_a_case() {
    let found: BTreeSet<Row> = cases("params.json")
        .iter()
        .flat_map(|case| rows_of_case(case, &case["expect"]["violations"]))
        .map(|row| row.split_once(' ').unwrap().1.to_owned())
        .collect();
    for own in [
        "parameters unknown warning",
        "parameters duplicate error",
        "action invalid error",
        "pause_after_dispose invalid error",
        "auto_release invalid error",
    ] {
        assert!(found.contains(own), "{own}");
    }
}

#[test]
fn every_problem_of_a_base_url_has_a_case() {
    let cases = cases("urls.json");
    let found: BTreeSet<_> = cases
        .iter()
        .filter_map(|case| case["expect"]["problem"].as_str())
        .collect();
    assert_eq!(found, BTreeSet::from(BASE_URL_PROBLEMS));
}

#[test]
fn no_two_cases_have_the_same_input() {
    for name in ["validate.json", "wire.json", "params.json", "urls.json"] {
        let mut inputs = BTreeMap::new();
        for case in cases(name) {
            let mut input = case.as_object().unwrap().clone();
            let id = input.remove("id").unwrap();
            input.retain(|key, _| !matches!(key.as_str(), "expect" | "source"));
            if let Some(other) = inputs.insert(Value::from(input).to_string(), id.clone()) {
                panic!("{name}: {other} and {id} give the same");
            }
        }
    }
}
