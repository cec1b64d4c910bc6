// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** How one attempt failed without a whole reply. Closed. */
public enum class FailKind(
    /** The word that the JSON forms and the other languages use. */
    override val code: String,
) : Kind {
    /** The host's name has no address. Nothing was sent. */
    NAME_LOOKUP("name_lookup"),

    /** No connection. Nothing was sent. */
    CONNECT("connect"),

    /** No connection in time. Nothing was sent. */
    CONNECT_TIMEOUT("connect_timeout"),

    /** The proxy made no connection. Nothing was sent. */
    PROXY("proxy"),

    /** TLS could not be set up, or the server is not trusted. Nothing was sent. */
    TLS("tls"),

    /** The HTTP library of the transport refuses the request. Nothing was sent. */
    UNSENDABLE("unsendable"),

    /** The deadline passed before anything was sent. */
    DEADLINE("deadline"),

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
