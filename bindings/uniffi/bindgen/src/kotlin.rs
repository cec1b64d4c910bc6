/// How a declaration begins that UniFFI leaves public.
const DECLARATIONS: &[&str] = &[
    "abstract class ",
    "class ",
    "const val ",
    "data class ",
    "enum class ",
    "fun ",
    "inline fun ",
    "interface ",
    "object ",
    "open class ",
    "sealed class ",
    "typealias ",
    "val ",
];

/// Makes every top-level declaration internal to the module: UniFFI has no setting for it, and what
/// is public there would be part of the package's API.
pub(crate) fn hide(generated: &str) -> String {
    let mut hidden = String::with_capacity(generated.len() + 2_000);
    for line in generated.lines() {
        let declared = line.strip_prefix("public ").unwrap_or(line);
        if DECLARATIONS.iter().any(|word| declared.starts_with(word)) {
            hidden.push_str("internal ");
        }
        hidden.push_str(declared);
        hidden.push('\n');
    }
    hidden
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_the_top_is_internal_and_members_stay() {
        let generated = "package a\npublic object A {\n    public fun a() {}\n}\ndata class B(\n\
            private fun c() {}\ninternal class D\n@Synchronized\ninline fun <T> e() {}\n";
        assert_eq!(
            hide(generated),
            "package a\ninternal object A {\n    public fun a() {}\n}\ninternal data class B(\n\
            private fun c() {}\ninternal class D\n@Synchronized\ninternal inline fun <T> e() {}\n"
        );
    }
}
