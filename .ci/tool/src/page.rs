//! `cargo tool page`: the page about speed, from the numbers of `make bench`.

use crate::{
    Result,
    bench::cells,
    chart::{self, Line},
    place::{root, write},
};
use serde_json::Value;
use std::{fs, path::Path};

const NUMBERS: &str = "tests/bench/bench.json";
const PAGE: &str = "core/docs/speed.md";
/// Whose numbers a page has: one of a part of them would say less than the page before.
const LANGUAGES: [&str; 5] = ["c", "kotlin", "python", "rust", "swift"];

/// The groups of rows, in their order: title, and what is said of all of them.
const GROUPS: [(&str, &str, &str); 7] = [
    (
        "rules",
        "The functions without I/O",
        "What a program would do at least without the library stands beside it: read the JSON, look the words up.",
    ),
    (
        "calls",
        "One call",
        "A disposition is set, over and over, at the simulator on the same machine: each way over a connection that is kept, \
         with the same request. The others only look for a word in the reply.",
    ),
    (
        "parallel",
        "64 at once",
        "64 threads or tasks share one client, each with call after call; the time is the clock's, for each of all calls. The \
         simulator is one thread, and all have to wait for it.",
    ),
    (
        "series",
        "From one reply to a million",
        "The same, for each reply, where many are given in one call.",
    ),
    (
        "start",
        "Start",
        "What a program waits for before it can do anything.",
    ),
    (
        "counts",
        "Counted",
        "What a counter says is the same on every machine with this processor's instructions: by valgrind, for each time.",
    ),
    ("size", "Sizes", "What is shipped, stripped."),
];

/// Writes the page from the numbers that are committed, or from these, which are committed with it then.
pub(crate) fn page(numbers: Option<&Path>) -> Result<()> {
    let committed = root().join(NUMBERS);
    if let Some(numbers) = numbers {
        let text = fs::read_to_string(numbers)?;
        page_of(&text)?;
        write(&committed, text.as_bytes())?;
    }
    let page = page_of(&fs::read_to_string(&committed)?)?;
    write(&root().join(PAGE), page.as_bytes())
}

fn page_of(numbers: &str) -> Result<String> {
    let numbers: Value = serde_json::from_str(numbers)?;
    let rows = numbers["measurements"]
        .as_array()
        .ok_or("no measurements")?;
    if let Some(language) = LANGUAGES
        .iter()
        .find(|language| !rows.iter().any(|row| row["language"] == **language))
    {
        return Err(format!(
            "there are no numbers of {language}: run `make bench` without a language"
        )
        .into());
    }
    let of_group = |group: &str| {
        rows.iter()
            .filter(|row| row["group"] == group)
            .collect::<Vec<_>>()
    };
    let machine = numbers["machine"].as_str().ok_or("no machine")?;
    let mut out = format!(
        "What the library costs beside what a program would use without it.\n\n\
         Measured by `make bench` on one machine ({machine}), the ways in turn, round after round, in one run; a number is the \
         median of the rounds, and the spread is half of what lies between the quartiles of the ratios. Where not said \
         otherwise it is the processor's time. Numbers of another machine are no comparison: run it on yours.\n\n\
         This page is made from `{NUMBERS}` by `cargo tool page`.\n\n## In short\n\n",
    );
    out += &verdicts(rows);
    for (group, title, about) in GROUPS {
        let rows = of_group(group);
        if rows.is_empty() {
            continue;
        }
        out += &format!("\n## {title}\n\n{about}\n\n");
        match group {
            "series" => out += &chart::series(&lines(&rows))?,
            "rules" | "calls" | "parallel" => out += &chart::ratios(&bars(&rows))?,
            _ => {}
        }
        out += &format!("\n{}", table(&rows));
    }
    Ok(out)
}

/// Where a peer is ahead, and which aims are missed: nobody should have to look for it.
fn verdicts(rows: &[Value]) -> String {
    let is = |row: &Value, key: &str, wanted: bool| row[key].as_bool() == Some(wanted);
    // Of one reply to a million there is a chart, which shows where the lines cross.
    let ahead = |row: &&Value| {
        row["group"] != "series" && row["ratio"].as_f64().is_some_and(|ratio| ratio > 1.0)
    };
    let aims = rows.iter().filter(|row| row["met"].is_boolean()).count();
    let met = rows.iter().filter(|row| is(row, "met", true)).count();
    let mut out = format!("{met} of {aims} aims are met.\n\n");
    let missed: Vec<_> = rows.iter().filter(|row| is(row, "met", false)).collect();
    if !missed.is_empty() {
        out += "Missed:\n\n";
    }
    for row in missed {
        let [language, work, ours, beside, _, ratio, _, aim, _, floor] = cells(row);
        let ratio = if beside == "–" {
            String::new()
        } else {
            format!(", {ratio} × of {beside}")
        };
        let floor = if floor == "–" {
            String::new()
        } else {
            format!(" The floor, in the same run: {floor}.")
        };
        out += &format!(
            "- {}, {work}: {ours}{ratio}; the aim is {aim}.{floor}{}\n",
            name(&language),
            parts(row)
        );
    }
    let behind: Vec<_> = rows.iter().filter(ahead).collect();
    if !behind.is_empty() {
        out += "\nA peer is ahead:\n\n";
    }
    for row in behind {
        let [language, work, ours, beside, peer, ..] = cells(row);
        out += &format!(
            "- {}, {work}: {ours}, where {beside} takes {peer}.\n",
            name(&language)
        );
    }
    let missing: Vec<_> = rows
        .iter()
        .filter(|row| row["missing"].is_string())
        .collect();
    if !missing.is_empty() {
        out += "\nNot measured:\n\n";
    }
    for row in missing {
        out += &format!("- {}\n", cells(row)[1]);
    }
    out
}

