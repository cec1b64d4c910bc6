// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** An HTTP method. */
public enum class HttpMethod(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** `GET`. */
    GET("GET"),

    /** `POST`. */
    POST("POST"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
