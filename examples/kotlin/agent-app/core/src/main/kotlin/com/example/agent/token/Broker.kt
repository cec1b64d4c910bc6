package com.example.agent.token

import cloudagent.disposition.Token

/**
 * The company's server. It alone has the account's api key, knows which agent asks, and hands out the
 * token that all phones share, since a new token ends all earlier ones.
 */
fun interface Broker {
    /**
     * A token. [refused] is the one that CloudAgent did not take any more: where it is still the server's
     * own, the server makes another.
     */
    @Throws(BrokerException::class)
    suspend fun token(refused: Token?): Token
}

/** The company's server gave no token. Nothing went to CloudAgent. [message] is for the agent. */
class BrokerException(override val message: String) : Exception(message)
