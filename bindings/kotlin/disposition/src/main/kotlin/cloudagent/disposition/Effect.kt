// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/**
 * What happened to the **disposition**. Closed: a new value is a major version, so branch on it
 * without a default.
 *
 * The vendor confirms no pause: its words are the same with and without one.
 */
public enum class Effect(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** The disposition is recorded. */
    APPLIED("applied"),

    /** The agent is still on the call: it is in force when the call disconnects. */
    QUEUED("queued"),

    /** Success, but the vendor's words don't tell which of the two. */
    ACCEPTED("accepted"),

    /** The disposition was not recorded by this request. */
    NOT_APPLIED("not_applied"),

    /** It may have been recorded: nothing proves either. */
    UNKNOWN("unknown"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
