// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** What the vendor said. Open: minor versions add values, so keep a default branch. */
public enum class Outcome(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** The disposition is saved. */
    SAVED("saved"),

    /** The disposition is saved, in place of an earlier one. */
    UPDATED("updated"),

    /** The agent is still on the call: it is in force when the call disconnects. */
    QUEUED("queued"),

    /** A success in words that no page prints. */
    SUCCEEDED("succeeded"),

    /** The call has a disposition already. */
    ALREADY_DISPOSED("already_disposed"),

    /** The key, the user name or the region is wrong. */
    AUTHENTICATION_FAILED("authentication_failed"),

    /** No credentials arrived, or the account uses the other API-authentication mode. */
    CREDENTIALS_MISSING("credentials_missing"),

    /** The token's time is over. */
    TOKEN_EXPIRED("token_expired"),

    /** The token does not hold, most often because a newer one was made. */
    TOKEN_INVALID("token_invalid"),

    /** No call has this ucid and did: the vendor doesn't say which is wrong. */
    UNKNOWN_CALL("unknown_call"),

    /** There is no such agent. */
    INVALID_AGENT("invalid_agent"),

    /** The request's action was not known. */
    INVALID_ACTION("invalid_action"),

    /** The request came without a disposition. */
    EMPTY_DISPOSITION("empty_disposition"),

    /** A pause came without a reason. */
    MISSING_PAUSE_REASON("missing_pause_reason"),

    /** The account has no such pause reason. */
    INVALID_PAUSE_REASON("invalid_pause_reason"),

    /** The request was not understood. */
    BAD_REQUEST("bad_request"),

    /** The vendor could not do it just now. */
    UNABLE_TO_DISPOSE("unable_to_dispose"),

    /** Too many requests. */
    RATE_LIMITED("rate_limited"),

    /** A refusal in words that no page prints. */
    REJECTED("rejected"),

    /** The server, or something before it, will not take this one request. */
    FORBIDDEN("forbidden"),

    /** The server pointed elsewhere; redirects are never followed. */
    REDIRECTED("redirected"),

    /** This API is not at this address. */
    ENDPOINT_NOT_FOUND("endpoint_not_found"),

    /** A proxy wants credentials. */
    PROXY_REFUSED("proxy_refused"),

    /** The server, or something before it, was out of order. */
    UNAVAILABLE("unavailable"),

    /** A reply that says nothing which can be relied on. */
    UNRECOGNISED("unrecognised"),

    /** The campaign has no dispositions (only for a list). */
    NONE_FOUND("none_found"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
