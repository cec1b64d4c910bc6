//! Keeps a failure inside the library from ending the process of a Swift program.

use std::error::Error;

use uniffi_bindgen::ComponentInterface;

/// The bridge's function that answers a question without UniFFI, for Swift's C header.
pub(crate) const DIRECT: &str = "int64_t cloudagent_disposition_uniffi_answer(\
const uint8_t *_Nonnull question, uint64_t length, uint8_t *_Nonnull answer, uint64_t room);
";

/// How each object that goes gives back what the library holds of it, up to the function's name.
const FREED: &str = "        try! rustCall { uniffi_cloudagent_disposition_uniffi_fn_free_";

/// Lets an object go in silence, whatever happens inside, since nobody could be told.
///
/// What is left of `try!` is in what has no work to do (taking memory, counting an object's owners)
/// and in what the records and objects print and compare by, of which the facade uses nothing.
///
/// # Errors
///
/// Where a function of the bridge can't throw (its panic would be a trap in Swift), or UniFFI no
/// longer frees objects so.
pub(crate) fn survive(ci: &ComponentInterface, generated: &str) -> Result<String, Box<dyn Error>> {
    if let Some(function) = ci.iter_callables().find(|one| one.throws_type().is_none()) {
        let name = function.ffi_func().name();
        return Err(format!("a function of the bridge must return a Result: {name}").into());
    }
    if !generated.contains(FREED) {
        return Err(format!("what is generated for Swift has no longer: {FREED}").into());
    }
    Ok(generated.replace(FREED, &FREED.replace("try!", "_ = try?")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(idl: &str) -> ComponentInterface {
        let idl = format!("namespace one {{}};\n[Error] enum E {{ \"A\" }};\n{idl}");
        let mut ci = ComponentInterface::from_webidl(&idl, "one").unwrap();
        ci.derive_ffi_funcs().unwrap();
        ci
    }

    #[test]
    fn an_object_goes_in_silence() {
        let ci = interface("interface A { [Throws=E] constructor(); [Throws=E] void close(); };");
        let generated = format!("deinit {{\n{FREED}call(handle, $0) }}\n}}\n");
        let survived = survive(&ci, &generated).unwrap();
        assert!(!survived.contains("try!"), "{survived}");
        assert!(survived.contains("        _ = try? rustCall { "));
        assert!(survive(&ci, "deinit {}").is_err());
    }

    #[test]
    fn a_function_that_can_not_throw_is_refused() {
        let generated = format!("{FREED}call(handle, $0) }}\n");
        for (member, name) in [
            ("constructor();", "constructor_a_new"),
            ("[Name=other] constructor();", "constructor_a_other"),
            ("void close();", "method_a_close"),
        ] {
            let ci = interface(&format!("interface A {{ {member} }};"));
            let refused = survive(&ci, &generated).unwrap_err();
            assert!(refused.to_string().ends_with(name), "{refused}");
        }
    }
}
