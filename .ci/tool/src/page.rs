//! `cargo tool page`: the page about speed, from the numbers of `make bench`.

use crate::{
    Result, chart,
    page_rows::{bars, lines, table, verdicts},
    place::{root, write},
};
use serde_json::Value;
use std::{fs, path::Path};

const NUMBERS: &str = "tests/bench/bench.json";
const PAGE: &str = "core/docs/speed.md";
/// Whose numbers a page has: one of a part of them would say less than the page before.
pub(crate) const LANGUAGES: [&str; 5] = ["c", "kotlin", "python", "rust", "swift"];

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
             The largest parts of it: `TLS` 50 %.",
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
