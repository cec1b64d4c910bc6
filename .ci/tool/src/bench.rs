//! `make bench`: what each language costs beside its peers, from the programs `tests/bench/*/run`.

use crate::{
    Result,
    place::{root, target, write},
    run::run,
};
use serde_json::{Value, json};
use std::fs;

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
    let file = target().join("bench/bench.json");
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

/// The objects that a part prints, one a line, with their language. Other lines are for a reader.
fn measurements(language: &str, said: &str) -> Result<Vec<Value>> {
    let mut found = Vec::new();
    for line in said.lines().filter(|line| line.starts_with('{')) {
        let mut row: Value =
            serde_json::from_str(line).map_err(|error| format!("{line}: {error}"))?;
        if !row["work"].is_string() || !row["ours_ns"].is_number() {
            return Err(format!("{line}: it names no work and no ours_ns").into());
        }
        row["language"] = language.into();
        found.push(row);
    }
    if found.is_empty() {
        Err("it measured nothing".into())
    } else {
        Ok(found)
    }
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

fn table(rows: &[Value]) -> String {
    let head = [
        "language", "work", "ours", "beside", "peer", "ratio", "spread", "aim", "met",
    ];
    let mut lines = vec![head.map(str::to_owned)];
    for row in rows {
        let text = |key: &str| match &row[key] {
            Value::String(text) => text.clone(),
            Value::Null => "–".to_owned(),
            other => other.to_string(),
        };
        let time = |key: &str| row[key].as_f64().map_or("–".to_owned(), duration);
        let spread = |part: f64| format!("{:.0} %", part * 100.0);
        let spread = row["spread"]
            .as_f64()
            .map_or_else(|| text("spread"), spread);
        let ratio = row["ratio"]
            .as_f64()
            .map_or("–".to_owned(), |ratio| format!("{ratio:.2}"));
        let met = row["met"]
            .as_bool()
            .map_or("–", |met| if met { "yes" } else { "NO" });
        lines.push([
            text("language"),
            text("work"),
            time("ours_ns"),
            text("beside"),
            time("peer_ns"),
            ratio,
            spread,
            text("aim"),
            met.to_owned(),
        ]);
    }
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

fn duration(nanoseconds: f64) -> String {
    match nanoseconds {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} µs", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str = r#"{"work":"classify","beside":"json.loads","ours_ns":11800,"peer_ns":2400.5,"ratio":4.916,"spread":0.031,"aim":"12 µs","met":true}"#;

    #[test]
    fn a_measurement_is_a_row_and_a_missed_aim_is_seen() {
        let missed = r#"{"work":"import","ours_ns":31000000,"aim":"28 ms","met":false}"#;
        let rows = measurements("python", &format!("warming up\n{LINE}\n{missed}\n")).unwrap();
        let said = table(&rows);
        let lines: Vec<_> = said
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(
            lines[1],
            "python classify 11.80 µs json.loads 2.40 µs 4.92 3 % 12 µs yes"
        );
        assert_eq!(lines[2], "python import 31.00 ms – – – – 28 ms NO");
    }

    #[test]
    fn a_part_that_measures_nothing_or_breaks_off_fails() {
        for said in [
            "",
            "all is well\n",
            "{\"work\":\"classify\"",
            "{\"work\":\"classify\"}",
        ] {
            assert!(measurements("python", said).is_err(), "{said}");
        }
    }
}
