//! `make bench`: what each language costs beside its peers, from the programs `tests/bench/*/run`.

use crate::{
    Result,
    place::{root, target, write},
    run::run,
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// Runs the parts of these languages, or of all, one after the other, and prints one table. A part
/// that fails fails the whole; an aim that is missed is shown.
pub(crate) fn bench(wanted: &[&str]) -> Result<()> {
    let mut languages: Vec<String> = fs::read_dir(root().join("tests/bench"))?
        .flatten()
        .filter(|entry| entry.path().join("run").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|language| wanted.is_empty() || wanted.contains(&language.as_str()))
        .collect();
    languages.sort();
    if let Some(unknown) = wanted
        .iter()
        .find(|one| !languages.iter().any(|known| known == *one))
    {
        return Err(format!("there is no tests/bench/{unknown}/run").into());
    }
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for language in &languages {
        eprintln!("bench: {language}");
        match run(format!("tests/bench/{language}/run"))
            .output()
            .and_then(|said| measurements(language, &said))
        {
            Ok(measured) => rows.extend(measured),
            Err(error) => failed.push(format!("{language}: {error}")),
        }
    }
    let machine = machine();
    let file = numbers();
    let numbers = json!({"machine": machine, "measurements": rows});
    write(&file, serde_json::to_string_pretty(&numbers)?.as_bytes())?;
    println!(
        "{machine}\n\n{}\nThe numbers: {}",
        table(&rows),
        file.display()
    );
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("bench failed in: {}", failed.join("; ")).into())
    }
}

/// Where the numbers of the last run are.
pub(crate) fn numbers() -> PathBuf {
    target().join("bench/bench.json")
}

/// The objects that a part prints, one a line, with their language, and whether their aim is met. Other
/// lines are for a reader.
fn measurements(language: &str, said: &str) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for line in said.lines().filter(|line| line.starts_with('{')) {
        let mut row: Value =
            serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))?;
        let is_missing = row["missing"].is_string() && row["why"].is_string();
        let is_named = ["work", "group"].iter().all(|key| row[key].is_string());
        let is_measured = is_named && row["ours"].is_number();
        if !(is_missing || is_measured) {
            return Err(
                format!("{line}: it names no work, group and ours, nor what is missing").into(),
            );
        }
        row["language"] = language.into();
        if let Some(met) = met(&row) {
            row["met"] = met.into();
        }
        found.push(row);
    }
    if found.is_empty() {
        Err("it measured nothing".into())
    } else {
        Ok(found)
    }
}

/// Whether a row's aim is met, where it has one: the ratio to its peer, or the number by itself. A ratio
/// whose spread reaches the aim can't be told from it.
fn met(row: &Value) -> Option<bool> {
    let aims = [("ratio", "most_ratio"), ("ours", "most")];
    let (is, most) = aims
        .iter()
        .find_map(|(is, most)| Some((row[is].as_f64()?, row[most].as_f64()?)))?;
    let spread = row["spread"].as_f64().filter(|_| row["ratio"].is_number());
    Some(is * (1.0 - spread.unwrap_or(0.0)) <= most)
}

/// What it ran on: numbers of two machines are no comparison.
fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{}, {cores} cores, {}",
        model.map_or("an unknown processor", |model| model.1),
        std::env::consts::OS
    )
}

const COLUMNS: [&str; 10] = [
    "language", "work", "ours", "beside", "peer", "ratio", "spread", "aim", "met", "floor",
];

