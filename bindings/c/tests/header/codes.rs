//! The numbers of the header against the core's words.

use std::collections::BTreeSet;

use cloudagent_disposition::{
    Advice, Api, Delivery, Effect, Field, Kind, Outcome, Problem, Severity, ValidationMode,
};
use cloudagent_disposition_c::codes::Row;
use cloudagent_disposition_c::codes::answer::{ADVICE, EFFECTS, OUTCOMES};
use cloudagent_disposition_c::codes::api::APIS;
use cloudagent_disposition_c::codes::call::{DELIVERIES, KINDS};
use cloudagent_disposition_c::codes::request::{FLAGS, MODES, SEVERITIES};
use cloudagent_disposition_c::codes::violation::{FIELDS, PROBLEMS};
use cloudagent_disposition_c::connection::PROXIES;
use cloudagent_disposition_c::status::STATUSES;
use cloudagent_disposition_c::steps::{EVENTS, STEPS};

/// Each word of the table has one number, and the header has it under the word's own name.
fn check<T>(prefix: &str, rows: &[Row<T>]) {
    let header = super::header();
    let mut numbers = BTreeSet::new();
    for row in rows {
        let word = row.name.to_str().unwrap();
        let line = format!("    {prefix}{} = {},\n", word.to_uppercase(), row.number);
        assert!(header.contains(&line), "no {line:?}");
        assert!(
            numbers.insert(row.number),
            "{word}: its number stands twice"
        );
    }
    let of_prefix = header
        .lines()
        .filter(|line| line.starts_with(&format!("    {prefix}")) && line.ends_with(','))
        .filter(|line| line.contains(" = "))
        .count();
    assert_eq!(of_prefix, rows.len(), "{prefix}: a constant without a row");
}

/// The table is the core's set: a new word of the core's needs a number.
fn check_core<T: PartialEq>(prefix: &str, rows: &[Row<T>], words: &[T], code: fn(&T) -> &str) {
    check(prefix, rows);
    for word in words {
        let row = rows.iter().find(|row| row.value == *word);
        let row = row.unwrap_or_else(|| panic!("{prefix}: {} has no number", code(word)));
        assert_eq!(row.name.to_str(), Ok(code(word)));
        assert_ne!(row.number, 0, "0 stands for none");
    }
    assert_eq!(rows.len(), words.len(), "{prefix}");
}

#[test]
fn every_word_of_the_core_has_its_number() {
    check_core("CAD_EFFECT_", EFFECTS, Effect::ALL, |word| word.as_str());
    check_core("CAD_ADVICE_", ADVICE, Advice::ALL, |word| word.as_str());
    check_core("CAD_OUTCOME_", OUTCOMES, Outcome::ALL, |word| word.as_str());
    check_core("CAD_API_", APIS, Api::ALL, |word| word.as_str());
    check_core("CAD_MODE_", MODES, ValidationMode::ALL, |word| {
        word.as_str()
    });
    check_core("CAD_SEVERITY_", SEVERITIES, Severity::ALL, |word| {
        word.as_str()
    });
    check_core("CAD_FIELD_", FIELDS, Field::ALL, |word| word.as_str());
    check_core("CAD_PROBLEM_", PROBLEMS, Problem::ALL, |word| word.as_str());
    check_core("CAD_KIND_", KINDS, Kind::ALL, |word| word.as_str());
    check_core("CAD_DELIVERY_", DELIVERIES, Delivery::ALL, |word| {
        word.as_str()
    });
}

#[test]
fn the_words_that_are_c_alone_have_their_numbers_too() {
    check("CAD_PROXY_", PROXIES);
    check("CAD_EVENT_", EVENTS);
    check("CAD_STEP_", STEPS);
    let header = super::header();
    for row in FLAGS {
        let line = format!(
            "    CAD_{} = {},\n",
            row.name.to_str().unwrap().to_uppercase(),
            row.number
        );
        assert!(header.contains(&line), "no {line:?}");
    }
    let mut numbers = BTreeSet::new();
    for (number, name) in STATUSES {
        let line = format!(
            "    CAD_{} = {number},\n",
            name.to_str().unwrap().to_uppercase()
        );
        assert!(header.contains(&line), "no {line:?}");
        assert!(numbers.insert(number));
    }
}
