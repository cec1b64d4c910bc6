//! The schemas of the vectors: the request's fields, and the lists of codes. Each list stands behind a `$comment` that names
//! its set, as in `"$comment": "codes: Outcome", "enum": [...]`. A `null` in a list stays there.

use std::path::Path;
use std::{fs, io};

use cloudagent_disposition::{DispositionRequest, Shape};

use crate::Generated;
use crate::text::wrapped;
use crate::words::words;

const FOLDER: &str = "tests/vectors/schema";
const WIDTH: usize = 100;
/// What stands before the properties that are the request's fields.
const FIELDS: &str = "\"$comment\": \"fields: request\",\n";
const MARK: &str = "\"$comment\": \"codes: ";

pub(crate) fn files(root: &Path) -> io::Result<Vec<Generated>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(root.join(FOLDER))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    let mut files = Vec::new();
    for name in names {
        let path = format!("{FOLDER}/{name}");
        let text = fs::read_to_string(root.join(&path))?;
        if text.contains(MARK) || text.contains(FIELDS) {
            let text = with_fields(&path, &filled(&path, &text));
            files.push(Generated { path, text });
        }
    }
    Ok(files)
}

fn filled(path: &str, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(MARK) {
        let (name, after) = after.split_once("\",").expect("the set's name ends");
        let (gap, after) = after.split_once("\"enum\": [").unwrap_or_else(|| {
            panic!("{path}: no enum follows {name}");
        });
        assert!(
            gap.trim().is_empty(),
            "{path}: the enum of {name} comes next"
        );
        let (old, after) = after.split_once(']').expect("the list ends");
        out.push_str(before);
        out.push_str(MARK);
        out.push_str(name);
        out.push_str("\",");
        out.push_str(gap);
        let line = out.rsplit('\n').next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        out.push_str(&list(name, old.contains("null"), indent));
        rest = after;
    }
    out + rest
}

/// The text with the request's fields where they are wanted: one line each.
fn with_fields(path: &str, text: &str) -> String {
    let Some((before, after)) = text.split_once(FIELDS) else {
        return text.to_owned();
    };
    let (begin, after) = after.split_once('\n').expect("the properties begin");
    let indent = &begin[..begin.len() - begin.trim_start().len()];
    assert_eq!(
        begin.trim(),
        "\"properties\": {",
        "{path}: the request's fields"
    );
    let end = format!("\n{indent}}}");
    let (_, after) = after.split_once(&end).expect("the properties end");
    let fields = DispositionRequest::FIELDS.iter().map(|field| {
        let shape = match field.shape {
            Shape::Text => "string",
            Shape::Choice | Shape::Flag => "boolean",
        };
        format!("{indent}  \"{}\": {{ \"type\": \"{shape}\" }}", field.name)
    });
    let fields = fields.collect::<Vec<_>>().join(",\n");
    format!("{before}{FIELDS}{begin}\n{fields}{end}{after}")
}

fn list(name: &str, or_null: bool, indent: usize) -> String {
    let words = words(name).all.into_iter();
    let mut codes: Vec<String> = words.map(|word| format!("\"{}\"", word.code)).collect();
    if or_null {
        codes.push("null".to_owned());
    }
    let codes = codes.join(", ");
    let line = format!("\"enum\": [{codes}]");
    if indent + line.len() <= WIDTH {
        return line;
    }
    let (outer, inner) = (" ".repeat(indent), " ".repeat(indent + 2));
    let lines = wrapped(&codes, WIDTH - inner.len());
    let lines: Vec<String> = lines.iter().map(|line| format!("{inner}{line}")).collect();
    format!("\"enum\": [\n{}\n{outer}]", lines.join("\n"))
}
