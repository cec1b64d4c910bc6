//! Puts the declarations that cbindgen makes into the order of the sources, under their banners.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// The sources, in the order in which the header is learned.
pub(crate) const SECTIONS: &[&str] = &[
    "text",
    "status",
    "version",
    "codes/answer",
    "reply",
    "codes/request",
    "request",
    "violations",
    "settings",
    "connection",
    "http_request",
    "codes/call",
    "receipt",
    "transport",
    "client",
    "parsed",
    "lists_and_tokens",
    "engine",
];

/// What a struct's initialiser sets besides the size; everything else is 0.
const DEFAULTS: &[(&str, &str, &str)] = &[
    ("cad_reply", "retry_after_seconds", "-1"),
    ("cad_settings", "deadline_ms", "CAD_DEFAULT_MS"),
    ("cad_settings", "connect_timeout_ms", "CAD_DEFAULT_MS"),
    ("cad_settings", "mode", "CAD_MODE_STANDARD"),
    ("cad_connection", "proxy", "CAD_PROXY_ENVIRONMENT"),
    ("cad_call_options", "deadline_ms", "CAD_DEFAULT_MS"),
    ("cad_event", "kind", "CAD_EVENT_TIMER"),
];

/// A declaration with its comment.
struct Item {
    text: String,
    /// What the declaration is guarded by, if by anything.
    guarded: bool,
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
    for (place, section) in SECTIONS.iter().enumerate() {
        let source = std::fs::read_to_string(source(root, section)).unwrap();
        let mut names = in_order(&source, &items);
        used += names.len();
        out.push_str(&banner(place + 1, &source));
        let guarded = source_is_guarded(section);
        if guarded {
            out.push_str("#ifndef CAD_NO_CLIENT\n\n");
        }
        while !names.is_empty() {
            let constants = names
                .iter()
                .take_while(|(_, of)| of.starts_with("cad_"))
                .count();
            if constants > 0 {
                write_enum(
                    &mut out,
                    names.drain(..constants).map(|(name, _)| &items[name]),
                );
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
    write_sizes(&mut out, sizes);
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

/// Comments that have one line in one line.
fn in_one_line(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut out = String::new();
    let mut at = 0;
    while at < lines.len() {
        match lines[at..] {
            [open, line, close, ..] if open.ends_with("/**") && close.ends_with(" */") => {
                let words = line.trim_start_matches([' ', '*']);
                let _ = writeln!(out, "{open} {words} */");
                at += 3;
            }
            [line, ..] => {
                let _ = writeln!(out, "{line}");
                at += 1;
            }
            [] => {}
        }
    }
    out
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

fn write_item(out: &mut String, name: &str, item: &Item) {
    if item.guarded {
        out.push_str("#ifndef CAD_NO_CLIENT\n");
    }
    out.push_str(&item.text);
    if let Some(fields) = fields(&item.text) {
        write_initialiser(out, name, &fields);
    }
    if item.guarded {
        out.push_str("#endif\n");
    }
    out.push('\n');
}

/// Constants of one type: the type is a fixed-width integer, so that every compiler of C and C++
/// agrees on its size, and out of its range it is a number and no mistake of the compiler's.
fn write_enum<'a>(out: &mut String, constants: impl Iterator<Item = &'a Item>) {
    out.push_str("enum {\n");
    for constant in constants {
        let (comment, define) = constant.text.split_once("#define ").unwrap();
        let lines: Vec<&str> = comment
            .lines()
            .map(|line| line.trim_matches([' ', '/', '*']))
            .filter(|line| !line.is_empty())
            .collect();
        let _ = match lines.as_slice() {
            [line] => writeln!(out, "    /** {line} */"),
            lines => writeln!(out, "    /** {} */", lines.join("\n     *  ")),
        };
        let (name, value) = define.trim().split_once(' ').unwrap();
        let _ = writeln!(out, "    {name} = {value},");
    }
    // C++98 and C90 dislike a comma before the brace; the languages that are promised don't.
    out.push_str("};\n\n");
}

/// The types and names of a struct's fields, if it begins with its size.
fn fields(text: &str) -> Option<Vec<(&str, &str)>> {
    let body = text.split_once("{\n")?.1.rsplit_once('}')?.0;
    let mut fields = Vec::new();
    let mut inside_function = false;
    for line in body.lines().map(str::trim) {
        if line.starts_with(['*', '/']) {
            continue;
        }
        if let Some((_, rest)) = line.split_once("(*") {
            fields.push(("function *", rest.split(')').next()?));
            inside_function = !line.ends_with(';');
            continue;
        }
        if inside_function {
            inside_function = !line.ends_with(';');
            continue;
        }
        let (of, name) = line.trim_end_matches(';').rsplit_once([' ', '*'])?;
        let of = if line.contains('*') { "pointer *" } else { of };
        fields.push((of, name));
    }
    (fields.first() == Some(&("size_t", "size"))).then_some(fields)
}

fn write_initialiser(out: &mut String, name: &str, fields: &[(&str, &str)]) {
    let value = |(of, field): &(&str, &str)| {
        let default = DEFAULTS.iter().find(|(s, f, _)| (s, f) == (&name, field));
        match (default, *of) {
            (Some((_, _, value)), _) => (*value).to_owned(),
            (None, _) if *field == "size" => format!("sizeof({name})"),
            (None, "cad_str") => "{NULL, 0}".to_owned(),
            (None, of) if of.ends_with('*') => "NULL".to_owned(),
            (None, _) => "0".to_owned(),
        }
    };
    let values: Vec<String> = fields.iter().map(value).collect();
    let macro_name = name.to_uppercase();
    let _ = writeln!(out, "\n#define {macro_name}_INIT \\\n    {{ \\");
    for line in values.chunks(6) {
        let _ = writeln!(out, "        {}, \\", line.join(", "));
    }
    let end = out.rfind(", \\\n").unwrap();
    out.replace_range(end..end + 1, "");
    out.push_str("    }\n");
}

/// The compiler proves at every include that it lays out the structs as the library does.
fn write_sizes(out: &mut String, sizes: &[(&str, usize)]) {
    out.push_str(
        "\n#if UINTPTR_MAX == UINT64_MAX && defined(__cplusplus)\n\
         #define CAD_ASSERT_SIZE_(type, size) static_assert(sizeof(type) == (size), #type)\n\
         #elif UINTPTR_MAX == UINT64_MAX && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L\n\
         #define CAD_ASSERT_SIZE_(type, size) _Static_assert(sizeof(type) == (size), #type)\n\
         #endif\n#ifdef CAD_ASSERT_SIZE_\n",
    );
    for (name, size) in sizes {
        let guard = *name == "cad_connection";
        if guard {
            out.push_str("#ifndef CAD_NO_CLIENT\n");
        }
        let _ = writeln!(out, "CAD_ASSERT_SIZE_({name}, {size});");
        if guard {
            out.push_str("#endif\n");
        }
    }
    out.push_str("#undef CAD_ASSERT_SIZE_\n#endif\n\n");
}
