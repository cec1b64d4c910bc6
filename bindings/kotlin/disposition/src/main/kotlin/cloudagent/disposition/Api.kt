package cloudagent.disposition

/** One of the vendor's four ways to set a disposition: a property of the account. */
public enum class Api(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** `GET …/DispositionAPIV2.php`, the api key in the URL. */
    GET_V2("get_v2"),

    /** `GET …/DispositionAPIV3.php`, the api key in the URL; takes a callback time and zone. */
    GET_V3("get_v3"),

    /** `POST …/ca_apis/DispositionAPIV2` with the api key in a header. */
    POST_API_KEY("post_api_key"),

    /** `POST …/ca_apis/DispositionAPIV2` with a bearer token. */
    POST_TOKEN("post_token"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
