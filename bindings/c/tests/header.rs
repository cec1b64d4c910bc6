//! `include/cloudagent_disposition.h` says everything that a caller must know, and nothing of the
//! library gets past the two files that guard its border. That the header is what the sources say
//! is for `cargo gen --check` to tell.

use std::fs;
use std::path::Path;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn header() -> String {
    fs::read_to_string(root().join("../../include/cloudagent_disposition.h")).unwrap()
}

/// The sources that export functions, by their names: all but those that guard, and the hooks. A function
/// that is called through a pointer only is exported by none, and has no name of the library's.
fn sources() -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for entry in fs::read_dir(root().join("src")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if !["guard", "host", "lib", "raw", "test_hooks"].contains(&name.as_str()) {
            sources.push((name, fs::read_to_string(path).unwrap()));
        }
    }
    assert!(sources.len() > 15, "{}", sources.len());
    sources
}

/// The functions of the header, each with the comment before it.
fn functions(header: &str) -> Vec<(String, String)> {
    let mut functions = Vec::new();
    let mut comment = String::new();
    for line in header.lines() {
        if let Some(text) = line.strip_prefix("///") {
            comment.push_str(text.trim());
            comment.push('\n');
            continue;
        }
        let before = line.split('(').next().unwrap();
        let name = before.rsplit([' ', '*']).next().unwrap();
        let begins = !line.starts_with([' ', '#', '}', '/']) && !line.starts_with("typedef");
        if begins && line.contains('(') && name.starts_with("cad_") {
            functions.push((name.to_owned(), comment.clone()));
        }
        comment.clear();
    }
    functions
}

/// The defaults stand once, at the top of the header: a comment says what differs.
#[test]
fn every_function_says_what_it_does_and_what_differs_from_the_defaults() {
    let functions = functions(&header());
    assert!(functions.len() > 60, "{}", functions.len());
    for (name, comment) in functions {
        let first = comment.lines().next().unwrap_or_default();
        assert!(first.len() > 4, "{name}: what does it do? {first:?}");
        for default in [
            "Owner: nothing.",
            "NULL: nothing",
            "Threads: any.",
            "Errors: none.",
        ] {
            assert!(
                !comment.contains(default),
                "{name}: {default:?} goes without saying"
            );
        }
        for label in ["Owner: ", "NULL: ", "Threads: ", "Errors: "] {
            for (at, _) in comment.match_indices(label) {
                assert!(
                    comment[..at].ends_with('\n'),
                    "{name}: {label:?} begins no line"
                );
            }
        }
    }
}

#[test]
fn every_exported_function_is_in_the_header() {
    let declared: Vec<String> = functions(&header())
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let mut exported = Vec::new();
    for (file, source) in sources() {
        let public = ["pub extern \"C\" fn ", "pub unsafe extern \"C\" fn "];
        assert_eq!(
            public
                .iter()
                .map(|mark| source.matches(mark).count())
                .sum::<usize>(),
            source.matches("#[unsafe(no_mangle)]\n").count(),
            "{file}: a function is exported without its name, or named without being exported"
        );
        // The sets of codes have theirs from a macro.
        for mark in ["extern \"C\" fn ", "named by "] {
            for rest in source.split(mark).skip(1) {
                let name = rest.split(['(', ';', ',']).next().unwrap();
                if name.starts_with("cad_") {
                    exported.push(name.to_owned());
                }
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
    for line in header.lines() {
        let rest = line.strip_prefix("typedef struct ");
        if let Some(name) = rest.and_then(|rest| rest.strip_suffix(" {")) {
            let proof = format!("\nCAD_ASSERT_SIZE_({name}, ");
            assert!(header.contains(&proof), "{name}");
        }
    }
}

/// What stood in an output before is none of the caller's any more, whatever comes: the first thing
/// that happens behind a guard, here or in the helper that the outputs are handed on to.
#[test]
fn every_output_that_owns_something_is_null_first() {
    let mut count = 0;
    let raw = fs::read_to_string(root().join("src/raw.rs")).unwrap();
    for (_, source) in sources().into_iter().chain([("raw".to_owned(), raw)]) {
        for function in source.split("\n}\n") {
            let Some((_, function)) = function.split_once("fn ") else {
                continue;
            };
            let outputs = function.matches(": Out<'_, Option<Box<").count();
            let name = function.split('(').next().unwrap();
            if let Some((_, body)) = function.split_once("guard::") {
                let first = body.lines().nth(1).unwrap_or_default();
                let nulled = first.matches("empty(").count();
                assert_eq!(
                    nulled, outputs,
                    "{name}: something comes before they are NULL"
                );
            } else if outputs > 0 && !name.starts_with("empty<") {
                let helpers = [
                    "make(out, ",
                    "make_or_tell(out, ",
                    "make(kept, ",
                    "build(",
                    "account(",
                ];
                assert!(
                    helpers.iter().any(|helper| function.contains(helper)),
                    "{name}"
                );
            }
            count += outputs;
        }
    }
    assert!(count > 20, "{count}");
}

#[test]
fn no_panic_and_no_unchecked_pointer_gets_past_the_two_files_that_guard() {
    for (section, source) in sources() {
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
                "get(callback",
                "get(fake",
                "get(list",
                "get(receipt",
                "get(records",
                "get(settlement",
                "get(token",
                "text(re",
                "name(",
                "make(",
                "make_or_tell(out, ",
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
