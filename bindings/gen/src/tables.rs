//! The tables, as Markdown, made from the rules.

use std::fmt::Write as _;

use cloudagent_disposition::{
    Api, Finding, Matching, Meaning, Scope, Severity, ValidationRule, http_rules, rules,
    validation_rules,
};

/// The table of this name.
pub(crate) fn named(name: &str) -> Option<String> {
    match name {
        "outcomes" => Some(outcomes()),
        "texts" => Some(texts()),
        "statuses" => Some(statuses()),
        "validation" => Some(validation()),
        "findings" => Some(findings()),
        _ => None,
    }
}

fn table(header: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let texts = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect();
    let head: [Vec<String>; 2] = [texts(header), texts(&vec!["---"; header.len()])];
    let mut out = String::new();
    for cells in head.into_iter().chain(rows) {
        for cell in cells {
            let _ = write!(out, "| {} ", cell.replace('|', "\\|"));
        }
        out.push_str("|\n");
    }
    out
}

fn code(word: impl std::fmt::Display) -> String {
    format!("`{word}`")
}

/// What a reply comes to.
fn codes(said: &Meaning) -> [String; 3] {
    [code(said.outcome), code(said.effect), code(said.advice)]
}

/// What setting a disposition can come to, each combination once. The rows of statuses come first:
/// where a text means the same, their sentence is the more general one.
fn outcomes() -> String {
    let of_statuses = http_rules().iter().map(|rule| rule.meaning);
    let of_texts = rules().iter().filter(|rule| rule.scope == Scope::Every);
    let mut seen: Vec<&Meaning> = Vec::new();
    let key = |meaning: &Meaning| (meaning.outcome, meaning.effect, meaning.advice);
    for new in of_statuses.chain(of_texts.map(|rule| rule.meaning)) {
        if seen.iter().all(|old| key(old) != key(new)) {
            seen.push(new);
        }
    }
    seen.sort_by_key(|meaning| (meaning.outcome, meaning.effect));
    let rows = seen.into_iter().map(|meaning| {
        let [outcome, effect, advice] = codes(meaning);
        vec![outcome, effect, advice, meaning.hint.to_owned()]
    });
    let last = "what happened, and what to do";
    table(&["outcome", "effect", "advice", last], rows)
}

fn texts() -> String {
    let rows = rules().iter().map(|rule| {
        let text = match rule.matching {
            Matching::Rest => format!("*{}*", rule.text),
            _ => code(rule.text),
        };
        let of = match rule.scope {
            Scope::Every => String::new(),
            only => format!(" ({only} replies)"),
        };
        let [outcome, effect, advice] = codes(rule.meaning);
        vec![
            text + &of,
            rule.matching.to_string(),
            rule.polarity.to_string(),
            outcome,
            effect,
            advice,
            rule.meaning.hint.to_owned(),
            rule.source.to_owned(),
            rule.grade.to_string(),
        ]
    });
    let header = [
        "text", "match", "word", "outcome", "effect", "advice", "hint", "source", "grade",
    ];
    table(&header, rows)
}

fn statuses() -> String {
    let rows = http_rules().iter().map(|rule| {
        let hint = match rule.meaning.hint_on_get {
            None => rule.meaning.hint.to_owned(),
            Some(on_get) => format!("{} On the GET APIs: {on_get}", rule.meaning.hint),
        };
        let [outcome, effect, advice] = codes(rule.meaning);
        let (label, grade) = (rule.label.to_owned(), rule.grade.to_string());
        vec![label, outcome, effect, advice, hint, grade]
    });
    let status = "HTTP status";
    let header = [status, "outcome", "effect", "advice", "hint", "grade"];
    table(&header, rows)
}

/// What a look into the records can come to.
fn findings() -> String {
    let said = crate::words::words("Finding").all;
    let rows = Finding::ALL.iter().zip(said).map(|(finding, word)| {
        let (effect, advice) = (code(finding.effect()), code(finding.advice()));
        vec![code(finding), effect, advice, word.doc.join(" ")]
    });
    table(&["finding", "effect", "advice", "what was found"], rows)
}

/// One row of the validation table: a rule, and its weight on each API.
struct Weighed {
    rule: ValidationRule,
    weights: [Vec<&'static str>; 4],
}

fn weight(rule: &ValidationRule) -> &'static str {
    match (rule.severity, rule.hard) {
        (Severity::Error, true) => "hard",
        (Severity::Error, false) => "error",
        (Severity::Warning, _) => "warning",
    }
}

fn validation() -> String {
    let mut rows: Vec<Weighed> = Vec::new();
    for rule in validation_rules() {
        let same = |row: &&mut Weighed| {
            (row.rule.field, row.rule.problem, row.rule.detail)
                == (rule.field, rule.problem, rule.detail)
        };
        let place = Api::ALL.iter().position(|api| *api == rule.api).unwrap();
        match rows.iter_mut().find(same) {
            Some(row) => row.weights[place].push(weight(&rule)),
            None => {
                let mut weights: [Vec<&str>; 4] = Default::default();
                weights[place].push(weight(&rule));
                rows.push(Weighed { rule, weights });
            }
        }
    }
    // A rule of one API only is met late: back to the order of the fields.
    rows.sort_by_key(|row| row.rule.field);
    let rows = rows.into_iter().map(|Weighed { rule, weights }| {
        let mut cells = vec![code(rule.field), code(rule.problem)];
        cells.extend(weights.iter().map(|on_api| match on_api.as_slice() {
            [] => "–".to_owned(),
            some => some.join(" or "),
        }));
        cells.push(rule.detail.to_owned());
        cells
    });
    let mut header = vec!["field", "problem"];
    header.extend(Api::ALL.iter().map(|api| api.as_str()));
    header.push("how to mend it");
    table(&header, rows)
}
