package cloudagent.disposition

/** What happened to the **disposition**. The vendor confirms no pause. */
public enum class Effect(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** It is recorded. */
    APPLIED("applied"),

    /** The agent is still on the call: it is in force when the call disconnects. */
    QUEUED("queued"),

    /** Success, but the vendor's words don't tell which of the two. */
    ACCEPTED("accepted"),

    /** This request did not record it. */
    NOT_APPLIED("not_applied"),

    /** It may have been recorded: nothing proves either. */
    UNKNOWN("unknown"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
