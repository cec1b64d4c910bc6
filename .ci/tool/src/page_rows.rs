//! Measurements in words, in tables and as what charts show.

use crate::{bench::cells, chart::Line, page::LANGUAGES};
use serde_json::Value;

/// Where a peer is ahead, and which aims are missed: nobody should have to look for it.
pub(crate) fn verdicts(rows: &[Value]) -> String {
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
        // In code a function's name is taken as it is, with its angle brackets.
        Some(format!("`{what}` {:.0} %", share * 100.0))
    };
    let parts = row["parts"].as_array().map_or(&[][..], Vec::as_slice);
    let parts: Vec<_> = parts.iter().filter_map(part).collect();
    if parts.is_empty() {
        return String::new();
    }
    format!(" The largest parts of it: {}.", parts.join(", "))
}

pub(crate) fn bars(rows: &[&Value]) -> Vec<(String, f64)> {
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
pub(crate) fn lines(rows: &[&Value]) -> Vec<Line> {
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

pub(crate) fn table(rows: &[&Value]) -> String {
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
