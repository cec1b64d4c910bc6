//! Python's enums.

use askama::Template;

use crate::Generated;
use crate::text::lines;
use crate::words::{Words, words};

const FOLDER: &str = "bindings/python/src/cloudagent_disposition";

/// The lines of ruff.
const WIDTH: usize = 100;

#[derive(Template)]
#[template(path = "enums.py", escape = "none")]
struct Module {
    about: &'static str,
    sets: Vec<Words>,
}

/// A docstring, the quotes too.
pub(crate) fn docstring(doc: &[String]) -> String {
    let indent = "    ";
    let quotes = "\"\"\"";
    if let [one] = doc {
        let line = format!("{indent}{quotes}{one}{quotes}");
        if line.chars().count() <= WIDTH {
            return line;
        }
    }
    // The first line has the opening quotes before it, and one that stands alone the closing ones
    // behind it too: all lines have as much room.
    let lines = lines(doc, WIDTH - indent.len() - 2 * quotes.len());
    let mut out = format!("{indent}{quotes}{}", lines[0]);
    for line in &lines[1..] {
        out.push('\n');
        if !line.is_empty() {
            out.push_str(indent);
            out.push_str(line);
        }
    }
    format!("{out}\n{indent}{quotes}")
}

pub(crate) fn files() -> Vec<Generated> {
    let modules = [
        (
            "_enums.py",
            "The words of calls and replies.",
            [
                "Effect",
                "Advice",
                "Outcome",
                "Api",
                "Delivery",
                "FailKind",
                "NotSentKind",
                "UncertainKind",
                "Method",
                "Finding",
                "Asked",
            ]
            .as_slice(),
        ),
        (
            "_violation_codes.py",
            "The words of validation.",
            &["ValidationMode", "Field", "Problem", "Severity"],
        ),
    ];
    modules
        .into_iter()
        .map(|(file, about, names)| {
            let sets = names.iter().map(|name| words(name)).collect();
            let module = Module { about, sets };
            Generated {
                path: format!("{FOLDER}/{file}"),
                text: module.render().expect("the template is whole"),
            }
        })
        .collect()
}
