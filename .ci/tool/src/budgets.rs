//! `cargo tool budgets`: what the libraries cost in instructions, allocations and bytes, against the
//! budgets in `tests/budgets/budgets.json`. Nothing here depends on how busy the machine is.

use crate::{
    Result,
    library::stage_c,
    place::{copy, need, root, target, write},
    run::run,
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

const FILE: &str = "tests/budgets/budgets.json";

/// What the measuring program and the copies that are measured go into.
fn folder() -> PathBuf {
    target().join("budgets")
}

/// One number: what was counted of which piece of work or artifact.
#[derive(Debug, Clone, PartialEq)]
struct Cost {
    what: String,
    unit: &'static str,
    measured: u64,
    /// The same with a planted slowness or padding, which must not fit the budget.
    planted: u64,
}

/// How much more than what was measured is let pass, as one part of so many. Another compiler's or
/// processor's library differs by less; an allocation more is one too many.
fn margin(unit: &str, measured: u64) -> u64 {
    match unit {
        "allocations" => 0,
        "instructions" => measured / 12 + 20,
        _ => measured / 20,
    }
}

/// Measures a language's part and compares it with its budgets, or writes them anew.
pub(crate) fn budgets(language: &str, update: bool) -> Result<()> {
    let costs = match language {
        "c" => c()?,
        "python" => vec![size("the wheel", &newest_wheel()?)?],
        "kotlin" => {
            let library = "kotlin/native/linux-x86-64/libcloudagent_disposition_uniffi.so";
            vec![size("the native library", &target().join(library))?]
        }
        "swift" => {
            let library = "bindings/swift/Native/lib/libcloudagent_disposition_uniffi.a";
            vec![size("the static library", &root().join(library))?]
        }
        _ => return Err(format!("{language} has no budgets").into()),
    };
    let file = root().join(FILE);
    let mut table: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
    let rows = table["budgets"][language].take();
    let rows = rows.as_array().map_or(&[][..], Vec::as_slice);
    if update {
        table["budgets"][language] = costs.iter().map(|cost| updated(cost, rows)).collect();
        write(
            &file,
            (serde_json::to_string_pretty(&table)? + "\n").as_bytes(),
        )?;
        println!("{FILE} has the budgets of {language}");
        return Ok(());
    }
    let (shown, wrong) = compared(&costs, rows);
    println!("{shown}");
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the budgets of {language} are not kept: {}. Where that is meant: cargo tool budgets {language} update",
        wrong.join("; ")
    )
    .into())
}

fn row_of<'a>(cost: &Cost, rows: &'a [Value]) -> Option<&'a Value> {
    rows.iter()
        .find(|row| row["what"] == *cost.what && row["unit"] == cost.unit)
}

/// A budget of what was measured. What is aimed at stays.
fn updated(cost: &Cost, rows: &[Value]) -> Value {
    let (unit, measured) = (cost.unit, cost.measured);
    let mut row = json!({
        "what": cost.what, "unit": unit, "measured": measured, "most": measured + margin(unit, measured),
    });
    if let Some(aim) = row_of(cost, rows).map(|row| &row["aim"]) {
        if aim.is_number() {
            row["aim"] = aim.clone();
        }
    }
    row
}

