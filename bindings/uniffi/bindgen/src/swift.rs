//! Keeps a failure inside the library from ending the process of a Swift program.

use std::error::Error;

/// How each object that goes gives back what the library holds of it, up to the function's name.
const FREED: &str = "        try! rustCall { uniffi_cloudagent_disposition_uniffi_fn_free_";

/// How an exported function begins that can't throw: in it a panic of the library would be a trap.
const CAN_NOT_THROW: &[&str] = &["(try! rustCall() {", "{try! rustCall() {"];

/// Lets an object go in silence, whatever happens inside, since nobody could be told.
///
/// What is left of `try!` is in what has no work to do (taking memory, counting an object's owners)
/// and in what the records and objects print and compare by, of which the facade uses nothing.
///
/// # Errors
///
/// Where a function of the bridge can't throw, or UniFFI no longer frees objects so.
pub(crate) fn survive(generated: String) -> Result<String, Box<dyn Error>> {
    if let Some(line) = generated
        .lines()
        .find(|line| CAN_NOT_THROW.iter().any(|call| line.ends_with(call)))
    {
        return Err(format!("a function of the bridge must return a Result: {line}").into());
    }
    if !generated.contains(FREED) {
        return Err(format!("what is generated for Swift has no longer: {FREED}").into());
    }
    Ok(generated.replace(FREED, &FREED.replace("try!", "_ = try?")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_goes_in_silence() {
        let survived = survive(format!("deinit {{\n{FREED}call(handle, $0) }}\n}}\n")).unwrap();
        assert!(!survived.contains("try!"), "{survived}");
        assert!(survived.contains("        _ = try? rustCall { "));
        assert!(survive("deinit {}".to_owned()).is_err());
    }

    #[test]
    fn a_function_that_can_not_throw_is_refused() {
        for function in [
            "    return try!  FfiConverterUInt64.lift(try! rustCall() {\n",
            "open func close()  {try! rustCall() {\n",
        ] {
            let refused = survive(format!("{FREED}call(handle, $0) }}\n{function}")).unwrap_err();
            assert!(refused.to_string().contains(function.trim_end()));
        }
        // What prints a record is none.
        let prints = "    return try!  FfiConverterString.lift(\n        try! rustCall() {\n";
        assert!(survive(format!("{FREED}call(handle, $0) }}\n{prints}")).is_ok());
    }
}
