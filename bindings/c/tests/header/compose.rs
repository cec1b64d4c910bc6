//! Puts the declarations that cbindgen makes into the order of the sources, under their banners.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::render::{in_one_line, is_closed, write_enum, write_item, write_sizes};

/// The sources, in the order in which the header is learned.
pub(crate) const SECTIONS: &[&str] = &[
    "text",
    "status",
    "version",
    "codes/answer",
    "codes/api",
    "reply",
    "codes/request",
    "codes/violation",
    "request",
    "violations",
    "settings",
    "connection",
    "http_request",
    "codes/call",
    "receipt",
    "attempts",
    "receipt_json",
    "transport",
    "client",
    "parsed",
    "lists_and_tokens",
    "steps",
    "engine",
];

/// A declaration with its comment.
pub(crate) struct Item {
    pub(crate) text: String,
    /// What the declaration is guarded by, if by anything.
    pub(crate) guarded: bool,
}

/// The header. `sizes` are the structs' on a 64-bit machine.
pub(crate) fn header(root: &Path, sizes: &[(&str, usize)]) -> String {
    let items = declarations(root);
    let mut used = 0;
    let mut out = include_str!("preamble.h").to_owned();
    for (mark, value) in [
        ("@MAJOR@", env!("CARGO_PKG_VERSION_MAJOR")),
        ("@MINOR@", env!("CARGO_PKG_VERSION_MINOR")),
        ("@PATCH@", env!("CARGO_PKG_VERSION_PATCH")),
    ] {
        out = out.replace(mark, value);
    }
    let mut number = 0;
    for section in SECTIONS {
        let source = std::fs::read_to_string(source(root, section)).unwrap();
        let mut names = in_order(&source, &items);
        used += names.len();
        if begins_a_section(&source) {
            number += 1;
            out.push_str(&banner(number, &source));
        }
        let guarded = source_is_guarded(section);
        if guarded {
            out.push_str("#ifndef CAD_NO_CLIENT\n\n");
        }
        while !names.is_empty() {
            // The type of a closed set is written with its constants.
            let of = is_closed(&items[names[0].0]).then(|| names.remove(0).0);
            let constants = names
                .iter()
                .take_while(|(_, of)| of.starts_with("cad_"))
                .count();
            if constants > 0 {
                let of = of.map(|name| (name, &items[name]));
                let constants = names.drain(..constants).map(|(name, _)| &items[name]);
                write_enum(&mut out, of, constants);
                continue;
            }
            let (name, _) = names.remove(0);
            write_item(&mut out, name, &items[name]);
        }
        if *section == "text" {
            out.push_str(include_str!("text_helpers.h"));
            out.push('\n');
        }
        if guarded {
            out.push_str("#endif /* CAD_NO_CLIENT */\n\n");
        }
    }
    assert_eq!(used, items.len(), "a declaration stands in no section");
    let closed: Vec<&str> = items
        .iter()
        .filter(|(_, item)| is_closed(item))
        .map(|(name, _)| name.as_str())
        .collect();
    write_sizes(&mut out, sizes, &closed);
    out.push_str(include_str!("end.h"));
    out
}

fn source(root: &Path, section: &str) -> std::path::PathBuf {
    root.join(format!("src/{section}.rs"))
}

/// The built-in transport's own file is compiled with it only.
fn source_is_guarded(section: &str) -> bool {
    section == "connection"
}

/// What cbindgen makes of the sources, by name.
fn declarations(root: &Path) -> BTreeMap<String, Item> {
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).unwrap();
    let mut builder = cbindgen::Builder::new().with_config(config);
    for section in SECTIONS {
        builder = builder.with_src(source(root, section));
    }
    let mut raw = Vec::new();
    builder.generate().unwrap().write(&mut raw);
    let raw = String::from_utf8(raw).unwrap();

    let mut items = BTreeMap::new();
    for block in blocks(&raw) {
        let guarded = block.starts_with("#if defined(CAD_WITH_CLIENT)");
        let text = if guarded {
            let inner = block.split_once('\n').unwrap().1;
            inner.strip_suffix("#endif\n").unwrap().to_owned()
        } else {
            block
        };
        if text.starts_with("#include") {
            continue;
        }
        let text = in_one_line(&spelled(&text));
        let before = items.insert(name(&text), Item { text, guarded });
        assert!(before.is_none(), "declared twice");
    }
    items
}

