//! How declarations are written down: comments, enums, initialisers, sizes.

use std::fmt::Write as _;

use crate::compose::Item;

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

/// The closed sets that structs have fields of.
const ENUMS: &[&str] = &[
    "cad_effect",
    "cad_advice",
    "cad_api",
    "cad_severity",
    "cad_delivery",
    "cad_kind",
    "cad_step_kind",
];

/// Comments that have one line in one line.
pub(crate) fn in_one_line(text: &str) -> String {
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

pub(crate) fn write_item(out: &mut String, name: &str, item: &Item) {
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

/// Whether this is the type of a closed set. An open one is a number.
pub(crate) fn is_closed(item: &Item) -> bool {
    let typed = item.text.contains("\ntypedef uint32_t cad_");
    typed && item.text.contains("Closed")
}

/// Constants of one type. That of a closed set is an enum, which a debugger shows by its names and
/// of which a switch may forget none. That of an open set is a fixed-width integer.
pub(crate) fn write_enum<'a>(
    out: &mut String,
    of: Option<(&str, &'a Item)>,
    constants: impl Iterator<Item = &'a Item>,
) {
    let end = match of {
        Some((name, item)) => {
            let (comment, _) = item.text.split_once("typedef").unwrap();
            let _ = writeln!(out, "{comment}typedef CAD_ENUM_({name}) {{");
            format!("}} {name};\n\n")
        }
        None => {
            out.push_str("enum {\n");
            "};\n\n".to_owned()
        }
    };
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
    out.push_str(&end);
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
            // C++ makes no enum of a number by itself.
            (None, "cad_flag") => "CAD_UNSET".to_owned(),
            (None, of) if ENUMS.contains(&of) => format!("CAD_NOTHING_({of})"),
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
pub(crate) fn write_sizes(out: &mut String, sizes: &[(&str, usize)], closed: &[&str]) {
    out.push_str(
        "\n#if UINTPTR_MAX == UINT64_MAX && defined(__cplusplus)\n\
         #define CAD_ASSERT_SIZE_(type, size) static_assert(sizeof(type) == (size), #type)\n\
         #elif UINTPTR_MAX == UINT64_MAX && defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L\n\
         #define CAD_ASSERT_SIZE_(type, size) _Static_assert(sizeof(type) == (size), #type)\n\
         #endif\n#ifdef CAD_ASSERT_SIZE_\n",
    );
    for name in closed {
        let guard = *name == "cad_proxy";
        let line = format!("CAD_ASSERT_SIZE_({name}, 4);\n");
        out.push_str(&if guard {
            format!("#ifndef CAD_NO_CLIENT\n{line}#endif\n")
        } else {
            line
        });
    }
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
