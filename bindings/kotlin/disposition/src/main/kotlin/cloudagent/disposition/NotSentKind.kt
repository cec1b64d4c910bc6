package cloudagent.disposition

/** Why nothing was sent. */
public enum class NotSentKind(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** The host's name has no address. */
    NAME_LOOKUP("name_lookup"),

    /** No connection. */
    CONNECT("connect"),

    /** No connection in time. */
    CONNECT_TIMEOUT("connect_timeout"),

    /** The proxy made no connection. */
    PROXY("proxy"),

    /** TLS could not be set up, or the server is not trusted. */
    TLS("tls"),

    /** The HTTP library of the transport refuses the request. */
    UNSENDABLE("unsendable"),

    /** The deadline passed before anything was sent. */
    DEADLINE("deadline"),

    /** The call was cancelled before anything was sent. */
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
