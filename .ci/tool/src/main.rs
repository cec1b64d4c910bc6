//! `cargo tool`: what building, testing and showing this repository needs in more than one language.

mod bench;
mod bridge;
mod budgets;
mod chart;
mod check_native;
mod costs;
mod counts;
mod demo;
mod each;
mod elf;
mod library;
mod licences;
mod package_android;
mod package_c;
mod package_kotlin;
mod page;
mod page_rows;
mod place;
mod run;
mod show;
mod simulator;
mod sizes;
mod stage;
mod valgrind;

use std::{error::Error, path::Path, process::ExitCode};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "\
usage: cargo tool VERB
  each VERB LANGUAGE...            a verb of the languages' `tasks`, in all of them even if one fails
  vectors LANGUAGE...              the shared vectors, and that all languages run as many
  demo [LANGUAGE...]               the main job and the examples, against the simulator
  bench [LANGUAGE...]              what the languages cost, as one table and target/bench/bench.json
  page [new]                       core/docs/speed.md from the committed numbers, or from those of `bench`
  budgets LANGUAGE [update]        what its libraries cost, against tests/budgets/budgets.json
  counts PROGRAM WHOLE SMALL       the counted rows of C's bench, of its program and two staged libraries
  simulator [--release] COMMAND... a command while a simulator runs, with the examples' variables
  stage-c FOLDER [OPTION...]       the C library built with these options of cargo, as it is installed
  native kotlin                    Kotlin's native part, into target/kotlin
  native swift [planted]           Swift's native part, into bindings/swift/Native
  dist c | kotlin [FOLDER]         the packages, into dist
  localise ARCHIVE SYMBOLS         a static library that links beside another of Rust's
  licences CRATE [FEATURE...]      the licences of what is linked into a crate's library
  check-c LIBRARY LIST...          whether C's shared library is what its users are promised
  check-native FILE...             whether these native libraries may ship to phones
  android FOLDER                   the native libraries of Android, with an NDK
  aar OUT NATIVES LICENCE... -- JAR...   the AAR, from these
  android-pom                      the AAR's POM";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ended = match words.as_slice() {
        ["each", verb, ..] => each::each(verb, &arguments[2..]),
        ["vectors", ..] => each::vectors(&arguments[1..]),
        ["demo", ..] => demo::demo(&words[1..]),
        ["bench", ..] => bench::bench(&words[1..]),
        ["page"] => page::page(None),
        ["page", "new"] => page::page(Some(&bench::numbers())),
        ["budgets", language] => budgets::budgets(language, false),
        ["budgets", language, "update"] => budgets::budgets(language, true),
        ["counts", program, whole, small] => {
            counts::counts(Path::new(program), Path::new(whole), Path::new(small))
        }
        ["simulator", "--release", _, ..] => return status(simulator::run_with(true, &words[2..])),
        ["simulator", _, ..] => return status(simulator::run_with(false, &words[1..])),
        ["stage-c", folder, ..] => {
            absolute(folder).and_then(|folder| library::stage_c(&folder, &arguments[2..]))
        }
        ["native", "kotlin"] => bridge::kotlin(),
        ["native", "swift"] => bridge::swift(false),
        ["native", "swift", "planted"] => bridge::swift(true),
        ["dist", "c"] => package_c::dist(),
        ["dist", "kotlin"] => package_kotlin::dist(&place::root().join("dist/kotlin")),
        ["dist", "kotlin", folder] => {
            absolute(folder).and_then(|folder| package_kotlin::dist(&folder))
        }
        ["localise", archive, symbols] => {
            package_c::localise(Path::new(archive), Path::new(symbols))
        }
        ["licences", krate, ..] => {
            licences::licences(krate, &words[2..].join(",")).map(|text| print!("{text}"))
        }
        ["check-c", library, _, ..] => {
            absolute(library).and_then(|library| elf::check_c(&library, &words[2..]))
        }
        ["check-native", _, ..] => check_native::check(&words[1..]),
        ["android", folder] => {
            return status(absolute(folder).and_then(|folder| package_android::natives(&folder)));
        }
        ["aar", out, natives, rest @ ..] if package_android::split(rest).is_some() => {
            let (licences, jars) = package_android::split(rest).unwrap_or_default();
            package_android::aar(Path::new(out), Path::new(natives), licences, jars)
        }
        ["android-pom"] => package_android::pom().map(|pom| print!("{pom}")),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    status(ended.map(|()| 0))
}

fn absolute(folder: &str) -> Result<std::path::PathBuf> {
    Ok(std::path::absolute(folder)?)
}

fn status(ended: Result<u8>) -> ExitCode {
    ended.map_or_else(
        |error| {
            eprintln!("{error}");
            ExitCode::FAILURE
        },
        ExitCode::from,
    )
}
