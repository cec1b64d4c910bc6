//! Kotlin's enum classes.

use askama::Template;

use crate::Generated;
use crate::text::lines;
use crate::words::{OF_FACADES, Words, words};

const FOLDER: &str = "bindings/kotlin/disposition/src/main/kotlin/cloudagent/disposition";

const WIDTH: usize = 100;

#[derive(Template)]
#[template(path = "Enum.kt", escape = "none")]
struct Enum {
    name: &'static str,
    set: Words,
}

impl Enum {
    /// Whether it says why something failed.
    fn is_kind(&self) -> bool {
        self.name.ends_with("Kind")
    }
}

/// A KDoc comment, in one line where it fits.
pub(crate) fn kdoc(indent: &str, doc: &[String]) -> String {
    if let [one] = doc {
        let line = format!("{indent}/** {one} */");
        if line.chars().count() <= WIDTH {
            return line;
        }
    }
    let mut out = format!("{indent}/**\n");
    for line in lines(doc, WIDTH - indent.len() - 3) {
        out.push_str(format!("{indent} * {line}").trim_end());
        out.push('\n');
    }
    format!("{out}{indent} */")
}

pub(crate) fn files() -> Vec<Generated> {
    OF_FACADES
        .into_iter()
        .map(|of| {
            let name = if of == "Method" { "HttpMethod" } else { of };
            let set = words(of);
            let text = Enum { name, set }.render().expect("the template is whole");
            let path = format!("{FOLDER}/{name}.kt");
            Generated { path, text }
        })
        .collect()
}
