// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** Why nothing was sent. Closed. */
public enum class NotSentKind(
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

    /** The call was cancelled, before anything was sent or while the request was out. */
    CANCELLED("cancelled"),

    /** The client is closed. */
    CLOSED("closed"),

    /** No token could be had. */
    TOKEN_UNAVAILABLE("token_unavailable"),

    /** The token store failed. */
    TOKEN_STORE("token_store"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