fn table(rows: &[Value]) -> String {
    let mut lines = vec![COLUMNS.map(str::to_owned)];
    lines.extend(rows.iter().map(cells));
    let mut out = String::new();
    for line in &lines {
        for (at, cell) in line.iter().enumerate() {
            let width = lines.iter().map(|line| line[at].chars().count()).max();
            out += &format!("{cell:0$}  ", width.unwrap_or(0));
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out
}

/// A row as it is read.
pub(crate) fn cells(row: &Value) -> [String; COLUMNS.len()] {
    let nothing = || "–".to_owned();
    let text = |key: &str| row[key].as_str().map_or_else(nothing, str::to_owned);
    let unit = row["unit"].as_str().unwrap_or("ns");
    let number = |value: &Value| value.as_f64().map_or_else(nothing, |is| quantity(is, unit));
    let count = row["count"].as_u64();
    let work = match (row["missing"].as_str(), count) {
        (Some(what), _) => format!("{what} is missing: {}", text("why")),
        (_, Some(count)) => format!("{}, of {count}", text("work")),
        _ => text("work"),
    };
    let aim = match (row["most_ratio"].as_f64(), row["most"].as_f64()) {
        (Some(most), _) => format!("≤ {most:.2} ×"),
        (_, Some(most)) => format!("≤ {}", quantity(most, unit)),
        _ => nothing(),
    };
    let met = row["met"].as_bool();
    let floor = match row["floor"]["what"].as_str() {
        Some(what) => format!("{} {what}", number(&row["floor"]["takes"])),
        None => nothing(),
    };
    [
        text("language"),
        work,
        number(&row["ours"]),
        text("beside"),
        number(&row["peer"]),
        row["ratio"]
            .as_f64()
            .map_or_else(nothing, |ratio| format!("{ratio:.2}")),
        row["spread"]
            .as_f64()
            .map_or_else(nothing, |part| format!("±{:.0} %", part * 100.0)),
        aim,
        met.map_or_else(nothing, |met| if met { "yes" } else { "NO" }.to_owned()),
        floor,
    ]
}

/// A measured number with its unit, as a reader wants it.
fn quantity(number: f64, unit: &str) -> String {
    match (unit, number) {
        ("ns", ns) if ns < 1e3 => format!("{ns:.0} ns"),
        ("ns", ns) if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ("ns", ns) => format!("{:.2} ms", ns / 1e6),
        ("bytes", bytes) => format!("{:.2} MB", bytes / 1e6),
        (unit, number) => format!("{number:.0} {unit}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measurement_is_a_row_and_a_missed_aim_is_seen() {
        let said = r#"warming up
{"work":"classify","group":"rules","beside":"json.loads","ours":11800,"peer":2400.5,"ratio":4.916,"spread":0.031,"most_ratio":5}
{"work":"import","group":"start","ours":31000000,"most":28e6,"floor":{"what":"ctypes alone","takes":9e6}}
{"work":"wheel","group":"size","unit":"bytes","ours":1637694}
{"work":"many","group":"rules","beside":"one","ours":51,"peer":50,"ratio":1.02,"spread":0.03,"most_ratio":1}
{"work":"classify_many","group":"series","count":1000,"ours":600}
{"missing":"simdjson","why":"no such package"}"#;
        let table = table(&measurements("python", said).unwrap());
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        let lines: Vec<_> = table.lines().map(words).collect();
        assert_eq!(
            lines[1..],
            [
                "python classify 11.80 µs json.loads 2.40 µs 4.92 ±3 % ≤ 5.00 × yes –",
                "python import 31.00 ms – – – – ≤ 28.00 ms NO 9.00 ms ctypes alone",
                "python wheel 1.64 MB – – – – – – –",
                "python many 51 ns one 50 ns 1.02 ±3 % ≤ 1.00 × yes –",
                "python classify_many, of 1000 600 ns – – – – – – –",
                "python simdjson is missing: no such package – – – – – – – –",
            ]
        );
    }

    #[test]
    fn a_part_that_measures_nothing_or_breaks_off_fails() {
        for said in [
            "",
            "all is well\n",
            "{\"work\":\"classify\"",
            "{\"work\":\"classify\",\"ours\":1}",
            "{\"missing\":\"simdjson\"}",
        ] {
            assert!(measurements("python", said).is_err(), "{said}");
        }
    }
}
