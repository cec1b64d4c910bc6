// Generated from the core's tables by `cargo gen`. Change those, not this file.

package cloudagent.disposition

/**
 * The field that a violation is about, in the order in which violations are reported. Open: minor
 * versions add values, so keep a default branch.
 */
public enum class Field(
    /** The word that the JSON forms and the other languages use. */
    public val code: String,
) {
    /** A JSON form as a whole (`from_json`). */
    JSON("json"),

    /** The raw parameters as a whole (`from_params`). */
    PARAMETERS("parameters"),

    /** The raw parameter `action` (`from_params`). */
    ACTION("action"),

    /** The client's base URL. */
    BASE_URL("base_url"),

    /** The account's API. */
    API("api"),

    /** The client's additional certificates. */
    EXTRA_CA_PEM("extra_ca_pem"),

    /** The client's or the call's deadline. */
    DEADLINE("deadline"),

    /** The client's retry policy. */
    RETRY("retry"),

    /** The client's proxy. */
    PROXY("proxy"),

    /** The account's user name. */
    CUSTOMER("customer"),

    /** The account's api key. */
    API_KEY("api_key"),

    /** The account's token. */
    TOKEN("token"),

    /** The agent's login id. */
    AGENT_ID("agent_id"),

    /** The number that calls are dialled out from. */
    DID("did"),

    /** The call's unique id. */
    UCID("ucid"),

    /** The disposition. */
    DISPOSITION("disposition"),

    /** The comments. */
    COMMENTS("comments"),

    /** Whether to pause the agent afterwards. */
    PAUSE_AFTER_DISPOSE("pause_after_dispose"),

    /** Why the agent is paused. */
    PAUSE_REASON("pause_reason"),

    /** When to call back. */
    CALLBACK_TIME("callback_time"),

    /** The zone of the callback time. */
    CALLBACK_TIME_ZONE("callback_time_zone"),

    /** Whether to release the agent. */
    AUTO_RELEASE("auto_release"),

    /** The campaign whose dispositions are asked for. */
    CAMPAIGN("campaign"),

    /** The URL as built. */
    URL("url"),

    /** The day whose call records are asked for. */
    DAY("day"),

    /** The time of that day from which on calls are asked for. */
    FROM("from"),

    /** The offset from UTC that the account's days are counted with. */
    UTC_OFFSET_MINUTES("utc_offset_minutes"),

    /** The body of an end-of-call callback. */
    CALLBACK("callback"),

    /** A settlement that is to change a receipt. */
    SETTLEMENT("settlement"),
    ;

    /** The [code]. */
    override fun toString(): String = code
}
