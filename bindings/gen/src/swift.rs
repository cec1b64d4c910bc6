//! Swift's enums, and its structs for the sets that are open.

use askama::Template;

use crate::Generated;
use crate::text::{camel, comment, wrapped};
use crate::words::{OF_FACADES, Words, words};

const FOLDER: &str = "bindings/swift/Sources/CloudAgentDisposition/Codes";

/// The lines of swift-format.
const WIDTH: usize = 100;

#[derive(Template)]
#[template(path = "Closed.swift", escape = "none")]
struct Closed {
    name: &'static str,
    set: Words,
}

#[derive(Template)]
#[template(path = "Open.swift", escape = "none")]
struct Open {
    name: &'static str,
    set: Words,
}

/// A value's name. Swift writes initials in capitals, and an optional has a `none` of its own.
pub(crate) fn value(code: &str) -> String {
    match code {
        "none" => "nothing".to_owned(),
        "base_url" => "baseURL".to_owned(),
        "agent_id" => "agentID".to_owned(),
        other => camel(other),
    }
}

fn doc(indent: &str, doc: &[String]) -> String {
    comment(&format!("{indent}/// "), doc, WIDTH)
}

/// The documentation of a value, and why it is called otherwise than elsewhere.
fn value_doc(code: &str, said: &[String]) -> String {
    let mut said = said.to_vec();
    if code == "none" {
        said[0].push_str(" (Not called `none`, which an optional takes for its own.)");
    }
    doc("    ", &said)
}

/// Every value, in lines.
fn all(set: &Words) -> String {
    let indent = "        ";
    let names: Vec<String> = set
        .all
        .iter()
        .map(|word| format!(".{},", value(word.code)))
        .collect();
    let lines = wrapped(&names.join(" "), WIDTH - indent.len());
    let lines: Vec<String> = lines.iter().map(|line| format!("{indent}{line}")).collect();
    lines.join("\n")
}

pub(crate) fn files() -> Vec<Generated> {
    let own = ["ListKind"];
    OF_FACADES
        .into_iter()
        .chain(own)
        .map(|of| {
            let name = if of == "Method" { "HTTPMethod" } else { of };
            let set = words(of);
            let text = if set.open {
                Open { name, set }.render()
            } else {
                Closed { name, set }.render()
            };
            Generated {
                path: format!("{FOLDER}/{name}.swift"),
                text: text.expect("the template is whole"),
            }
        })
        .collect()
}
