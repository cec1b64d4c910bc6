//! The request's fields in every language: lines in files that are otherwise written by hand. A
//! line for each field, by what it holds, between `generated: NAME` and `end`.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use cloudagent_disposition::vocabulary::FIRST;
use cloudagent_disposition::{DispositionRequest, RequestField, Shape};

use crate::text::{camel, comment};
use crate::words::paragraphs;
use crate::{Generated, kotlin, python, regions, swift};

/// How a field's documentation is written.
#[derive(Clone, Copy)]
enum Doc {
    None,
    Slashes,
    Kotlin,
    /// Python's, which stands behind the field.
    Docstring,
}

/// In which order the fields stand.
#[derive(Clone, Copy, PartialEq)]
enum Order {
    Told,
    /// As C lays them out: what came in one version with its texts first.
    C,
    /// What came later stands last, for calls without names.
    Since,
}

/// One region: what stands there for a field that is a text, a choice, or a flag. In it `NAME` is
/// the field's name, `UPPER` the same in capitals, `CAMEL` in camel case, `SWIFT` as Swift writes
/// it, and `CALLED` what violations call it.
struct Region {
    path: &'static str,
    name: &'static str,
    indent: usize,
    doc: Doc,
    order: Order,
    /// Whether no comma may stand after the last line.
    is_list: bool,
    /// The fields that are written by hand there.
    without: &'static [&'static str],
    lines: [&'static str; 3],
}

const fn region(
    path: &'static str,
    name: &'static str,
    indent: usize,
    lines: [&'static str; 3],
) -> Region {
    Region {
        path,
        name,
        indent,
        doc: Doc::None,
        order: Order::Told,
        is_list: false,
        without: &[],
        lines,
    }
}

impl Region {
    const fn with(mut self, doc: Doc) -> Self {
        self.doc = doc;
        self
    }

    const fn by_version(mut self) -> Self {
        self.order = Order::Since;
        self
    }

    const fn without(mut self, names: &'static [&'static str]) -> Self {
        self.without = names;
        self
    }

    const fn c_order(mut self) -> Self {
        self.order = Order::C;
        self
    }

    const fn list(mut self) -> Self {
        self.is_list = true;
        self
    }
}

const C: &str = "bindings/c/src/request.rs";
const HPP: &str = "include/cloudagent_disposition.hpp";
const BRIDGE: &str = "bindings/uniffi/src/records.rs";
const VECTORS: &str = "bindings/c/tests/vectors/run.cpp";
const VECTORS_GIVEN: &str = "bindings/c/tests/vectors/told.hpp";
const PYTHON: &str = "bindings/python/src/cloudagent_disposition/_request.py";
const PYTHON_CLIENT: &str = "bindings/python/src/cloudagent_disposition/_client.py";
const PYTHON_PARAMETERS: [&str; 3] = [
    "NAME: str | None = None,",
    "NAME: bool | None = None,",
    "NAME: bool = False,",
];
const GIVEN_RUST: &str = "core/tests/vectors/given.rs";
const BAD_INPUT: &str = "bindings/c/tests/bad_input.c";
const FUZZ_C: &str = "bindings/c/tests/fuzz.c";
const KOTLIN: &str =
    "bindings/kotlin/disposition/src/main/kotlin/cloudagent/disposition/DispositionRequest.kt";
const GIVEN_KOTLIN: &str =
    "bindings/kotlin/disposition/src/test/kotlin/cloudagent/disposition/Runners.kt";
const SWIFT: &str = "bindings/swift/Sources/CloudAgentDisposition/Request/DispositionRequest.swift";

