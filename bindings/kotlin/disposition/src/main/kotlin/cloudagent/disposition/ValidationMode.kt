package cloudagent.disposition

/** Which violations stop a request before anything is sent. */
public enum class ValidationMode(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** Errors do; warnings travel with the receipt. */
    STANDARD("standard"),

    /** Warnings do too. */
    STRICT("strict"),

    /** Only what the wire can't carry does: the rules may be older than the vendor's server. */
    ADVISE("advise"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
