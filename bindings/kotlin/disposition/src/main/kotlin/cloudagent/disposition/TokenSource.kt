package cloudagent.disposition

/**
 * Gives tokens to a client whose account is [Account.withTokenSource]: an app's way to its company's server, which alone has the
 * api key.
 *
 * A client asks when it needs a token, one call at a time, and keeps what it is given for as long as that lasts. The call
 * waits for the answer up to its deadline, and ends without it: where the call ends before, the source is cancelled. It
 * runs on threads of [kotlinx.coroutines.Dispatchers.IO].
 */
public fun interface TokenSource {
    /**
     * A token.
     *
     * @param renew the server has refused the token that was given last: the same again is of no use.
     * @throws SendFailedException there is none; its kind says why, as a [Transport]'s does. Whatever else is thrown counts as
     *   [FailKind.TRANSPORT_FAILED], and no text of it is repeated.
     */
    public suspend fun token(renew: Boolean): Token
}

/** A [TokenSource] that blocks, for Java. Where the call ends before, its thread is interrupted. */
public fun interface BlockingTokenSource {
    /**
     * A token.
     *
     * @param renew the server has refused the token that was given last: the same again is of no use.
     * @throws SendFailedException there is none; its kind says why, as a [Transport]'s does. Whatever else is thrown counts as
     *   [FailKind.TRANSPORT_FAILED], and no text of it is repeated.
     */
    @Throws(Exception::class)
    public fun token(renew: Boolean): Token
}
