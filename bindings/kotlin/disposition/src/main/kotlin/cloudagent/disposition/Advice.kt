// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** What to do next. Closed: a new value is a major version, so branch on it without a default. */
public enum class Advice(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** Nothing. */
    NONE("none"),

    /** Mend the request's fields. */
    FIX_REQUEST("fix_request"),

    /** Mend the api key, the user name, or the region's host. */
    FIX_CREDENTIALS("fix_credentials"),

    /** Mend the set-up: the API chosen, the base URL, the proxy, TLS trust. */
    FIX_CONFIGURATION("fix_configuration"),

    /** Get a new token, then send again. */
    REFRESH_TOKEN("refresh_token"),

    /** Not applied; the same request may be sent again after a wait. */
    RETRY_LATER("retry_later"),

    /** It may have been applied: look in CloudAgent before sending again. */
    CHECK_FIRST("check_first"),

    /** Sending again will not help. */
    DO_NOT_RETRY("do_not_retry"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