/// Every region.
#[rustfmt::skip]
const REGIONS: &[Region] = &[
    region(C, "fields", 4, [
        "pub NAME: cad_str,",
        "pub NAME: cad_flag,",
        "pub NAME: cad_flag,",
    ]).with(Doc::Slashes).c_order(),
    region(C, "read", 8, [
        "request.NAME = text(Field::CALLED, given.NAME)?;",
        "request.NAME = flag(given.NAME)?;",
        "request.NAME = flag(given.NAME)? == Some(true);",
    ]),
    region(C, "view", 12, [
        "NAME: text(&request.NAME),",
        "NAME: flag_of(request.NAME),",
        "NAME: flag_of(request.NAME.then_some(true)),",
    ]).c_order(),
    region(HPP, "request", 4, [
        "std::string NAME;",
        "std::optional<bool> NAME;",
        "bool NAME = false;",
    ]).with(Doc::Slashes),
    region(HPP, "c_request", 4, [
        "request.NAME = c_text(from.NAME);",
        "request.NAME = c_flag(from.NAME);",
        "request.NAME = from.NAME ? CAD_YES : CAD_UNSET;",
    ]),
    region(HPP, "parsed_request", 4, [
        "request.NAME = text(from.NAME);",
        "request.NAME = optional_flag(from.NAME);",
        "request.NAME = from.NAME == CAD_YES;",
    ]),
    region(GIVEN_RUST, "given", 4, [
        "NAME: Option<String>,",
        "NAME: Option<bool>,",
        "#[serde(default)]\nNAME: bool,",
    ]),
    region(GIVEN_RUST, "read", 8, [
        "request.NAME = self.NAME;",
        "request.NAME = self.NAME;",
        "request.NAME = self.NAME;",
    ]),
    region(VECTORS, "keys", 8, ["\"NAME\",", "\"NAME\",", "\"NAME\","]),
    region(VECTORS_GIVEN, "given", 4, [
        "request.NAME = text_or_empty(given, \"NAME\");",
        "request.NAME = flag(given, \"NAME\");",
        "request.NAME = flag(given, \"NAME\").value_or(false);",
    ]),
    region(BAD_INPUT, "texts", 4, ["{CAD_FIELD_UPPER, offsetof(cad_request, NAME)},", "", ""]),
    region(FUZZ_C, "request", 4, [
        "request.NAME = view(from);",
        "request.NAME = (cad_flag)(byte(from) % 4u);",
        "request.NAME = (cad_flag)(byte(from) % 4u);",
    ]),
    region(KOTLIN, "properties", 4, [
        "public val CAMEL: String? = null,",
        "public val CAMEL: Boolean? = null,",
        "public val CAMEL: Boolean = false,",
    ]).with(Doc::Kotlin).by_version(),
    region(KOTLIN, "older", 0, ["", "", ""]).by_version(),
    region(KOTLIN, "checks", 8, ["checkedOrNull(\"CAMEL\", CAMEL)", "", ""]),
    region(KOTLIN, "record", 12, ["CAMEL = CAMEL,", "CAMEL = CAMEL,", "CAMEL = CAMEL,"]),
    region(KOTLIN, "printed", 12, [
        "\"CAMEL\" to shown(\"CAMEL\", CAMEL),",
        "\"CAMEL\" to shown(\"CAMEL\", CAMEL),",
        "\"CAMEL\" to shown(\"CAMEL\", CAMEL),",
    ]),
    region(KOTLIN, "setters", 8, [
        "\n/** See [DispositionRequest.CAMEL]. */\n\
         public fun CAMEL(CAMEL: String?): Builder = set(record.copy(CAMEL = CAMEL))",
        "\n/** See [DispositionRequest.CAMEL]. */\n\
         public fun CAMEL(CAMEL: Boolean?): Builder = set(record.copy(CAMEL = CAMEL))",
        "\n/** See [DispositionRequest.CAMEL]. */\n\
         public fun CAMEL(CAMEL: Boolean): Builder = set(record.copy(CAMEL = CAMEL))",
    ]),
    region(KOTLIN, "read", 16, [
        "CAMEL = record.CAMEL,",
        "CAMEL = record.CAMEL,",
        "CAMEL = record.CAMEL,",
    ]),
    region(GIVEN_KOTLIN, "given", 12, [
        "CAMEL = text(\"NAME\"),",
        "CAMEL = flag(\"NAME\"),",
        "CAMEL = flag(\"NAME\") ?: false,",
    ]),
    region(BRIDGE, "request", 4, [
        "pub NAME: Option<String>,",
        "pub NAME: Option<bool>,",
        "pub NAME: bool,",
    ]).with(Doc::Slashes),
    region(BRIDGE, "texts", 12, ["&self.NAME,", "", ""]),
    region(BRIDGE, "to_core", 8, [
        "request.NAME = data.NAME;",
        "request.NAME = data.NAME;",
        "request.NAME = data.NAME;",
    ]),
    region(BRIDGE, "from_core", 12, [
        "NAME: request.NAME,",
        "NAME: request.NAME,",
        "NAME: request.NAME,",
    ]),
    region(SWIFT, "fields", 4, [
        "public var SWIFT: String?",
        "public var SWIFT: Bool?",
        "public var SWIFT: Bool",
    ]).with(Doc::Slashes),
    region(SWIFT, "arguments", 8, [
        "SWIFT: String? = nil,",
        "SWIFT: Bool? = nil,",
        "SWIFT: Bool = false,",
    ]).list(),
    region(SWIFT, "init", 8, ["self.SWIFT = SWIFT", "self.SWIFT = SWIFT", "self.SWIFT = SWIFT"]),
    region(SWIFT, "shown", 12, [
        "(\"SWIFT\", Self.shown(SWIFT, \"SWIFT\")),",
        "(\"SWIFT\", SWIFT?.description),",
        "(\"SWIFT\", SWIFT ? \"true\" : nil),",
    ]),
    region(SWIFT, "from_record", 12, [
        "SWIFT: record.CAMEL,",
        "SWIFT: record.CAMEL,",
        "SWIFT: record.CAMEL,",
    ]).list(),
    region(SWIFT, "record", 12, ["CAMEL: SWIFT,", "CAMEL: SWIFT,", "CAMEL: SWIFT,"]).list(),
    // A subclass that is a dataclass prints none of the texts: some are private.
    region(PYTHON, "fields", 4, [
        "NAME: str | None = field(default=None, repr=False)",
        "NAME: bool | None = None",
        "NAME: bool = False",
    ]).with(Doc::Docstring),
    // The callback time may be a datetime there.
    region(PYTHON, "parameters", 8, PYTHON_PARAMETERS).without(&["callback_time"]),
    region(PYTHON, "checked", 12, [
        "\"NAME\": optional_text(\"NAME\", NAME),",
        "\"NAME\": optional_flag(\"NAME\", NAME),",
        "\"NAME\": flag(\"NAME\", NAME),",
    ]).without(&["callback_time"]),
    region(PYTHON_CLIENT, "parameters", 8, PYTHON_PARAMETERS)
        .without(&["ucid", "did", "agent_id", "disposition", "callback_time"]),
];

