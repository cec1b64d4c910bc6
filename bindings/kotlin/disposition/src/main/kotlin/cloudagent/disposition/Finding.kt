// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/**
 * What records say of a disposition that nobody knew of. Open: minor versions add values, so keep a
 * default branch and go by the effect there.
 */
public enum class Finding(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** It stands: the record has the same text. */
    STANDS("stands"),

    /** Another one stands: this one is not in force, and may have been written over. */
    ANOTHER_STANDS("another_stands"),

    /** The call's record has none yet, or none that can be read. */
    NONE_YET("none_yet"),

    /** There is no record of this leg of the call. */
    NOT_FOUND("not_found"),

    /** No list of records came. */
    NO_ANSWER("no_answer"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
