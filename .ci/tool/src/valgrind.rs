//! What valgrind counts of a program: instructions, the functions that they are in, and allocations.

use crate::{Result, place::empty, run::run};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Runs a program under callgrind; what it prints. The folder has then what was counted, and nothing
/// older: a dump by number for each that the program asks for, and what is left at its end.
pub(crate) fn callgrind(folder: &Path, program: &Path, arguments: &[&str]) -> Result<String> {
    empty(folder)?;
    run("valgrind")
        .words("-q --tool=callgrind")
        .arg(format!("--callgrind-out-file={}", dump(folder).display()))
        .arg(program)
        .args(arguments)
        .output()
}

fn dump(folder: &Path) -> PathBuf {
    folder.join("dump")
}

/// The instructions of the dump by this number, which the program must have asked for by this name.
pub(crate) fn dumped(folder: &Path, number: usize, name: &str) -> Result<u64> {
    let dump = fs::read_to_string(dump(folder).with_extension(number.to_string()))?;
    if named(&dump, name) {
        instructions(&dump)
    } else {
        Err(format!("callgrind did not count: {name}").into())
    }
}

fn named(dump: &str, name: &str) -> bool {
    let trigger = format!("desc: Trigger: Client Request: {name}");
    dump.lines().any(|line| line == trigger)
}

/// The instructions of a program that asked for no dump.
pub(crate) fn counted(folder: &Path) -> Result<u64> {
    instructions(&fs::read_to_string(dump(folder))?)
}

fn instructions(dump: &str) -> Result<u64> {
    let total = dump.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok(total.ok_or("callgrind counted nothing")?.trim().parse()?)
}

/// The functions that most of the instructions of such a program are in.
pub(crate) fn functions(folder: &Path) -> Result<Vec<(u64, String)>> {
    let said = run("callgrind_annotate").arg(dump(folder)).output()?;
    Ok(said.lines().filter_map(function).collect())
}

/// The number and the name of `1,234 ( 5.6%)  file:function [library]`.
fn function(line: &str) -> Option<(u64, String)> {
    let line = line.replace(',', "");
    let (count, place) = line.trim_start().split_once(" (")?;
    let (_, place) = place.split_once("%)  ")?;
    let name = place.split_once(':')?.1.split('[').next()?.trim_end();
    Some((count.parse().ok()?, name.to_owned()))
}

/// How often a program allocates.
pub(crate) fn allocations(folder: &Path, program: &Path, arguments: &[&str]) -> Result<u64> {
    empty(folder)?;
    let log = folder.join("memcheck");
    run("valgrind")
        .arg(format!("--log-file={}", log.display()))
        .arg(program)
        .args(arguments)
        .go()?;
    let said = fs::read_to_string(log)?;
    Ok(allocated(&said).ok_or("memcheck counted no allocations")?)
}

fn allocated(said: &str) -> Option<u64> {
    let (_, usage) = said.split_once("total heap usage: ")?;
    let (allocations, _) = usage.split_once(" allocs")?;
    allocations.replace(',', "").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_is_read_only_under_its_own_name() {
        let dump =
            "version: 1\ndesc: Trigger: Client Request: validate\nevents: Ir\ntotals: 1234\n";
        assert!(named(dump, "validate") && !named(dump, "classify"));
        assert_eq!(instructions(dump).unwrap(), 1234);
        assert!(instructions("version: 1\n").is_err());
    }

    #[test]
    fn a_function_is_a_number_and_a_name() {
        let line =
            "  1,234,567 (12.34%)  /src/core/src/reply/mod.rs:core::reply::classify [/lib/x.so]";
        let found = function(line).unwrap();
        assert_eq!(found, (1_234_567, "core::reply::classify".to_owned()));
        let bare = function("90 ( 0.5%)  ???:malloc").unwrap();
        assert_eq!(bare, (90, "malloc".to_owned()));
        for other in ["9,999 (100.0%)  PROGRAM TOTALS", "Ir", "", "-- Auto: x.c"] {
            assert_eq!(function(other), None, "{other}");
        }
    }

    #[test]
    fn allocations_are_those_of_the_whole_program() {
        let said = "==1== HEAP SUMMARY:\n==1==     in use at exit: 0 bytes in 0 blocks\n\
                    ==1==   total heap usage: 1,107 allocs, 1,107 frees, 90,112 bytes allocated\n";
        assert_eq!(allocated(said), Some(1107));
        assert_eq!(allocated("==1== Command: true\n"), None);
    }
}
