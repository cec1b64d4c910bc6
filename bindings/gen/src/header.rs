//! The C header: cbindgen's declarations, source by source, and the sets of codes.

use std::io;
use std::path::Path;

use askama::Template;
use cloudagent_disposition_c::attempts::cad_attempt;
use cloudagent_disposition_c::connection::cad_connection;
use cloudagent_disposition_c::parsed::cad_param;
use cloudagent_disposition_c::reply::{cad_http_reply, cad_reply};
use cloudagent_disposition_c::request::cad_request;
use cloudagent_disposition_c::settings::{cad_call_options, cad_settings};
use cloudagent_disposition_c::steps::{cad_event, cad_step};
use cloudagent_disposition_c::text::cad_str;
use cloudagent_disposition_c::tokens::{cad_token_source, cad_token_store};
use cloudagent_disposition_c::transport::{cad_limits, cad_transport};
use cloudagent_disposition_c::violations::cad_violation;

use crate::Generated;
use crate::c_codes::{CSet, doc};

const PATH: &str = "include/cloudagent_disposition.h";

/// The structs, and their sizes on a 64-bit machine.
const STRUCTS: &[(&str, usize)] = &[
    ("cad_str", size_of::<cad_str>()),
    ("cad_http_reply", size_of::<cad_http_reply>()),
    ("cad_reply", size_of::<cad_reply>()),
    ("cad_request", size_of::<cad_request>()),
    ("cad_violation", size_of::<cad_violation>()),
    ("cad_token_store", size_of::<cad_token_store>()),
    ("cad_token_source", size_of::<cad_token_source>()),
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

/// Where a part of the header comes from.
enum From {
    /// A source of the C library, whose first comment introduces the section; one that begins with
    /// a sentence goes on with the section before.
    Source(&'static str),
    /// Codes of the core's, with the section's title and introduction.
    Codes(&'static str, &'static str),
}

/// The parts of the header in the order in which it is learned, each with the sets of codes that
/// come first in it.
const PARTS: &[(From, &[&str])] = &[
    (From::Source("text"), &[]),
    (From::Source("status"), &["cad_status"]),
    (From::Source("version"), &[]),
    (
        From::Codes(
            "What a reply means",
            "Branch on the effect, which tells what happened to the disposition, and on the advice, \
             which tells what to do. Both sets are closed. The outcome tells what the vendor said, \
             and is 0 where no reply came. That set is open.",
        ),
        &["cad_effect", "cad_advice", "cad_outcome", "cad_api"],
    ),
    (From::Source("reply"), &[]),
    (
        From::Codes("What requests and violations are made of", ""),
        &[
            "cad_flag",
            "cad_mode",
            "cad_severity",
            "cad_field",
            "cad_problem",
        ],
    ),
    (From::Source("request"), &[]),
    (From::Source("violations"), &[]),
    (From::Source("http_request"), &[]),
    (
        From::Codes(
            "What becomes of a call and its attempts",
            "A transport reports one of the kinds up to CAD_KIND_TRANSPORT_FAILED, or \
             CAD_KIND_UNSENDABLE.",
        ),
        &["cad_delivery", "cad_kind"],
    ),
    (
        From::Codes(
            "What records say of a disposition",
            "Call records tell what became of a disposition that nobody knew of. Branch on the \
             effect here too; the finding tells why.",
        ),
        &["cad_finding", "cad_asked"],
    ),
    (From::Source("receipt"), &[]),
    (From::Source("attempts"), &[]),
    (From::Source("receipt_json"), &[]),
    (From::Source("cancel"), &[]),
    (From::Source("tokens"), &["cad_store_answer"]),
    (From::Source("file_store"), &[]),
    (From::Source("settings"), &[]),
    (From::Source("connection"), &["cad_proxy"]),
    (From::Source("transport"), &[]),
    (From::Source("client"), &[]),
    (From::Source("parsed"), &[]),
    (From::Source("lists_and_tokens"), &[]),
    (From::Source("listing"), &[]),
    (
        From::Source("steps"),
        &["cad_event_kind", "cad_step_kind", "cad_store_operation"],
    ),
    (From::Source("engine"), &[]),
    (From::Source("testing"), &[]),
];

#[derive(Template)]
#[template(path = "c/header.h", escape = "none")]
struct Header {
    version: [&'static str; 3],
    parts: Vec<Part>,
    /// The sizes that the compiler proves at every include.
    sizes: Vec<Size>,
}

struct Part {
    banner: Option<String>,
    sets: Vec<CSet>,
    declarations: String,
    /// Whether it is there only where the built-in transport is.
    of_the_client: bool,
    /// Whether the inline helpers of texts follow.
    helpers: bool,
}

struct Size {
    name: &'static str,
    bytes: usize,
    of_the_client: bool,
}

pub(crate) fn file(root: &Path) -> io::Result<Generated> {
    let mut parts = Vec::new();
    let mut number = 0;
    for (from, sets) in PARTS {
        let (title, declarations) = match from {
            From::Codes(title, about) => {
                let title = (*title).to_owned();
                (Some((title, about_in_lines(about))), String::new())
            }
            From::Source(name) => {
                let path = root.join(format!("bindings/c/src/{name}.rs"));
                let source = std::fs::read_to_string(&path)?;
                (title(&source), declarations(root, &path, &source)?)
            }
        };
        let banner = title.map(|(title, about)| {
            number += 1;
            banner(number, &title, &about)
        });
        parts.push(Part {
            banner,
            sets: sets.iter().map(|name| CSet::named(name)).collect(),
            declarations,
            of_the_client: matches!(from, From::Source("connection")),
            helpers: matches!(from, From::Source("text")),
        });
    }
    let version = [
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
    ];
    let sizes = sizes(&parts);
    let header = Header {
        version,
        parts,
        sizes,
    };
    Ok(Generated {
        path: PATH.to_owned(),
        text: header.render().expect("the template is whole"),
    })
}

fn sizes(parts: &[Part]) -> Vec<Size> {
    let sets = parts.iter().flat_map(|part| &part.sets);
    let closed = sets.filter(|set| !set.words.open).map(|set| Size {
        name: set.name,
        bytes: size_of::<u32>(),
        of_the_client: set.is_of_the_client(),
    });
    let structs = STRUCTS.iter().map(|(name, bytes)| Size {
        name,
        bytes: *bytes,
        of_the_client: *name == "cad_connection",
    });
    closed.chain(structs).collect()
}

/// What cbindgen makes of a source, with the structs' initialisers.
fn declarations(root: &Path, path: &Path, source: &str) -> io::Result<String> {
    let config = root.join("bindings/gen/cbindgen.toml");
    let mut config = cbindgen::Config::from_file(config).expect("the configuration is read");
    // Without it a struct that no function of the same source takes is left out.
    let structs = STRUCTS.iter().map(|(name, _)| (*name).to_owned());
    config.export.include = structs
        .filter(|name| source.contains(&format!("pub struct {name} ")))
        .collect();
    let builder = cbindgen::Builder::new().with_config(config).with_src(path);
    let mut made = Vec::new();
    builder
        .generate()
        .map_err(io::Error::other)?
        .write(&mut made);
    let made = String::from_utf8(made).expect("the sources are UTF-8");

    let mut out = String::new();
    let mut of_struct: Vec<String> = Vec::new();
    for line in made.trim().lines() {
        let line = spelled(line);
        out.push_str(&line);
        out.push('\n');
        if let Some(name) = ends_struct(&line) {
            out.push_str(&initialiser(name, &of_struct.join(" ")));
            of_struct.clear();
        } else if line.starts_with("typedef struct") && line.ends_with('{') {
            of_struct.clear();
        } else if !line.trim_start().starts_with("//") {
            of_struct.push(line.trim().to_owned());
        }
    }
    Ok(out)
}

/// A line as the header spells it: an output is a pointer, a type needs no `struct`, and what the
/// built-in transport has to be there for is there unless a program says otherwise.
fn spelled(line: &str) -> String {
    let code = !line.trim_start().starts_with("//");
    if !code || line.starts_with("typedef struct") {
        return line.to_owned();
    }
    let mut line = line
        .replace("#if defined(CAD_WITH_CLIENT)", "#ifndef CAD_NO_CLIENT")
        .replace("struct cad_", "cad_");
    while let Some((before, rest)) = line.split_once("Out<") {
        let (of, after) = rest.split_once("> ").expect("an output has a name");
        let of = of.trim_end_matches('*');
        let stars = "*".repeat(rest.find('>').unwrap_or_default() - of.len() + 1);
        line = format!("{before}{of} {stars}{after}");
    }
    line
}

fn ends_struct(line: &str) -> Option<&str> {
    line.strip_prefix("} ")?.strip_suffix(';')
}

/// The initialiser of a struct that begins with its size: a value for each field.
fn initialiser(name: &str, fields: &str) -> String {
    if !fields.starts_with("size_t size;") {
        return String::new();
    }
    let value = |field: &str| {
        let (of, field) = match field.split_once("(*") {
            Some((_, rest)) => ("*", rest.split(')').next().unwrap_or_default()),
            None => field.rsplit_once([' ', '*']).expect("a type and a name"),
        };
        let default = DEFAULTS.iter().find(|(s, f, _)| (*s, *f) == (name, field));
        match (default, of) {
            (Some((_, _, value)), _) => (*value).to_owned(),
            (None, _) if field == "size" => format!("sizeof({name})"),
            (None, "cad_str") => "{NULL, 0}".to_owned(),
            (None, "cad_flag") => "CAD_UNSET".to_owned(),
            (None, of) if of.contains('*') || of.ends_with(' ') => "NULL".to_owned(),
            // C++ makes no enum of a number by itself.
            (None, of) if of.starts_with("cad_") && !OPEN.contains(&of) => {
                format!("CAD_NOTHING_({of})")
            }
            (None, _) => "0".to_owned(),
        }
    };
    let fields = fields.trim_end_matches(';').split(';').map(str::trim);
    let values: Vec<String> = fields.map(value).collect();
    let lines: Vec<String> = values.chunks(6).map(|line| line.join(", ")).collect();
    let lines = lines.join(", \\\n        ");
    let constant = name.to_uppercase();
    format!("\n#define {constant}_INIT \\\n    {{ \\\n        {lines} \\\n    }}\n")
}

/// The sets that are numbers.
const OPEN: &[&str] = &["cad_outcome", "cad_field", "cad_problem", "cad_finding"];

/// The title and the introduction of a source, where it begins a section.
fn title(source: &str) -> Option<(String, Vec<String>)> {
    let mut lines = source.lines().map_while(|line| line.strip_prefix("//!"));
    let title = lines.next()?.trim().to_owned();
    if title.ends_with('.') {
        return None;
    }
    let about = lines.map(|line| line.strip_prefix(' ').unwrap_or(line).to_owned());
    Some((title, about.collect()))
}

fn about_in_lines(about: &str) -> Vec<String> {
    if about.is_empty() {
        return Vec::new();
    }
    let lines = crate::text::wrapped(about, 97);
    std::iter::once(String::new()).chain(lines).collect()
}

fn banner(number: usize, title: &str, about: &[String]) -> String {
    let mut out = format!("/* {:=<76}\n * {number}. {title}\n", "");
    for line in about {
        out.push_str(format!(" * {line}").trim_end());
        out.push('\n');
    }
    out + " */"
}