/// The costs beside their budgets, and what is wrong: a cost that is too high, a budget that lets a
/// planted slowness pass, a cost without a budget, a budget that nothing was measured for.
fn compared(costs: &[Cost], rows: &[Value]) -> (String, Vec<String>) {
    let mut wrong = Vec::new();
    let mut shown = format!(
        "{:28} {:>12} {:>10} {:>10} {:>10} {:>10}\n",
        "what", "unit", "measured", "at most", "aim", "planted"
    );
    for cost in costs {
        let Cost {
            what,
            unit,
            measured,
            planted,
        } = cost;
        let row = row_of(cost, rows);
        let number = |key: &str| row.and_then(|row| row[key].as_u64());
        let text =
            |number: Option<u64>| number.map_or("–".to_owned(), |number| number.to_string());
        let (most, aim) = (number("most"), number("aim"));
        shown += &format!(
            "{what:28} {unit:>12} {measured:>10} {:>10} {:>10} {planted:>10}\n",
            text(most),
            text(aim)
        );
        match most {
            None => wrong.push(format!("{what} has no budget of {unit}")),
            Some(most) if *measured > most => {
                wrong.push(format!("{what} takes {measured} {unit} of at most {most}"));
            }
            Some(most) if *planted <= most => {
                wrong.push(format!(
                    "{what}: {most} {unit} let a planted {planted} pass"
                ));
            }
            Some(_) => {}
        }
    }
    let measured = |row: &&Value| {
        costs
            .iter()
            .any(|cost| row_of(cost, &[(*row).clone()]).is_some())
    };
    for row in rows.iter().filter(|row| !measured(row)) {
        wrong.push(format!(
            "nobody measures {} of {}",
            row["unit"], row["what"]
        ));
    }
    (shown, wrong)
}

/// The size of a file, and of one that is a tenth larger.
fn size(what: &str, file: &Path) -> Result<Cost> {
    let measured = bytes(file)?;
    let padded = folder().join("padded");
    copy(file, &padded)?;
    fs::File::options()
        .write(true)
        .open(&padded)?
        .set_len(measured + measured / 10)?;
    let planted = bytes(&padded)?;
    fs::remove_file(padded)?;
    Ok(Cost {
        what: what.to_owned(),
        unit: "bytes",
        measured,
        planted,
    })
}

fn bytes(file: &Path) -> Result<u64> {
    let about = fs::metadata(file).map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(about.len())
}

fn newest_wheel() -> Result<PathBuf> {
    let wheels = fs::read_dir(target().join("wheels"))?.flatten();
    let wheels = wheels.map(|entry| entry.path());
    wheels
        .filter(|file| file.extension().is_some_and(|end| end == "whl"))
        .max_by_key(|file| file.metadata().and_then(|about| about.modified()).ok())
        .ok_or_else(|| "there is no wheel: bindings/python/tasks build".into())
}

/// The C library as it ships, whole and rules only, and what work with it costs.
fn c() -> Result<Vec<Cost>> {
    need("valgrind", "valgrind libc6-dbg")?;
    need("strip", "binutils")?;
    need("gcc", "gcc libc6-dev")?;
    let mut costs = Vec::new();
    for (kind, what, options) in [
        (
            "small",
            "the C library, rules only",
            "--profile small --no-default-features",
        ),
        ("full", "the C library", "--release"),
    ] {
        let staged = folder().join(kind);
        let options: Vec<String> = options.split(' ').map(str::to_owned).collect();
        stage_c(&staged, &options)?;
        let stripped = folder().join("stripped");
        run("strip")
            .words("--strip-unneeded -o")
            .args([&stripped, &staged.join("lib/libcloudagent_disposition.so")])
            .go()?;
        costs.push(size(what, &stripped)?);
    }
    costs.extend(work(&folder().join("full"))?);
    Ok(costs)
}

/// What single pieces of work cost through this library.
fn work(library: &Path) -> Result<Vec<Cost>> {
    let program = folder().join("measure");
    let (lib, include) = (library.join("lib"), library.join("include"));
    run("gcc")
        .words("-std=gnu11 -O2 -Wall -Wextra -Werror tests/budgets/measure.c -lcloudagent_disposition -o")
        .arg(&program)
        .arg(format!("-I{}", include.display()))
        .arg(format!("-L{}", lib.display()))
        .arg(format!("-Wl,-rpath,{}", lib.display()))
        .go()?;
    let plain = counted(&program, &[])?;
    let planted = counted(&program, &["planted"])?;
    if plain.is_empty() || plain.len() != planted.len() {
        return Err("the measuring program measured nothing".into());
    }
    let both = plain.into_iter().zip(planted);
    Ok(both
        .map(|(cost, planted)| Cost {
            planted: planted.measured,
            ..cost
        })
        .collect())
}