/// Where what is measured goes, largest first, where the row says so.
fn parts(row: &Value) -> String {
    let part = |part: &Value| {
        let (what, share) = (part[0].as_str()?, part[1].as_f64()?);
        Some(format!("{what} {:.0} %", share * 100.0))
    };
    let parts = row["parts"].as_array().map_or(&[][..], Vec::as_slice);
    let parts: Vec<_> = parts.iter().filter_map(part).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(" The largest parts of it: {}.", parts.join(", "))
}

fn bars(rows: &[&Value]) -> Vec<(String, f64)> {
    let bar = |row: &&Value| {
        let [language, work, _, beside, ..] = cells(row);
        Some((
            format!("{}, {work} / {beside}", name(&language)),
            row["ratio"].as_f64()?,
        ))
    };
    rows.iter().filter_map(bar).collect()
}

/// A line of each language, and after it its peer's.
fn lines(rows: &[&Value]) -> Vec<Line> {
    let mut lines = Vec::new();
    for language in LANGUAGES {
        let of = || rows.iter().filter(|row| row["language"] == language);
        let Some(first) = of().next() else { continue };
        let [_, _, _, beside, ..] = cells(first);
        let work = first["work"].as_str().unwrap_or_default();
        for (key, label) in [("ours", work), ("peer", beside.as_str())] {
            let point = |row: &&Value| Some((row["count"].as_f64()?, row[key].as_f64()?));
            lines.push(Line {
                label: format!("{}, {label}", name(language)),
                is_peer: key == "peer",
                points: of().filter_map(point).collect(),
            });
        }
    }
    lines
}

fn table(rows: &[&Value]) -> String {
    let mut out = "| | | here | beside | it takes | ratio | spread | aim |\n|---|---|---|---|---|---|---|---|\n".to_owned();
    for row in rows {
        let [
            language,
            work,
            ours,
            beside,
            peer,
            ratio,
            spread,
            aim,
            met,
            _,
        ] = cells(row);
        let clock = if row["clock"] == "wall" {
            ", by the clock"
        } else {
            ""
        };
        let aim = if met == "NO" {
            format!("**{aim}, missed**")
        } else {
            aim
        };
        out += &format!(
            "| {} | {work}{clock} | {ours} | {beside} | {peer} | {ratio} | {spread} | {aim} |\n",
            name(&language)
        );
    }
    out
}

/// A language as it is written.
fn name(language: &str) -> String {
    let mut letters = language.chars();
    letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_says_what_the_committed_numbers_say() {
        let numbers = fs::read_to_string(root().join(NUMBERS)).unwrap();
        let page = fs::read_to_string(root().join(PAGE)).unwrap();
        assert!(
            page == page_of(&numbers).unwrap(),
            "{PAGE} is not what {NUMBERS} says: run `cargo tool page`"
        );
    }

    #[test]
    fn a_missed_aim_a_peer_ahead_and_what_is_missing_are_said_first() {
        let row = |language: &str| {
            format!(
                r#"{{"language":"{language}","work":"a call","group":"calls","ours":2000,"beside":"a peer","peer":1000,
                "ratio":2,"most_ratio":1.5,"met":false,"floor":{{"what":"a socket","takes":900}},"parts":[["TLS",0.5]]}}"#
            )
        };
        let missing = r#"{"language":"c","missing":"a library","why":"it is nowhere"}"#;
        let rows = LANGUAGES.map(row).join(",");
        let page = page_of(&format!(
            r#"{{"machine":"one","measurements":[{rows},{missing}]}}"#
        ))
        .unwrap();
        let summary = page.split("## One call").next().unwrap();
        for said in [
            "0 of 5 aims",
            "- C, a call: 2.00 µs, 2.00 × of a peer; the aim is ≤ 1.50 ×. The floor, in the same run: 900 ns a socket. \
             The largest parts of it: TLS 50 %.",
            "- Swift, a call: 2.00 µs, where a peer takes 1.00 µs.",
            "- a library is missing: it is nowhere",
        ] {
            assert!(summary.contains(said), "{said}\n{summary}");
        }
        assert!(page.contains("<svg"));
    }

    #[test]
    fn numbers_of_a_part_make_no_page() {
        let part = r#"{"machine":"one","measurements":[{"language":"c","work":"w","group":"rules","ours":1}]}"#;
        let refused = page_of(part).unwrap_err().to_string();
        assert!(refused.contains("no numbers of kotlin"), "{refused}");
    }
}
