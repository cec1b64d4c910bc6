// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** Whether a violation stops the request. */
public enum class Severity(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** It does, but in the mode `advise` only where the wire can't carry the request. */
    ERROR("error"),

    /** It travels with the receipt, and stops the request in the mode `strict` only. */
    WARNING("warning"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
