//! The modules stand in layers: each knows only those before it. So nothing goes in circles, and
//! each can be read and tested with what is below it.

use std::fs;
use std::path::Path;

/// Every module, from the one that knows none to the ones that know the most.
const LAYERS: &str = "text coded codes kind violation account base_url civil http store request receipt \
                      scrub wire validate build params reply sentence listing records error engine environment \
                      client guide vocabulary";

/// What this code of a module uses of the same layer or a later one.
fn uses_above(module: &str, code: &str) -> Vec<String> {
    let layer = |name: &str| LAYERS.split(' ').position(|layer| layer == name);
    let own = layer(module).unwrap_or_else(|| panic!("{module} stands in no layer"));
    let mut found = Vec::new();
    for line in code
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
    {
        for used in line.split("crate::").skip(1) {
            let end = used.find(|c: char| !c.is_alphanumeric() && c != '_');
            let used = &used[..end.unwrap_or(used.len())];
            // What is no layer is an item at the top, which anybody could mean any layer by.
            if used != module && layer(used).is_none_or(|used| used >= own) {
                found.push(format!("{module} uses {used}: {}", line.trim()));
            }
        }
    }
    found
}

/// The code that is not a test's.
fn without_tests(code: &str) -> &str {
    code.split("#[cfg(test)]\nmod tests").next().unwrap_or(code)
}

fn check(module: &str, path: &Path, found: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            check(module, &entry.unwrap().path(), found);
        }
    } else if !path.ends_with("tests.rs") {
        let code = fs::read_to_string(path).unwrap();
        found.extend(uses_above(module, without_tests(&code)));
    }
}

#[test]
fn each_module_knows_only_those_before_it() {
    let mut found = Vec::new();
    let mut modules = Vec::new();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if !["lib", "layers"].contains(&module.as_str()) {
            check(&module, &path, &mut found);
            modules.push(module);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    let gone = |layer: &&str| !modules.iter().any(|module| module == layer);
    assert_eq!(
        LAYERS.split(' ').find(gone),
        None,
        "a layer without a module"
    );
}

#[test]
fn a_use_of_a_later_module_is_found() {
    let code = "use crate::codes::Api;\n    crate::engine::begin();\n// crate::client\n";
    assert_eq!(
        uses_above("receipt", code),
        ["receipt uses engine: crate::engine::begin();"]
    );
    assert_eq!(uses_above("codes", "$crate::coded::Row").len(), 0);
    assert_eq!(uses_above("codes", "use crate::{Receipt, text};").len(), 1);
    assert_eq!(uses_above("text", "use crate::codes::Api;").len(), 1);
    let tested = "fn a() {}\n#[cfg(test)]\nmod tests { use crate::client::Client; }";
    assert_eq!(uses_above("text", without_tests(tested)).len(), 0);
}
