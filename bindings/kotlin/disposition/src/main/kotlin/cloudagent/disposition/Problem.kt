// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/** What is wrong with a field. Open: minor versions add values, so keep a default branch. */
public enum class Problem(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** It must be there, and is absent (or blank). */
    MISSING("missing"),

    /** It can't be read as what it must be. */
    INVALID("invalid"),

    /** This API can't carry it. */
    UNSUPPORTED("unsupported"),

    /** It holds control characters. */
    CONTROL_CHARACTERS("control_characters"),

    /** It holds something that a header can't carry. */
    NOT_ASCII("not_ascii"),

    /** It begins or ends with white space. */
    SURROUNDING_SPACE("surrounding_space"),

    /** It is longer than it may be. */
    TOO_LONG("too_long"),

    /** A spreadsheet or a data frame spoilt it, as in `8.18917E+16`. */
    DAMAGED_NUMBER("damaged_number"),

    /** It holds something other than digits. */
    NOT_DIGITS("not_digits"),

    /** It holds characters that nobody sees. */
    INVISIBLE_CHARACTER("invisible_character"),

    /** It names a chain of agents. */
    SEVERAL_AGENTS("several_agents"),

    /** It has no effect here. */
    UNUSED("unused"),

    /** Its seconds can't be sent. */
    SECONDS_DROPPED("seconds_dropped"),

    /** It is read in the vendor's zone. */
    ZONE_ASSUMED("zone_assumed"),

    /** It is none of those that are known: no parameter of this API, or not on the list. */
    UNKNOWN("unknown"),

    /** It is there more than once. */
    DUPLICATE("duplicate"),

    /** Plain http to a host other than this machine. */
    NOT_HTTPS("not_https"),

    /** It holds a user name or password. */
    USER_INFO("user_info"),

    /** It holds a query. */
    QUERY("query"),

    /** It holds a fragment. */
    FRAGMENT("fragment"),

    /** It is later than today. */
    IN_THE_FUTURE("in_the_future"),

    /** It is so long ago that the vendor shows nothing of it. */
    TOO_OLD("too_old"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
