//! The sets of codes as languages show them.

use cloudagent_disposition::vocabulary::{FIRST, SETS, Set, Word};

/// A set of codes.
pub(crate) struct Words {
    /// The enum's name in Rust.
    pub(crate) name: &'static str,
    /// What it is, in paragraphs.
    pub(crate) doc: Vec<String>,
    /// Whether minor versions may add values.
    pub(crate) open: bool,
    /// Its values, in the order of the rules.
    pub(crate) all: Vec<Shown>,
}

/// A value of a set.
pub(crate) struct Shown {
    /// Its code.
    pub(crate) code: &'static str,
    /// Its number in C.
    pub(crate) number: u32,
    /// What it says, in paragraphs.
    pub(crate) doc: Vec<String>,
}

/// The set of this name in the core.
pub(crate) fn words(name: &str) -> Words {
    let set = SETS.iter().find(|set| set.name == name);
    Words::from(set.unwrap_or_else(|| panic!("the core has no set {name}")))
}

impl Shown {
    /// Its name where constants are written in capitals.
    pub(crate) fn constant(&self) -> String {
        self.code.to_uppercase()
    }
}

impl From<&Set> for Words {
    fn from(set: &Set) -> Self {
        Self {
            name: set.name,
            doc: paragraphs(set.doc),
            open: set.open,
            all: set.words.iter().map(Shown::from).collect(),
        }
    }
}

impl From<&Word> for Shown {
    fn from(word: &Word) -> Self {
        let mut doc = paragraphs(word.doc);
        if word.since != FIRST {
            doc.push(format!("Since {}.", word.since));
        }
        Self {
            code: word.code,
            number: word.number,
            doc,
        }
    }
}

/// The lines of a documentation comment as whole paragraphs.
fn paragraphs(lines: &[&str]) -> Vec<String> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let paragraphs = lines.split(|line| line.is_empty());
    paragraphs.map(|paragraph| paragraph.join(" ")).collect()
}
