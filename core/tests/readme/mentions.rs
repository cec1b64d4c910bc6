//! What documents mention: files, folders, make targets, links. All of it must be there.

use std::collections::BTreeSet;

/// Ends that make a word a file's name, with or without a folder before it.
const FILE_ENDS: &[&str] = &[
    ".c", ".cpp", ".csv", ".h", ".hpp", ".java", ".json", ".kt", ".md", ".py", ".rs", ".sh",
    ".swift", ".toml",
];

/// The targets of a Makefile: those with a rule of their own, and those made for each language.
pub(crate) fn make_targets(makefile: &str) -> BTreeSet<String> {
    let word = |text: &str| {
        let known = |b: u8| b.is_ascii_lowercase() || b == b'-';
        !text.is_empty() && text.bytes().all(known)
    };
    let languages: Vec<&str> = makefile
        .lines()
        .find_map(|line| line.strip_prefix("LANGUAGES := "))
        .expect("the Makefile names its languages")
        .split_whitespace()
        .collect();
    let mut targets = BTreeSet::new();
    for line in makefile.lines() {
        let Some((target, _)) = line.split_once(':') else {
            continue;
        };
        // A rule may have several targets.
        for target in target.split_whitespace() {
            if word(target) {
                targets.insert(target.to_owned());
            } else if let Some(verb) = target.strip_suffix("-$1") {
                let of_language = |language| format!("{verb}-{language}");
                targets.extend(languages.iter().map(of_language));
            }
        }
    }
    for known in ["test", "test-rust"] {
        assert!(targets.contains(known), "{targets:?}");
    }
    targets
}

/// What this document mentions and is not there, a line each.
pub(crate) fn missing(
    path: &str,
    text: &str,
    files: &[String],
    targets: &BTreeSet<String>,
) -> Vec<String> {
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let document = Document { folder, files };
    let mut missing = Vec::new();
    let mut fence = None;
    for (number, line) in text.lines().enumerate() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            fence = fence.is_none().then_some(language);
            continue;
        }
        let bad = match fence {
            None => document.missing_in_prose(line, targets),
            Some("console" | "sh") => document.missing_in_commands(line, targets),
            Some(_) => Vec::new(),
        };
        let place = format!("{path}:{}", number + 1);
        missing.extend(bad.iter().map(|what| format!("{place}: {what}")));
    }
    missing
}

struct Document<'a> {
    folder: &'a str,
    files: &'a [String],
}

impl Document<'_> {
    fn missing_in_prose(&self, line: &str, targets: &BTreeSet<String>) -> Vec<String> {
        let mut missing: Vec<String> = line
            .split('`')
            .skip(1)
            .step_by(2)
            .flat_map(|span| self.missing_in_commands(span, targets))
            .collect();
        for link in line.split("](").skip(1) {
            let target = link.split([')', '#']).next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !self.is_there(target) {
                missing.push(target.to_owned());
            }
        }
        missing
    }

    fn missing_in_commands(&self, command: &str, targets: &BTreeSet<String>) -> Vec<String> {
        let words: Vec<&str> = command.split_whitespace().collect();
        let mut missing: Vec<String> = words
            .iter()
            .filter(|word| self.looks_like_a_path(word) && !self.is_there(word))
            .map(|word| (*word).to_owned())
            .collect();
        for pair in words.windows(2) {
            if pair[0] == "make" && !targets.contains(pair[1]) {
                missing.push(pair.join(" "));
            }
        }
        missing
    }

    /// A word that ends like a file, or begins with a folder of the repository.
    fn looks_like_a_path(&self, word: &str) -> bool {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"._-/".contains(&b);
        if !word.bytes().all(plain) || word.starts_with('/') {
            return false;
        }
        let begins_like_one = word
            .split_once('/')
            .is_some_and(|(first, _)| self.is_there(first));
        begins_like_one
            || FILE_ENDS
                .iter()
                .any(|end| word.len() > end.len() && word.ends_with(end))
    }

    /// Whether a file or a folder of this name is there: from the root, or from the document.
    fn is_there(&self, name: &str) -> bool {
        let name = name.trim_end_matches('/');
        let is = |wanted: &str| {
            self.files.iter().any(|file| {
                file.strip_prefix(wanted)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        is(name) || is(&resolve(self.folder, name))
    }
}

/// A path from a folder, with its leading `../` taken.
fn resolve(folder: &str, name: &str) -> String {
    let mut folder: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let mut rest = name;
    while let Some(up) = rest.strip_prefix("../") {
        folder.pop();
        rest = up;
    }
    folder.push(rest);
    folder.join("/")
}

#[test]
fn what_is_not_there_is_told_by_its_line() {
    let files = ["README.md", "core/src/lib.rs"].map(str::to_owned);
    let targets = BTreeSet::from(["test".to_owned()]);
    let text = "`make test`, `core/src/lib.rs`, `core/src`, [x](core/src/lib.rs#l)\n\
                `make tset` and `core/gone` and [y](gone.md) and `gone.py`\n\
                ```console\n$ make nothing\n```\n";
    assert_eq!(
        missing("README.md", text, &files, &targets),
        [
            "README.md:2: make tset",
            "README.md:2: core/gone",
            "README.md:2: gone.py",
            "README.md:2: gone.md",
            "README.md:4: make nothing",
        ]
    );
    let text = "[up](../src/lib.rs) `../x.rs`";
    let upward = missing("core/docs/a.md", text, &files, &targets);
    assert_eq!(upward, ["core/docs/a.md:1: ../x.rs"]);
}
