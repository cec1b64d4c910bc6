//! One verb in many languages.

use crate::{
    Result,
    place::{target, write},
    run::run,
};
use std::{fs, path::Path, time::Instant};

/// How much of what a language said is shown again where it failed.
const LAST_LINES: usize = 60;

/// Runs the verb in each language, all of them even where one fails.
pub(crate) fn each(verb: &str, languages: &[String]) -> Result<()> {
    gather(verb, languages, |language, log| tasks(language, verb, log))
}

/// Runs the verb of a language's script `tasks`; what it says is shown, and kept in a file.
fn tasks(language: &str, verb: &str, log: &Path) -> Result<()> {
    let folder = match language {
        "rust" => "core".to_owned(),
        _ => format!("bindings/{language}"),
    };
    run("bash")
        .args(["-c", r#"set -o pipefail; "$0" "$1" 2>&1 | tee "$2""#])
        .args([&format!("{folder}/tasks"), verb])
        .arg(log)
        .go()
}

/// Does it for each language. Many read a log from its end, or see nothing else of it: there stands
/// why each of those failed that did.
fn gather(
    verb: &str,
    languages: &[String],
    mut one: impl FnMut(&str, &Path) -> Result<()>,
) -> Result<()> {
    let (mut failed, mut why) = (Vec::new(), String::new());
    let mut took = Vec::new();
    for language in languages {
        let begun = Instant::now();
        println!("\n== {language}: {verb}");
        let log = target().join(format!("each/{language}-{verb}.log"));
        write(&log, b"")?;
        if let Err(error) = one(language, &log) {
            let said = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
            let lines: Vec<_> = said.lines().collect();
            let end = lines[lines.len().saturating_sub(LAST_LINES)..].join("\n");
            let log = log.display();
            why += &format!("\n== {language}: {verb}: {error}. The end of {log}:\n{end}\n");
            failed.push(language.as_str());
        }
        took.push(format!("{language} {} s", begun.elapsed().as_secs()));
    }
    println!("\n{verb} took: {}", took.join(", "));
    if failed.is_empty() {
        return Ok(());
    }
    Err(format!("{why}\n{verb} failed in: {}", failed.join(" ")).into())
}

/// Runs the shared vectors in each language, and ends with a line that counts the cases of each.
/// They must be as many in all of them.
pub(crate) fn vectors(languages: &[String]) -> Result<()> {
    let mut counts = Vec::new();
    let ended = gather("vectors", languages, |language, log| {
        let ended = tasks(language, "vectors", log);
        counts.extend(fs::read_to_string(log)?.lines().filter_map(count));
        ended
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
    fn all_run_and_the_end_says_of_each_that_failed_why() {
        let mut ran = Vec::new();
        let languages = ["rust", "c", "swift"].map(str::to_owned);
        let error = gather("tried", &languages, |language, log| {
            ran.push(language.to_owned());
            let said: Vec<_> = (0..100).map(|line| format!("{language} {line}")).collect();
            fs::write(log, said.join("\n"))?;
            if language == "c" {
                Err("broken".into())
            } else {
                Ok(())
            }
        });
        let error = error.unwrap_err().to_string();
        assert_eq!(ran, languages);
        assert!(error.contains("c: tried: broken") && error.ends_with("tried failed in: c"));
        assert!(
            error.contains("\nc 40\n") && error.contains("\nc 99\n"),
            "{error}"
        );
        assert!(
            !error.contains("c 39\n") && !error.contains("rust 99"),
            "{error}"
        );
    }
}
