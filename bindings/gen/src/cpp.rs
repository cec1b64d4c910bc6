//! The C++ header's enums and the functions that name them: two regions of a file that is
//! otherwise written by hand.

use std::io;
use std::path::Path;

use askama::Template;

use crate::Generated;
use crate::c_codes::{CSet, doc};
use crate::{regions, requests};

const PATH: &str = "include/cloudagent_disposition.hpp";

const SETS: &[&str] = &[
    "cad_status",
    "cad_effect",
    "cad_advice",
    "cad_outcome",
    "cad_api",
    "cad_mode",
    "cad_severity",
    "cad_field",
    "cad_problem",
    "cad_delivery",
    "cad_kind",
    "cad_finding",
    "cad_asked",
    "cad_step_kind",
    "cad_event_kind",
    "cad_store_operation",
    "cad_store_answer",
    "cad_proxy",
];

#[derive(Template)]
#[template(path = "cpp/enums.hpp", escape = "none")]
struct Enums<'a> {
    sets: &'a [CSet],
}

#[derive(Template)]
#[template(path = "cpp/names.hpp", escape = "none")]
struct Names<'a> {
    sets: &'a [CSet],
}

pub(crate) fn file(root: &Path) -> io::Result<Generated> {
    let sets: Vec<CSet> = SETS.iter().map(|name| CSet::named(name)).collect();
    let text = std::fs::read_to_string(root.join(PATH))?;
    let text = regions::fill(PATH, &text, |region| {
        let rendered = match region {
            "enums" => Enums { sets: &sets }.render(),
            "names" => Names { sets: &sets }.render(),
            _ => return Ok(None),
        };
        rendered.map(Some).map_err(io::Error::other)
    })?;
    let text = requests::filled(PATH, &text)?;
    Ok(Generated {
        path: PATH.to_owned(),
        text,
    })
}
