// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** Which violations stop a request before anything is sent. Closed. */
public enum class ValidationMode(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** Errors do; warnings travel with the receipt. */
    STANDARD("standard"),

    /** Warnings do as well. */
    STRICT("strict"),

    /**
     * Only what the wire can't carry: a rule can be older than the vendor's server, so any other
     * error is only reported.
     */
    ADVISE("advise"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
