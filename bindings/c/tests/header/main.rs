//! `include/cloudagent_disposition.h` is what the sources say, it says everything that a caller
//! must know, and its numbers are the core's words.

mod codes;
mod compose;
mod render;

use std::path::{Path, PathBuf};

use cloudagent_disposition_c::attempts::cad_attempt;
use cloudagent_disposition_c::connection::cad_connection;
use cloudagent_disposition_c::parsed::cad_param;
use cloudagent_disposition_c::reply::{cad_http_reply, cad_reply};
use cloudagent_disposition_c::request::cad_request;
use cloudagent_disposition_c::settings::{cad_call_options, cad_settings};
use cloudagent_disposition_c::steps::{cad_event, cad_step};
use cloudagent_disposition_c::text::cad_str;
use cloudagent_disposition_c::transport::{cad_limits, cad_transport};
use cloudagent_disposition_c::violations::cad_violation;

const SIZES: &[(&str, usize)] = &[
    ("cad_str", size_of::<cad_str>()),
    ("cad_http_reply", size_of::<cad_http_reply>()),
    ("cad_reply", size_of::<cad_reply>()),
    ("cad_request", size_of::<cad_request>()),
    ("cad_violation", size_of::<cad_violation>()),
    ("cad_settings", size_of::<cad_settings>()),
    ("cad_connection", size_of::<cad_connection>()),
    ("cad_attempt", size_of::<cad_attempt>()),
    ("cad_limits", size_of::<cad_limits>()),
    ("cad_transport", size_of::<cad_transport>()),
    ("cad_call_options", size_of::<cad_call_options>()),
    ("cad_param", size_of::<cad_param>()),
    ("cad_event", size_of::<cad_event>()),
    ("cad_step", size_of::<cad_step>()),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn path() -> PathBuf {
    root().join("../../include/cloudagent_disposition.h")
}

fn header() -> String {
    std::fs::read_to_string(path()).unwrap()
}

#[test]
fn the_committed_header_is_what_the_sources_say() {
    let made = compose::header(root(), SIZES);
    if std::env::var_os("CAD_UPDATE_HEADER").is_some() {
        std::fs::write(path(), &made).unwrap();
    }
    assert!(
        made == header(),
        "include/cloudagent_disposition.h has drifted: run this test with CAD_UPDATE_HEADER=1"
    );
}

/// The functions of the header, each with the comment before it.
fn functions(header: &str) -> Vec<(String, String)> {
    let mut functions = Vec::new();
    let mut comment = String::new();
    for line in header.lines() {
        match line.trim() {
            "/**" => comment.clear(),
            text if text.starts_with("/** ") => comment = text.to_owned(),
            text if text.starts_with('*') => {
                comment.push_str(text.trim_start_matches(['*', ' ', '/']));
                comment.push(' ');
            }
            _ if line.starts_with([' ', '#', '}']) || line.starts_with("typedef") => {}
            _ => {
                let name = line
                    .split('(')
                    .next()
                    .unwrap()
                    .rsplit([' ', '*'])
                    .next()
                    .unwrap();
                if line.contains('(') && name.starts_with("cad_") {
                    functions.push((name.to_owned(), std::mem::take(&mut comment)));
                }
            }
        }
    }
    functions
}

#[test]
fn every_function_says_who_owns_what_and_how_it_fails() {
    let functions = functions(&header());
    assert!(functions.len() > 60, "{}", functions.len());
    for (name, comment) in functions {
        for label in ["Owner: ", "NULL: ", "Threads: ", "Errors: "] {
            assert!(
                comment.contains(label),
                "{name}: its comment lacks {label:?}"
            );
        }
        let first = comment.split(". ").next().unwrap();
        assert!(first.len() > 4, "{name}: what does it do? {first:?}");
    }
}

#[test]
fn every_exported_function_is_in_the_header() {
    let declared: Vec<String> = functions(&header())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let mut exported = Vec::new();
    for section in compose::SECTIONS {
        let source = std::fs::read_to_string(root().join(format!("src/{section}.rs"))).unwrap();
        assert_eq!(
            source.matches("extern \"C\" fn cad_").count(),
            source.matches("#[unsafe(no_mangle)]\npub ").count(),
            "{section}: a function is exported without its name, or named without being exported"
        );
        for rest in source.split("extern \"C\" fn ").skip(1) {
            if let Some(name) = rest
                .split('(')
                .next()
                .filter(|name| name.starts_with("cad_"))
            {
                exported.push(name.to_owned());
            }
        }
    }
    for name in &exported {
        assert!(declared.contains(name), "{name} is not in the header");
    }
    // One function is the header's own: cad_cstr is inline.
    assert_eq!(declared.len(), exported.len() + 1);
}

#[test]
fn every_struct_has_its_size_proven() {
    let header = header();
    let structs = header.matches("typedef struct cad_").count();
    let opaque = header
        .lines()
        .filter(|line| line.starts_with("typedef struct cad_") && line.ends_with(';'))
        .count();
    assert_eq!(structs - opaque, SIZES.len());
}

/// What stood in an output before is none of the caller's any more, whatever comes.
#[test]
fn every_output_that_owns_something_is_null_first() {
    let mut count = 0;
    for section in compose::SECTIONS {
        let source = std::fs::read_to_string(root().join(format!("src/{section}.rs"))).unwrap();
        for function in source.split("\n}\n") {
            let Some((_, function)) = function.split_once("fn ") else {
                continue;
            };
            let outputs = function.matches(": Out<'_, Option<Box<").count();
            if outputs == 0 || !function.contains("guard::") {
                // It hands them on to one that does.
                continue;
            }
            let body = &function[function.find("guard::").unwrap()..];
            let name = function.split('(').next().unwrap();
            assert_eq!(body.matches("raw::empty(").count(), outputs, "{name}");
            let first = body.lines().nth(1).unwrap();
            assert!(
                outputs == first.matches("raw::empty(").count(),
                "{name}: {first:?} comes before they are NULL"
            );
            count += outputs;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn no_panic_and_no_unchecked_pointer_gets_past_the_two_files_that_guard() {
    for section in compose::SECTIONS {
        let source = std::fs::read_to_string(root().join(format!("src/{section}.rs"))).unwrap();
        for banned in [
            "from_raw_parts",
            "Box::from_raw",
            "&mut *",
            "&*",
            ".offset(",
            "transmute",
        ] {
            assert!(
                !source.contains(banned),
                "{section}: {banned} belongs into raw.rs"
            );
        }
        for body in source.split("#[unsafe(no_mangle)]").skip(1) {
            let name = body.split("fn ").nth(1).unwrap().split('(').next().unwrap();
            let end = body.find("\n}").unwrap();
            let guarded = [
                "guard::",
                "get(receipt",
                "text(re",
                "name(",
                "build(",
                "account(",
                "cad_classify_into(",
                "VERSION.as_ptr()",
                "from_name(",
            ];
            assert!(
                guarded.iter().any(|guard| body[..end].contains(guard)),
                "{name}: its body is not guarded"
            );
        }
    }
}
