//! The rule tables and `classify.json` against each other: a row without a case fails, whatever it
//! was added for; so do two cases with the same input.

mod cases;
mod naive;

use std::collections::BTreeMap;

use cases::{Case, Expect, Kind};
use cloudagent_disposition::{
    HttpRule, Matching, Outcome, Polarity, Rule, Scope, http_rules, rules,
};
use naive::{Decided, Judgement, Reader, StatusWord};

/// A case and how the naive classifier comes to its answer.
struct Judged {
    case: Case,
    judgement: Judgement,
}

/// Something that some case must show.
#[derive(Debug, Clone, PartialEq)]
struct Demand {
    kind: Kind,
    decided: Decided,
    outcome: Outcome,
    aspect: Aspect,
}

#[derive(Debug, Clone, PartialEq)]
enum Aspect {
    /// Read so, under such a status word.
    Words(Reader, StatusWord),
    /// At a status of this hundred.
    HttpHundred(u16),
    /// At this status, read so, under such a status word.
    HttpStatus(u16, Reader, StatusWord),
}

impl Demand {
    fn is_met_by(&self, judged: &Judged) -> bool {
        let Judgement {
            reader,
            status_word,
            decided,
            ..
        } = judged.judgement;
        let http = judged.case.status();
        let Expect::Reply(expected) = &judged.case.expect else {
            return false;
        };
        let aspect = match self.aspect {
            Aspect::Words(r, word) => (r, word) == (reader, status_word),
            Aspect::HttpHundred(hundred) => http / 100 == hundred,
            Aspect::HttpStatus(status, r, word) => (status, r, word) == (http, reader, status_word),
        };
        aspect
            && self.kind == judged.case.kind
            && self.decided == decided
            && self.outcome == expected.outcome
    }
}

const READERS: [Reader; 2] = [Reader::Strict, Reader::Lenient];
/// The HTTP statuses that no other row has: a number beyond these is none.
const NUMBERS: (u16, u16) = (0, 999);

/// What the cases must show of one row of the table of texts, but one of records.
fn demands_of(rule: &'static Rule) -> Vec<Demand> {
    use StatusWord::{Failure, None, Other, Success};
    let kind = match rule.scope {
        Scope::Token => Kind::Token,
        Scope::List => Kind::List,
        _ => Kind::Set,
    };
    let decided = match (rule.matching, rule.meaning.outcome, kind) {
        (Matching::Whole | Matching::Prefix, ..) => Decided::Text(rule.text),
        (_, Outcome::Succeeded, _) => Decided::Succeeded,
        (_, Outcome::Rejected, _) => Decided::Rejected,
        (_, Outcome::Unrecognised, Kind::Set) => Decided::Contradictory,
        (_, Outcome::Unrecognised, _) => Decided::NothingGranted,
        _ => panic!("how is a case of this row known? {rule:?}"),
    };
    let (readers, words, hundreds): (&[Reader], &[StatusWord], &[u16]) = match decided {
        Decided::Succeeded => (&READERS[..1], &[Success], &[2]),
        Decided::Rejected => (&READERS, &[Failure], &[1, 2, 3, 4, 6]),
        Decided::Contradictory => (&READERS, &[Success, Failure], &[2, 3, 4, 5]),
        Decided::NothingGranted => (&READERS, &[Success], &[2]),
        _ => match rule.polarity {
            Polarity::Success => (&READERS, &[None, Success], &[2, 3, 4, 5]),
            Polarity::Failure => (&READERS, &[None, Failure, Other], &[2, 3, 4, 5]),
            _ => (&READERS, &[None, Success, Failure, Other], &[2, 3, 4, 5]),
        },
    };
    let words = readers
        .iter()
        .flat_map(|reader| words.iter().map(|word| Aspect::Words(*reader, *word)));
    let hundreds = hundreds.iter().map(|hundred| Aspect::HttpHundred(*hundred));
    words
        .chain(hundreds)
        .map(|aspect| Demand {
            kind,
            decided,
            outcome: rule.meaning.outcome,
            aspect,
        })
        .collect()
}