/// Every file with such a region, filled anew.
pub(crate) fn files(root: &Path) -> io::Result<Vec<Generated>> {
    let mut paths: BTreeMap<&str, Vec<&Region>> = BTreeMap::new();
    for region in REGIONS {
        paths.entry(region.path).or_default().push(region);
    }
    let mut files = Vec::new();
    // The C++ header has other regions too.
    for path in paths.into_keys().filter(|path| *path != HPP) {
        let text = fs::read_to_string(root.join(path))?;
        files.push(Generated {
            path: path.to_owned(),
            text: filled(path, &text)?,
        });
    }
    Ok(files)
}

/// The text of a file with its regions of fields filled anew. Other regions stay.
pub(crate) fn filled(path: &str, text: &str) -> io::Result<String> {
    let regions: Vec<&Region> = REGIONS
        .iter()
        .filter(|region| region.path == path)
        .collect();
    let mut missing: Vec<&str> = regions.iter().map(|region| region.name).collect();
    let text = regions::fill(path, text, |name| {
        missing.retain(|missing| *missing != name);
        Ok(regions
            .iter()
            .find(|region| region.name == name)
            .map(|region| content(region)))
    })?;
    match missing.as_slice() {
        [] => Ok(text),
        missing => Err(io::Error::other(format!("{path}: no regions {missing:?}"))),
    }
}

