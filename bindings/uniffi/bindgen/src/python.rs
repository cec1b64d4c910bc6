use std::error::Error;

/// What takes half of the time that Python needs to import the generated module, and what stands in
/// its place. The records declare no fields, so the decorator has nothing to work on; the protocols
/// are for type checkers, which never see this private module; nothing is used of two modules.
const SLIMMER: &[(&str, &str)] = &[
    (
        "from dataclasses import dataclass\n",
        "def dataclass(cls):\n    return cls\n",
    ),
    ("(typing.Protocol):", ":"),
    ("import traceback\n", ""),
    ("import platform\n", ""),
];

/// What UniFFI no longer writes must not be looked for in vain.
pub(crate) fn slim(mut generated: String) -> Result<String, Box<dyn Error>> {
    for (costly, instead) in SLIMMER {
        if !generated.contains(costly) {
            return Err(format!("what is generated no longer holds {costly:?}").into());
        }
        generated = generated.replace(costly, instead);
    }
    for module in ["traceback.", " platform.", "dataclasses."] {
        if generated.contains(module) {
            return Err(format!("what is generated uses {module}").into());
        }
    }
    Ok(generated)
}
