package cloudagent.disposition

/** Whether a violation stops the request. */
public enum class Severity(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** It does (but see [ValidationMode.ADVISE]). */
    ERROR("error"),

    /** It travels with the receipt, and stops the request in [ValidationMode.STRICT] only. */
    WARNING("warning"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
