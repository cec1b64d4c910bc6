// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** What was asked for, which says how much of a reply is read. */
public enum class Asked(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** The records of one call: at most 1,000, and 8 MiB. */
    ONE_CALL("one_call"),

    /** The records of a day: at most 50,000, and 64 MiB. */
    DAY("day"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