fn content(region: &Region) -> String {
    let mut fields: Vec<&RequestField> = DispositionRequest::FIELDS.iter().collect();
    let newer = |field: &RequestField| (field.since != FIRST, field.since);
    match region.order {
        Order::Told => {}
        Order::Since => fields.sort_by_key(|field| newer(field)),
        Order::C => fields.sort_by_key(|field| (newer(field), field.shape != Shape::Text)),
    }
    if region.name == "older" {
        return older(&fields);
    }
    let indent = " ".repeat(region.indent);
    let mut out = String::new();
    fields.retain(|field| !region.without.contains(&field.name));
    for field in fields {
        let [text, choice, flag] = region.lines;
        let line = match field.shape {
            Shape::Text => text,
            Shape::Choice => choice,
            Shape::Flag => flag,
        };
        if line.is_empty() {
            continue;
        }
        let line = line
            .replace("NAME", field.name)
            .replace("UPPER", &field.name.to_uppercase())
            .replace("CAMEL", &camel(field.name))
            .replace("SWIFT", &swift::value(field.name))
            .replace("CALLED", field.called_in_rust);
        let doc = paragraphs(field.doc);
        let above = match region.doc {
            Doc::None | Doc::Docstring => None,
            Doc::Slashes => Some(comment(&format!("{indent}/// "), &doc, 100)),
            Doc::Kotlin => Some(kotlin::kdoc(&indent, &doc)),
        };
        if let Some(above) = above {
            out.push_str(&above);
            out.push('\n');
        }
        for line in line.lines() {
            out.push_str(format!("{indent}{line}").trim_end());
            out.push('\n');
        }
        if let Doc::Docstring = region.doc {
            out.push_str(&python::docstring(&doc));
            out.push('\n');
        }
    }
    if region.is_list && out.ends_with(",\n") {
        out.replace_range(out.len() - 2.., "\n");
    }
    out
}

/// Kotlin's constructors for programs that were compiled before a field was there: a parameter with a
/// default is part of what they call. The fields come by the versions that brought them.
fn older(fields: &[&RequestField]) -> String {
    let mut out = String::new();
    for (known, next) in fields.iter().enumerate() {
        if known == 0 || fields[known - 1].since == next.since {
            continue;
        }
        let mut parameters = String::new();
        let mut arguments = String::new();
        for (place, field) in fields.iter().enumerate() {
            let name = camel(field.name);
            let (kind, absent) = match field.shape {
                Shape::Text => ("String?", "null"),
                Shape::Choice => ("Boolean?", "null"),
                Shape::Flag => ("Boolean", "false"),
            };
            if place < known {
                parameters.push_str(&format!("        {name}: {kind} = {absent},\n"));
                arguments.push_str(&format!("        {name} = {name},\n"));
            } else {
                arguments.push_str(&format!("        {name} = {absent},\n"));
            }
        }
        out.push_str(&format!(
            "
    /** For programs that were compiled before version {}. */
    @Deprecated(\"Compiled programs only.\", level = DeprecationLevel.HIDDEN)
    public constructor(
{parameters}    ) : this(
{arguments}    )
",
            next.since
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_that_came_later_leaves_the_older_constructor_to_compiled_programs() {
        let first: Vec<&RequestField> = DispositionRequest::FIELDS.iter().take(2).collect();
        assert_eq!(older(&first), "");
        let mut later = *first[1];
        (later.name, later.since, later.shape) = ("is_urgent", "0.2", Shape::Flag);
        let fields = [first[0], first[1], &later];
        let made = older(&fields);
        assert!(made.contains("before version 0.2."), "{made}");
        let (parameters, arguments) = made.split_once(") : this(").expect("it calls the other");
        assert!(!parameters.contains("isUrgent"), "{made}");
        assert!(
            arguments.contains("did = did,\n        isUrgent = false,\n"),
            "{made}"
        );
    }
}
