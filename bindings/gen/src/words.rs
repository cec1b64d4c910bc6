//! The sets of codes as languages show them.

use cloudagent_disposition::vocabulary::{FIRST, SETS, Set, Word};
use cloudagent_disposition::{ErrorClass, Kind};

/// The sets that Kotlin and Swift have, each in a file of its own.
pub(crate) const OF_FACADES: [&str; 15] = [
    "Effect",
    "Advice",
    "Outcome",
    "Api",
    "Delivery",
    "FailKind",
    "NotSentKind",
    "UncertainKind",
    "ValidationMode",
    "Field",
    "Problem",
    "Severity",
    "Method",
    "Finding",
    "Asked",
];

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

/// The set of this name. Four of them are parts of the core's one set of kinds.
pub(crate) fn words(name: &str) -> Words {
    match name {
        "FailKind" => kinds(
            "FailKind",
            "How one attempt failed without a whole reply. Closed.",
            Kind::is_of_attempt,
        ),
        "NotSentKind" => kinds("NotSentKind", "Why nothing was sent. Closed.", |kind| {
            kind.is_of(ErrorClass::NotSent)
        }),
        "UncertainKind" => kinds(
            "UncertainKind",
            "Why it is not known whether the disposition was applied. Closed.",
            |kind| kind.is_of(ErrorClass::Uncertain),
        ),
        "ListKind" => kinds(
            "ListKind",
            "Why no list of dispositions came where there was no reply to read one from. Closed.",
            |kind| kind != Kind::Reply,
        ),
        name => of_the_core(name),
    }
}

/// Some of the core's kinds.
fn kinds(name: &'static str, doc: &str, holds: impl Fn(Kind) -> bool) -> Words {
    let mut words = of_the_core("Kind");
    words.name = name;
    words.doc = vec![doc.to_owned()];
    words.all.retain(|word| {
        let kind = word.code.parse();
        holds(kind.expect("it is a code of the core's"))
    });
    words
}

fn of_the_core(name: &str) -> Words {
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
pub(crate) fn paragraphs(lines: &[&str]) -> Vec<String> {
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).collect();
    let paragraphs = lines.split(|line| line.is_empty());
    paragraphs.map(|paragraph| paragraph.join(" ")).collect()
}