/// What the cases must show of one row of the table of statuses: both ends of each range, under
/// both readers, and under a failure-like word where the rules let the status decide there too.
fn demands_of_http(rule: &HttpRule) -> Vec<Demand> {
    let demand = |outcome, aspect| Demand {
        kind: Kind::Set,
        decided: Decided::Http,
        outcome,
        aspect,
    };
    let mut demands = Vec::new();
    for status in rule
        .statuses
        .iter()
        .flat_map(|(first, last)| [*first, *last])
        .filter(|status| (NUMBERS.0..=NUMBERS.1).contains(status))
    {
        for reader in READERS {
            for word in [StatusWord::None, StatusWord::Other] {
                let aspect = Aspect::HttpStatus(status, reader, word);
                demands.push(demand(rule.meaning.outcome, aspect));
            }
            if let Some(meaning) = rule.of_failure {
                let aspect = Aspect::HttpStatus(status, reader, StatusWord::Failure);
                demands.push(demand(meaning.outcome, aspect));
            }
        }
    }
    demands
}

/// The first text of this outcome.
fn text_of(outcome: Outcome) -> &'static str {
    let rule = rules().iter().find(|rule| rule.meaning.outcome == outcome);
    rule.expect("each outcome has a row").text
}

/// What the cases must show of a reply behind a preface: both polarities, and each end that one
/// read so can come to.
fn demands_of_prefaces() -> Vec<Demand> {
    use StatusWord::{Failure, Other, Success};
    let text = |outcome| (Decided::Text(text_of(outcome)), outcome);
    let at = |status, word| Aspect::HttpStatus(status, Reader::Preface, word);
    let words = |word| Aspect::Words(Reader::Preface, word);
    let contradictory = (Decided::Contradictory, Outcome::Unrecognised);
    let unavailable = (Decided::Http, Outcome::Unavailable);
    let all = [
        (text(Outcome::Saved), at(200, Success)),
        (contradictory, at(500, Success)),
        (contradictory, at(200, Success)),
        (text(Outcome::InvalidAgent), at(200, Failure)),
        ((Decided::Rejected, Outcome::Rejected), words(Failure)),
        (unavailable, at(500, Failure)),
        (unavailable, words(Other)),
    ];
    let demand = |((decided, outcome), aspect)| Demand {
        kind: Kind::Set,
        decided,
        outcome,
        aspect,
    };
    all.map(demand).into()
}

fn demands() -> Vec<Demand> {
    // Those of records are asked of `records.json`.
    let of_replies = rules().iter().filter(|rule| rule.scope != Scope::Records);
    let texts = of_replies.flat_map(demands_of);
    texts
        .chain(http_rules().iter().flat_map(demands_of_http))
        .chain(demands_of_prefaces())
        .collect()
}

fn judged() -> Vec<Judged> {
    let shallow = |case: &Case| case.body().iter().filter(|b| b"[{".contains(b)).count() < 400;
    let judge = |case: Case| Judged {
        judgement: naive::judge(case.kind, case.status(), &case.body(), None),
        case,
    };
    cases::all()
        .into_iter()
        .filter(shallow)
        .map(judge)
        .collect()
}

/// What no case shows.
fn missing(cases: &[Judged]) -> Vec<Demand> {
    let mut demands = demands();
    demands.retain(|demand| !cases.iter().any(|case| demand.is_met_by(case)));
    demands
}

/// The ids of cases whose input another case has, too.
fn doubled(cases: &[Case]) -> Vec<String> {
    let mut inputs = BTreeMap::new();
    let input = |case: &Case| {
        let headers = (case.retry_after.clone(), case.date.clone());
        (case.kind, case.http_status, headers, case.body())
    };
    cases
        .iter()
        .filter(|case| inputs.insert(input(case), ()).is_some())
        .map(|case| case.id.clone())
        .collect()
}

#[test]
fn every_row_has_its_cases() {
    let missing = missing(&judged());
    assert!(missing.is_empty(), "no case shows this: {missing:#?}");
}

#[test]
fn no_two_cases_have_the_same_input() {
    assert_eq!(doubled(&cases::all()), [""; 0]);
}

#[test]
fn the_gate_misses_each_demand_whose_cases_are_gone() {
    let mut cases = judged();
    assert_eq!(missing(&[]), demands());
    for demand in demands().iter().step_by(17) {
        let (met, rest) = cases.into_iter().partition(|case| demand.is_met_by(case));
        cases = rest;
        assert!(missing(&cases).contains(demand), "{demand:?}");
        let met: Vec<Judged> = met;
        cases.extend(met);
    }
    assert!(missing(&cases).is_empty());
}

#[test]
fn the_gate_finds_a_case_that_stands_twice() {
    let mut cases = cases::all();
    let mut twin = cases[0].clone();
    twin.id = "twin".to_owned();
    cases.push(twin);
    assert_eq!(doubled(&cases), ["twin"]);
}
