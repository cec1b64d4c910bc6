package com.example.agent

import cloudagent.disposition.Advice
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Effect
import cloudagent.disposition.Receipt
import cloudagent.disposition.Token
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock

/**
 * Sends with the token that the company's server gave, and keeps that token in memory only. A token that
 * CloudAgent does not take any more is replaced once per call.
 */
class TokenSender(
    private val broker: Broker,
    private val client: (Token) -> DispositionClient,
) : AutoCloseable {
    private class Link(val token: Token, val client: DispositionClient)

    private val lock = Mutex()

    @Volatile
    private var link: Link? = null

    /** Gets a token where there is none, so that [send] begins with CloudAgent. */
    @Throws(BrokerException::class)
    suspend fun prepare() {
        current()
    }

    /**
     * Sends it; [timeLeft] is the deadline of each attempt. It is sent a second time where the first was
     * refused for its token, since the receipt says that nothing was applied, and [SHORTEST_SEND] is left; and
     * never otherwise. Where it is not, what was refused is what became of it.
     */
    suspend fun send(request: DispositionRequest, timeLeft: () -> Duration): Receipt {
        val first = current()
        try {
            return first.client.setDisposition(request, timeLeft())
        } catch (refused: DispositionException.Refused) {
            val stale = refused.advice == Advice.REFRESH_TOKEN && refused.effect == Effect.NOT_APPLIED
            if (!stale || timeLeft() < SHORTEST_SEND) throw refused
            val second = try {
                replacing(first)
            } catch (_: BrokerException) {
                throw refused
            }
            // The new token may have taken its time.
            val left = timeLeft()
            if (left < SHORTEST_SEND) throw refused
            return second.client.setDisposition(request, left)
        }
    }

    private suspend fun current(): Link = lock.withLock { link ?: ask(refused = null) }

    /** Of many calls that meet the same stale token, one asks for another. */
    private suspend fun replacing(stale: Link): Link = lock.withLock {
        link?.takeIf { it !== stale } ?: ask(stale.token)
    }

    private suspend fun ask(refused: Token?): Link {
        val token = broker.token(refused)
        // The old client is not closed: another call may be about to use it, and would be refused for good.
        return Link(token, client(token)).also { link = it }
    }

    override fun close() {
        link?.client?.close()
    }

    companion object {
        /** With less than this left a request would time out half-way, and nobody would know what became of it. */
        val SHORTEST_SEND: Duration = 2.seconds
    }
}