/// The parts of a text that empty lines outside of braces separate.
fn blocks(raw: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut depth = 0;
    for line in raw.lines() {
        if !line.trim_start().starts_with('*') {
            depth += line.matches('{').count();
            depth -= line.matches('}').count();
        }
        if line.is_empty() && depth == 0 {
            blocks.push(String::new());
        } else {
            let block = blocks.last_mut().unwrap();
            block.push_str(line);
            block.push('\n');
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

/// A declaration as the header spells it: outputs as pointers, types without `struct`.
fn spelled(text: &str) -> String {
    let mut spelled = String::new();
    for line in text.split_inclusive('\n') {
        let comment = line.trim_start().starts_with(['*', '/']);
        if comment || line.starts_with("typedef struct") {
            spelled.push_str(line);
            continue;
        }
        let mut line = line.replace("struct cad_", "cad_");
        while let Some((before, rest)) = line.split_once("Out<") {
            let (of, after) = rest.split_once("> ").unwrap();
            let of = of.replace("*", " *");
            let gap = if of.ends_with('*') { "" } else { " " };
            line = format!("{before}{of}{gap}*{after}");
        }
        spelled.push_str(&line);
    }
    spelled
}

/// The name that a block declares.
fn name(text: &str) -> String {
    let code = text
        .lines()
        .find(|line| !line.trim_start().starts_with(['*', '/']))
        .unwrap();
    let word = |text: &str| {
        text.chars()
            .take_while(|c| c.is_ascii_alphanumeric() || *c == '_')
            .collect::<String>()
    };
    if let Some(rest) = code.strip_prefix("#define ") {
        return word(rest);
    }
    if let Some(rest) = code.strip_prefix("typedef struct ") {
        return word(rest);
    }
    if code.starts_with("typedef ") {
        return word(code.trim_end_matches(';').rsplit(' ').next().unwrap());
    }
    let before = code.split('(').next().unwrap();
    word(before.rsplit([' ', '*']).next().unwrap())
}

/// The items that a source declares, in its order, each with the type of a constant.
fn in_order<'a>(source: &str, items: &'a BTreeMap<String, Item>) -> Vec<(&'a str, String)> {
    let mut found: Vec<(usize, &str, String)> = Vec::new();
    for name in items.keys() {
        for (before, after) in [
            ("pub const ", ": "),
            ("pub type ", " ="),
            ("pub struct ", " {"),
            ("extern \"C\" fn ", "("),
        ] {
            if let Some(at) = source.find(&format!("{before}{name}{after}")) {
                let of = match before {
                    "pub const " => {
                        let rest = &source[at + before.len() + name.len() + after.len()..];
                        rest.split(' ').next().unwrap().to_owned()
                    }
                    _ => String::new(),
                };
                found.push((at, name, of));
            }
        }
    }
    found.sort();
    found.into_iter().map(|(_, name, of)| (name, of)).collect()
}

/// Whether a source has a title. One that begins with a sentence goes on with the section before.
fn begins_a_section(source: &str) -> bool {
    source
        .lines()
        .next()
        .is_some_and(|line| !line.ends_with('.'))
}

/// A section's introduction: the source's module comment.
fn banner(number: usize, source: &str) -> String {
    let mut lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let title = lines.next().unwrap().trim();
    let mut out = format!("\n/* {:=<76}\n * {number}. {title}\n", "");
    for line in lines {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let _ = writeln!(out, " * {line}");
    }
    out.push_str(" */\n\n");
    out.replace(" * \n", " *\n")
}
