package cloudagent.disposition

import cloudagent.disposition.internal.printed

/** What the reply to a request for a token means. */
public sealed class TokenResult {
    /** The token. */
    public class Granted internal constructor(
        /** The token. Each one ends every earlier one of the account. */
        public val token: Token,
    ) : TokenResult() {
        /** Without the token. */
        override fun toString(): String = "Granted($token)"
    }

    /** No token: what the reply says instead. */
    public class Other internal constructor(
        /** What it says. */
        public val reply: Reply,
    ) : TokenResult() {
        /** The reply. */
        override fun toString(): String = "Other($reply)"
    }
}

/** What the reply to a request for a campaign's dispositions means. */
public sealed class ListResult {
    /** The list. */
    public class Dispositions internal constructor(
        /** The campaign's dispositions, which may be none. */
        public val list: List<String>,
    ) : ListResult() {
        /** The list. */
        override fun toString(): String = "Dispositions($list)"
    }

    /** No list: what the reply says instead. */
    public class Other internal constructor(
        /** What it says. */
        public val reply: Reply,
    ) : ListResult() {
        /** The reply. */
        override fun toString(): String = "Other($reply)"
    }
}

/** What [CloudAgent.fromParams] read. Blank values are absent. */
public class RawParameters internal constructor(
    /** The account's user name, from `customer` or `userName`. */
    public val customer: String?,
    /** The account's api key. Opaque. */
    public val apiKey: ApiKey?,
    /** The disposition to set. */
    public val request: DispositionRequest,
    /** What is wrong: the parameters' own problems first, then those of [CloudAgent.validate]. */
    public val violations: List<Violation>,
) {
    /** What there is of it, without the key and the comments. */
    override fun toString(): String =
        printed("RawParameters", "customer" to customer, "apiKey" to apiKey, "request" to request, "violations" to violations)
}
