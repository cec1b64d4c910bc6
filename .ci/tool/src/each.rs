//! One verb in many languages.

use crate::{Result, run::run};
use std::{
    io::{BufRead, BufReader},
    process::Stdio,
};

/// Where a language's script `tasks` is.
fn tasks(language: &str) -> String {
    match language {
        "rust" => "core/tasks".to_owned(),
        _ => format!("bindings/{language}/tasks"),
    }
}

/// Runs the verb in each language, all of them even where one fails.
pub(crate) fn each(verb: &str, languages: &[String]) -> Result<()> {
    gather(verb, languages, |language| {
        run(tasks(language)).args([verb]).go()
    })
}

fn gather(verb: &str, languages: &[String], mut one: impl FnMut(&str) -> Result<()>) -> Result<()> {
    let mut failed = Vec::new();
    for language in languages {
        println!("\n== {language}: {verb}");
        if let Err(error) = one(language) {
            eprintln!("{error}");
            failed.push(language.as_str());
        }
    }
    if failed.is_empty() {
        Ok(())
    } else {
        Err(format!("{verb} failed in: {}", failed.join(" ")).into())
    }
}

/// Runs the shared vectors in each language, and ends with a line that counts the cases of each.
/// They must be as many in all of them.
pub(crate) fn vectors(languages: &[String]) -> Result<()> {
    let mut counts = Vec::new();
    let ended = gather("vectors", languages, |language| {
        let mut command = run(tasks(language)).args(["vectors"]).command();
        let mut child = command.stdout(Stdio::piped()).spawn()?;
        for line in BufReader::new(child.stdout.take().ok_or("no pipe")?).lines() {
            let line = line?;
            counts.extend(count(&line));
            println!("{line}");
        }
        if child.wait()?.success() {
            Ok(())
        } else {
            Err("its vectors failed".into())
        }
    });
    let said: Vec<_> = counts
        .iter()
        .map(|(language, cases)| format!("{language} {cases}"))
        .collect();
    println!("\nvectors: {}", said.join(", "));
    ended?;
    agree(&counts, languages.len())
}

/// The language and its number of cases, from the line that each runner ends with.
fn count(line: &str) -> Option<(String, u32)> {
    let (language, rest) = line.strip_prefix("vectors ")?.split_once(": ")?;
    let (cases, _) = rest.split_once(" cases in ")?;
    Some((language.to_owned(), cases.parse().ok()?))
}

fn agree(counts: &[(String, u32)], languages: usize) -> Result<()> {
    let same = counts.windows(2).all(|two| two[0].1 == two[1].1);
    if same && counts.len() == languages {
        return Ok(());
    }
    Err("the languages did not run the same number of cases".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_that_counts_other_cases_or_none_is_seen() {
        let counts = |lines: [&str; 2]| lines.into_iter().filter_map(count).collect::<Vec<_>>();
        let rust = "vectors rust: 812 cases in 9 files";
        assert!(agree(&counts([rust, "vectors c: 812 cases in 9 files"]), 2).is_ok());
        assert!(agree(&counts([rust, "vectors c: 811 cases in 9 files"]), 2).is_err());
        assert!(agree(&counts([rust, "vectors c: all cases passed"]), 2).is_err());
    }

    #[test]
    fn all_run_and_each_failure_is_named() {
        let mut ran = Vec::new();
        let languages = ["rust", "c", "swift"].map(str::to_owned);
        let error = gather("test", &languages, |language| {
            ran.push(language.to_owned());
            if language == "c" {
                Err("broken".into())
            } else {
                Ok(())
            }
        });
        assert_eq!(error.unwrap_err().to_string(), "test failed in: c");
        assert_eq!(ran, languages);
    }
}
