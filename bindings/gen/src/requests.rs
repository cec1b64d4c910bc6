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
/// it, `CALLED` what violations call it, `TYPE` its type, and `ABSENT` what it is where nothing is
/// given.
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

/// The same line for a text, a choice, and a flag.
const fn same(line: &'static str) -> [&'static str; 3] {
    [line; 3]
}

const C: &str = "bindings/c/src/request.rs";
const HPP: &str = "include/cloudagent_disposition.hpp";
const BRIDGE: &str = "bindings/uniffi/src/records.rs";
const VECTORS: &str = "bindings/c/tests/vectors/checks.hpp";
const VECTORS_GIVEN: &str = "bindings/c/tests/vectors/told.hpp";
const PYTHON: &str = "bindings/python/src/cloudagent_disposition/_request.py";
const PYTHON_CLIENT: &str = "bindings/python/src/cloudagent_disposition/_client.py";
const PYTHON_ASYNC_CLIENT: &str = "bindings/python/src/cloudagent_disposition/_async_client.py";
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
    Region { doc: Doc::Slashes, order: Order::C, ..region(C, "fields", 4, [
        "pub NAME: cad_str,",
        "pub NAME: cad_flag,",
        "pub NAME: cad_flag,",
    ]) },
    region(C, "read", 8, [
        "request.NAME = text(Field::CALLED, given.NAME)?;",
        "request.NAME = flag(given.NAME)?;",
        "request.NAME = flag(given.NAME)? == Some(true);",
    ]),
    Region { order: Order::C, ..region(C, "view", 12, [
        "NAME: text(&request.NAME),",
        "NAME: flag_of(request.NAME),",
        "NAME: flag_of(request.NAME.then_some(true)),",
    ]) },
    Region { doc: Doc::Slashes, ..region(HPP, "request", 4, [
        "std::string NAME;",
        "std::optional<bool> NAME;",
        "bool NAME = false;",
    ]) },
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
        "NAME: TYPE,",
        "NAME: TYPE,",
        "#[serde(default)]\nNAME: TYPE,",
    ]),
    region(GIVEN_RUST, "read", 8, same("request.NAME = self.NAME;")),
    region(VECTORS, "keys", 8, same("\"NAME\",")),
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
    Region { doc: Doc::Kotlin, order: Order::Since, ..region(
        KOTLIN, "properties", 4, same("public val CAMEL: TYPE = ABSENT,"),
    ) },
    Region { order: Order::Since, ..region(KOTLIN, "older", 0, same("")) },
    region(KOTLIN, "checks", 8, ["checkedOrNull(\"CAMEL\", CAMEL)", "", ""]),
    region(KOTLIN, "record", 12, same("CAMEL = CAMEL,")),
    region(KOTLIN, "printed", 12, same("\"CAMEL\" to shown(\"CAMEL\", CAMEL),")),
    region(KOTLIN, "setters", 8, same(
        "\n/** See [DispositionRequest.CAMEL]. */\n\
         public fun CAMEL(CAMEL: TYPE): Builder = set(record.copy(CAMEL = CAMEL))",
    )),
    region(KOTLIN, "read", 16, same("CAMEL = record.CAMEL,")),
    region(GIVEN_KOTLIN, "given", 12, [
        "CAMEL = text(\"NAME\"),",
        "CAMEL = flag(\"NAME\"),",
        "CAMEL = flag(\"NAME\") ?: false,",
    ]),
    Region { doc: Doc::Slashes, ..region(BRIDGE, "request", 4, same("pub NAME: TYPE,")) },
    region(BRIDGE, "texts", 12, ["&self.NAME,", "", ""]),
    region(BRIDGE, "to_core", 8, same("request.NAME = data.NAME;")),
    region(BRIDGE, "from_core", 12, same("NAME: request.NAME,")),
    Region { doc: Doc::Slashes, ..region(SWIFT, "fields", 4, same("public var SWIFT: TYPE")) },
    Region { is_list: true, ..region(SWIFT, "arguments", 8, same("SWIFT: TYPE = ABSENT,")) },
    region(SWIFT, "init", 8, same("self.SWIFT = SWIFT")),
    region(SWIFT, "shown", 12, [
        "(\"SWIFT\", Self.shown(SWIFT, \"SWIFT\")),",
        "(\"SWIFT\", SWIFT?.description),",
        "(\"SWIFT\", SWIFT ? \"true\" : nil),",
    ]),
    Region { is_list: true, ..region(SWIFT, "from_record", 12, same("SWIFT: record.CAMEL,")) },
    Region { is_list: true, ..region(SWIFT, "record", 12, same("CAMEL: SWIFT,")) },
    // A subclass that is a dataclass prints none of the texts: some are private.
    Region { doc: Doc::Docstring, ..region(PYTHON, "fields", 4, [
        "NAME: TYPE = field(default=ABSENT, repr=False)",
        "NAME: TYPE = ABSENT",
        "NAME: TYPE = ABSENT",
    ]) },
    // The callback time may be a datetime there.
    Region { without: &["callback_time"], ..region(
        PYTHON, "parameters", 8, same("NAME: TYPE = ABSENT,"),
    ) },
    Region { without: &["callback_time"], ..region(PYTHON, "checked", 12, [
        "\"NAME\": optional_text(\"NAME\", NAME),",
        "\"NAME\": optional_flag(\"NAME\", NAME),",
        "\"NAME\": flag(\"NAME\", NAME),",
    ]) },
    Region { without: &["ucid", "did", "agent_id", "disposition", "callback_time"], ..region(
        PYTHON_CLIENT, "parameters", 8, same("NAME: TYPE = ABSENT,"),
    ) },
    Region { without: &["ucid", "did", "agent_id", "disposition", "callback_time"], ..region(
        PYTHON_ASYNC_CLIENT, "parameters", 8, same("NAME: TYPE = ABSENT,"),
    ) },
];

/// A field's type in the language of a file, and what it is there where nothing is given.
fn declared(path: &str, field: &RequestField) -> (&'static str, &'static str) {
    let (types, none, no) = match path.rsplit('.').next() {
        Some("kt") => (["String?", "Boolean?", "Boolean"], "null", "false"),
        Some("swift") => (["String?", "Bool?", "Bool"], "nil", "false"),
        Some("py") => (["str | None", "bool | None", "bool"], "None", "False"),
        _ => (["Option<String>", "Option<bool>", "bool"], "None", "false"),
    };
    let absent = if field.shape == Shape::Flag { no } else { none };
    (types[field.shape as usize], absent)
}

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
        let line = region.lines[field.shape as usize];
        if line.is_empty() {
            continue;
        }
        let (kind, absent) = declared(region.path, field);
        let line = line
            .replace("NAME", field.name)
            .replace("TYPE", kind)
            .replace("ABSENT", absent)
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
            let (kind, absent) = declared(KOTLIN, field);
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
