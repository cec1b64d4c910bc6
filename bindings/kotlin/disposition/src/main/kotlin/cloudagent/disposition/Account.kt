package cloudagent.disposition

import cloudagent.disposition.internal.ThreadedSource
import cloudagent.disposition.internal.bridge.AccountHandle
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.lend

/**
 * A CloudAgent account: the vendor's `customer` (also called `userName`) and a credential.
 *
 * Opaque: nothing reads the credential back, prints it, or writes it anywhere. It compares by
 * identity.
 */
public class Account private constructor(
    /** The account's user name. */
    public val customer: String,
    internal val handle: AccountHandle,
    internal val source: TokenSource? = null,
) {
    /** The user name, without the credential. */
    override fun toString(): String = "Account($customer, [redacted])"

    /** Makes accounts. */
    public companion object {
        /**
         * An account that calls with its api key. [Api.POST_TOKEN] fetches its tokens with it.
         *
         * @throws IllegalArgumentException a text holds a lone surrogate.
         */
        @JvmStatic
        public fun withApiKey(customer: String, apiKey: String): Account = withApiKey(customer, ApiKey(apiKey))

        /**
         * An account that calls with its api key. [Api.POST_TOKEN] fetches its tokens with it.
         *
         * @throws IllegalArgumentException the user name holds a lone surrogate.
         */
        @JvmStatic
        public fun withApiKey(customer: String, apiKey: ApiKey): Account =
            made(customer) { apiKey.handle.lend { key -> AccountHandle.withApiKey(customer, key) } }

        /**
         * An account that calls with a token, for [Api.POST_TOKEN]. What a device gets, that must not
         * know the api key.
         *
         * @throws IllegalArgumentException a text holds a lone surrogate.
         */
        @JvmStatic
        public fun withToken(customer: String, token: String): Account = withToken(customer, Token(token))

        /**
         * An account that calls with a token, for [Api.POST_TOKEN].
         *
         * @throws IllegalArgumentException the user name holds a lone surrogate.
         */
        @JvmStatic
        public fun withToken(customer: String, token: Token): Account =
            made(customer) { token.handle.lend { bearer -> AccountHandle.withToken(customer, bearer) } }

        /**
         * An account whose tokens come from a source of yours, for [Api.POST_TOKEN]: an app that must not know the api key
         * asks its company's server.
         *
         * @throws IllegalArgumentException the user name holds a lone surrogate.
         */
        @JvmStatic
        public fun withTokenSource(customer: String, source: TokenSource): Account =
            made(customer, source) { AccountHandle.withTokenSource(customer) }

        /**
         * [withTokenSource], where the source blocks: for Java.
         *
         * @throws IllegalArgumentException the user name holds a lone surrogate.
         */
        @JvmStatic
        public fun withBlockingTokenSource(customer: String, source: BlockingTokenSource): Account =
            withTokenSource(customer, ThreadedSource(source))

        /**
         * An account whose credential is not known here, for a form that validates what another
         * machine sends.
         *
         * @throws IllegalArgumentException the user name holds a lone surrogate.
         */
        @JvmStatic
        public fun withoutCredential(customer: String): Account =
            made(customer) { AccountHandle.withoutCredential(customer) }

        /** The account of what the environment says. */
        internal fun of(handle: AccountHandle): Account = Account(call { handle.lend { it.customer() } }, handle)

        private inline fun made(customer: String, source: TokenSource? = null, handle: () -> AccountHandle): Account {
            checked("customer", customer)
            return Account(customer, call { handle() }, source)
        }
    }
}
