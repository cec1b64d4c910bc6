// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/**
 * One of the vendor's four ways to set a disposition. It is a property of the account, so it is
 * always named: there is no silent default.
 */
public enum class Api(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** `GET …/DispositionAPIV2.php`, with the api key in the URL. */
    GET_V2("get_v2"),

    /**
     * `GET …/DispositionAPIV3.php`, with the api key in the URL: can set a disposition after
     * wrap-up, and takes a callback time and its zone.
     */
    GET_V3("get_v3"),

    /** `POST …/ca_apis/DispositionAPIV2` with the api key in a header. */
    POST_API_KEY("post_api_key"),

    /** `POST …/ca_apis/DispositionAPIV2` with a bearer token. */
    POST_TOKEN("post_token"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
