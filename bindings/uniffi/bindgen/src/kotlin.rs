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
///
/// Functions are indented, stand behind their documentation's end or an annotation, and close as
/// they open: only the depth tells them from members. What slips through is refused by Kotlin, which
/// compiles the facade in its explicit mode.
pub(crate) fn hide(generated: &str) -> String {
    let mut hidden = String::with_capacity(generated.len() + 2_000);
    let mut depth = 0;
    for line in generated.lines() {
        let (before, code) = split(line);
        let declared = code.strip_prefix("public ").unwrap_or(code);
        hidden.push_str(before);
        if depth == 0 && DECLARATIONS.iter().any(|word| declared.starts_with(word)) {
            hidden.push_str("internal ");
            hidden.push_str(declared);
        } else {
            hidden.push_str(code);
        }
        hidden.push('\n');
        depth += opened(code);
    }
    hidden
}

/// What stands before a line's code (indentation, the end of a comment, an annotation), and the
/// code: empty within a comment.
fn split(line: &str) -> (&str, &str) {
    let mut code = line.trim_start();
    if let Some((_, behind)) = code.split_once("*/") {
        code = behind.trim_start();
    } else if ["*", "/*", "//"].iter().any(|mark| code.starts_with(mark)) {
        code = "";
    }
    if let Some((_, behind)) = code
        .strip_prefix("@Throws(")
        .and_then(|a| a.split_once(')'))
    {
        code = behind.trim_start();
    }
    line.split_at(line.len() - code.len())
}

/// How many blocks, calls and lists of parameters a line opens, less those that it closes.
fn opened(code: &str) -> i32 {
    let code = code.split_once("//").map_or(code, |(code, _)| code);
    code.chars().fold(0, |depth, c| match c {
        '{' | '(' => depth + 1,
        '}' | ')' => depth - 1,
        _ => depth,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_the_top_is_internal_and_members_stay() {
        let generated = "package a\npublic object A {\n    public fun a() {}\n}\ndata class B(\n\
            val b: Int)\nprivate fun c() {}\ninternal class D\n@Synchronized\ninline fun <T> e() {}\n";
        assert_eq!(
            hide(generated),
            "package a\ninternal object A {\n    public fun a() {}\n}\ninternal data class B(\n\
            val b: Int)\nprivate fun c() {}\ninternal class D\n@Synchronized\ninternal inline fun <T> e() {}\n"
        );
    }

    #[test]
    fn indented_functions_are_internal_too() {
        let generated = "        /**\n         * A list (1. and {2.\n         */ fun `a`(): Int {\n            \
            return b {\n // )\n    }\n    }\n    @Throws(Misuse::class) fun `c`() {\n    }\n\
            interface D {\n    /** It. */ fun `e`()\n}\n";
        assert_eq!(
            hide(generated),
            "        /**\n         * A list (1. and {2.\n         */ internal fun `a`(): Int {\n            \
            return b {\n // )\n    }\n    }\n    @Throws(Misuse::class) internal fun `c`() {\n    }\n\
            internal interface D {\n    /** It. */ fun `e`()\n}\n"
        );
    }
}