/// What the measuring program counts, with these arguments.
fn counted(program: &Path, arguments: &[&str]) -> Result<Vec<Cost>> {
    let out = folder().join("callgrind");
    for old in fs::read_dir(folder())?.flatten() {
        if old.file_name().to_string_lossy().starts_with("callgrind.") {
            fs::remove_file(old.path())?;
        }
    }
    let said = run("valgrind")
        .words("-q --tool=callgrind")
        .arg(format!("--callgrind-out-file={}.out", out.display()))
        .arg(program)
        .args(arguments)
        .output()?;
    let mut costs = Vec::new();
    for (line, number) in said.lines().zip(1..) {
        let row: Value = serde_json::from_str(line)?;
        let what = row["work"].as_str().ok_or("a piece of work has no name")?;
        let dump = fs::read_to_string(format!("{}.out.{number}", out.display()))?;
        let cost = |unit, measured: Option<u64>| {
            Some(Cost {
                what: what.to_owned(),
                unit,
                measured: measured?,
                planted: 0,
            })
        };
        let instructions = cost("instructions", instructions(&dump, what));
        let allocations = cost("allocations", row["allocations"].as_u64());
        costs.push(instructions.ok_or_else(|| format!("callgrind did not count: {what}"))?);
        costs.push(allocations.ok_or_else(|| format!("nobody counted allocations: {what}"))?);
    }
    Ok(costs)
}

/// The instructions of a dump, if it is the one that was asked for under this name.
fn instructions(dump: &str, what: &str) -> Option<u64> {
    let named = format!("desc: Trigger: Client Request: {what}");
    dump.lines().find(|line| *line == named)?;
    let total = dump
        .lines()
        .find_map(|line| line.strip_prefix("totals: "))?;
    total.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(measured: u64, planted: u64) -> Cost {
        Cost {
            what: "classify".into(),
            unit: "instructions",
            measured,
            planted,
        }
    }

    #[test]
    fn what_is_dearer_than_its_budget_fails_and_so_does_a_budget_that_sees_nothing() {
        let rows = [updated(&cost(600, 0), &[])];
        assert_eq!(rows[0]["most"], 670);
        let wrong = |cost| compared(&[cost], &rows).1.join("");
        assert_eq!(wrong(cost(670, 1_200)), "");
        assert!(wrong(cost(671, 1_200)).contains("takes 671 instructions of at most 670"));
        assert!(wrong(cost(600, 670)).contains("let a planted 670 pass"));
        let (shown, _) = compared(&[cost(640, 1_200)], &rows);
        assert!(
            shown.contains("640") && shown.contains("670") && shown.contains("1200"),
            "{shown}"
        );
    }

    #[test]
    fn a_cost_without_a_budget_and_a_budget_without_a_cost_are_told() {
        let (_, wrong) = compared(
            &[cost(1, 2)],
            &[json!({"what": "wheel", "unit": "bytes", "most": 5})],
        );
        assert!(
            wrong[0].contains("no budget") && wrong[1].contains("nobody measures"),
            "{wrong:?}"
        );
    }

    #[test]
    fn an_aim_stays_when_a_budget_is_written_anew() {
        let old = [json!({"what": "classify", "unit": "instructions", "most": 5, "aim": 600})];
        assert_eq!(updated(&cost(700, 0), &old)["aim"], 600);
        assert!(updated(&cost(700, 0), &[]).get("aim").is_none());
    }

    #[test]
    fn a_dump_is_read_only_under_its_own_name() {
        let dump =
            "version: 1\ndesc: Trigger: Client Request: validate\nevents: Ir\ntotals: 1234\n";
        assert_eq!(instructions(dump, "validate"), Some(1234));
        assert_eq!(instructions(dump, "classify"), None);
    }
}
