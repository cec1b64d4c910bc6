//! What the libraries cost: what `cargo tool budgets` compares.

use crate::{
    Result,
    bridge::{kotlin_library, swift_library},
    library::{stage_c, stripped},
    place::{copy, need, target},
    run::run,
    valgrind::{callgrind, dumped},
};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What the measuring program and the copies that are measured go into.
fn folder() -> PathBuf {
    target().join("budgets")
}

/// One number: what was counted of which piece of work or artifact.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cost {
    pub(crate) what: String,
    pub(crate) unit: &'static str,
    pub(crate) measured: u64,
    /// The same with a planted slowness or padding, which must not fit the budget.
    pub(crate) planted: u64,
}

/// What a language's part of them costs.
pub(crate) fn costs(language: &str) -> Result<Vec<Cost>> {
    let (what, file) = match language {
        "c" => return c(),
        "python" => ("the wheel", newest_wheel()?),
        "kotlin" => (
            "the native library",
            kotlin_library(&target().join("kotlin")),
        ),
        "swift" => ("the static library", swift_library()),
        _ => return Err(format!("{language} has no budgets").into()),
    };
    Ok(vec![size(what, &file)?])
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
            "--release --no-default-features",
        ),
        ("full", "the C library", "--release"),
    ] {
        let staged = folder().join(kind);
        let options: Vec<String> = options.split(' ').map(str::to_owned).collect();
        stage_c(&staged, &options)?;
        let library = folder().join("stripped");
        stripped(&staged.join("lib/libcloudagent_disposition.so"), &library)?;
        costs.push(size(what, &library)?);
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
    let dumps = folder().join("counted");
    let said = callgrind(&dumps, program, arguments)?;
    let mut costs = Vec::new();
    for (line, number) in said.lines().zip(1..) {
        let row: Value = serde_json::from_str(line)?;
        let what = row["work"].as_str().ok_or("a piece of work has no name")?;
        let allocations = row["allocations"].as_u64();
        let allocations =
            allocations.ok_or_else(|| format!("nobody counted allocations: {what}"))?;
        for (unit, measured) in [
            ("instructions", dumped(&dumps, number, what)?),
            ("allocations", allocations),
        ] {
            costs.push(Cost {
                what: what.to_owned(),
                unit,
                measured,
                planted: 0,
            });
        }
    }
    Ok(costs)
}
