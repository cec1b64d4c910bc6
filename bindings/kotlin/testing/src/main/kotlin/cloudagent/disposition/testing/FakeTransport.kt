package cloudagent.disposition.testing

import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.Outcome
import cloudagent.disposition.Transport
import java.util.Collections

/**
 * A [Transport] without a network: it answers as it is told to, and keeps what it was given.
 *
 * ```
 * val transport = FakeTransport(Answer.says(Outcome.QUEUED), Answer.fails(FailKind.RESET))
 * val client = DispositionClient(Account.withApiKey("acme", "any"), Api.GET_V2, transport)
 * client.setDisposition(request).effect                          // Effect.QUEUED
 * assertThrows<DispositionException.Uncertain> { client.setDisposition(request) }
 * transport.requests.size                                        // 2
 * ```
 *
 * What a call does with an answer are the library's own rules, all of them: it also waits before it sends again, for real. A
 * test that wants to know of one send gives its client `RetryPolicy.NONE`. It may be used from any thread.
 *
 * @param answers what it answers, one after the other; the last one goes on. Without any it is [Outcome.SAVED].
 */
public class FakeTransport(vararg answers: Answer) : Transport {
    private val answers = ArrayDeque(answers.ifEmpty { arrayOf(Answer.says(Outcome.SAVED)) }.asList())
    private val received = ArrayList<HttpRequest>()

    /** What was to be sent, in order. Each holds the credential that the test gave. */
    public val requests: List<HttpRequest>
        get() = synchronized(received) { Collections.unmodifiableList(ArrayList(received)) }

    /** What it answers from now on, in the place of what it would have. */
    public fun answer(vararg answers: Answer) {
        require(answers.isNotEmpty()) { "an answer" }
        synchronized(received) {
            this.answers.clear()
            this.answers += answers
        }
    }

    /** Takes the request down, and answers. */
    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        val answer =
            synchronized(received) {
                received += request
                if (answers.size > 1) answers.removeFirst() else answers.first()
            }
        return answer.give()
    }

    /** It can: it sends nothing. */
    override fun canSendBodyWithGet(): Boolean = true

    /** What it answers from now on. */
    override fun toString(): String = synchronized(received) { "FakeTransport(${answers.joinToString()})" }
}
