package cloudagent.disposition

import cloudagent.disposition.internal.ClientSettings
import cloudagent.disposition.internal.Clock
import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.MachineClock
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.withContext
import org.junit.jupiter.api.Assertions.assertInstanceOf

internal val REQUEST: DispositionRequest =
    DispositionRequest("8189000000001", "914000000001", "ravi", "Sale", comments = COMMENTS)

internal val QUEUED: HttpReply = reply(200, """{"details": "Queued", "status": "Success"}""")

internal val REFUSED: HttpReply = reply(200, """{"details": "Invalid Agent", "status": "Fail"}""")

internal fun reply(status: Int, body: String): HttpReply = HttpReply(status, body.toByteArray())

internal val ACCOUNT: Account by lazy { Account.withApiKey("acme", KEY) }

/** A client whose transport and clock are the test's. */
internal fun client(transport: Transport, clock: Clock = MachineClock): DispositionClient =
    DispositionClient(ClientSettings(ACCOUNT, Api.GET_V2, transport, retry = RetryPolicy.NONE), Driver(clock))

/** The time of the test's scheduler. */
@OptIn(ExperimentalCoroutinesApi::class)
internal fun TestScope.virtualClock(): Clock = Clock { testScheduler.currentTime }

/** A transport whose sends the test answers, and that says what became of each. */
internal class ScriptedTransport : Transport {
    class Send(val limits: Limits) {
        val answer = CompletableDeferred<HttpReply>()

        /** Runs in the send's coroutine when it has its answer. */
        var onAnswered: () -> Unit = {}

        /** Whether it was cancelled, once it has ended. */
        var isCancelled = false
    }

    val sends = mutableListOf<Send>()

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        val send = Send(limits)
        sends += send
        try {
            return send.answer.await().also { send.onAnswered() }
        } catch (cancelled: CancellationException) {
            send.isCancelled = true
            throw cancelled
        }
    }
}

/** A transport that answers each request at once. */
internal fun answering(reply: HttpReply): Transport = Transport { _, _ -> reply }

/** A transport that is silent until it is cancelled, and so long later says that nothing was sent. */
internal fun knowing(laterMs: Long = 0): Transport =
    Transport { _, _ ->
        try {
            awaitCancellation()
        } catch (_: CancellationException) {
            withContext(NonCancellable) { delay(laterMs) }
            throw CancellationException("not sent").apply { addSuppressed(SendFailedException(FailKind.CONNECT_TIMEOUT)) }
        }
    }

/** What a block throws. */
internal suspend inline fun <reified E : Throwable> thrown(crossinline block: suspend () -> Unit): E =
    try {
        block()
        null
    } catch (error: Throwable) {
        assertInstanceOf(E::class.java, error)
    } ?: throw AssertionError("nothing was thrown")
