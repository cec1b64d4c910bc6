// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** Why it is not known whether the disposition was applied. Closed. */
public enum class UncertainKind(
    /** The word that the JSON forms and the other languages use. */
    override val code: String,
) : Kind {
    /** A reply came that does not tell. */
    REPLY("reply"),

    /** No whole reply in time. */
    TIMEOUT("timeout"),

    /** The connection ended before a reply. */
    RESET("reset"),

    /** The reply was not HTTP, or its body broke off. */
    BROKEN_REPLY("broken_reply"),

    /** The call was cancelled, before anything was sent or while the request was out. */
    CANCELLED("cancelled"),

    /** The transport failed in some other way, or gave no answer. */
    TRANSPORT_FAILED("transport_failed"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
