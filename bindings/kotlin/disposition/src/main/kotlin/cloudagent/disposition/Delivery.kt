// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** What is known of one attempt's request. */
public enum class Delivery(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** It never left this machine. */
    NOT_SENT("not_sent"),

    /** It may have reached the server; no reply came back whole. */
    NO_REPLY("no_reply"),

    /** The server replied. */
    REPLIED("replied"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
