package cloudagent.disposition.internal

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.Transport
import cloudagent.disposition.ValidationMode
import cloudagent.disposition.testing.Simulator
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import org.junit.jupiter.api.Assertions.assertInstanceOf

internal val REQUEST: DispositionRequest =
    DispositionRequest(
        ucid = "8189000000001",
        did = "914000000001",
        agentId = "ravi",
        disposition = "Sale",
        comments = Simulator.COMMENTS,
    )

internal val QUEUED: HttpReply = reply(200, """{"details": "Queued", "status": "Success"}""")

internal val REFUSED: HttpReply = reply(200, """{"details": "Invalid Agent", "status": "Fail"}""")

internal fun reply(status: Int, body: String): HttpReply = HttpReply(status, body.toByteArray())

/** A client whose transport and clock are the test's. */
internal fun client(
    transport: Transport,
    clock: Clock = MachineClock,
    deadline: Duration = 15.seconds,
): DispositionClient =
    DispositionClient(
        Account.withApiKey("acme", Simulator.KEY),
        Api.GET_V2,
        transport,
        BaseUrl.INDIA,
        deadline,
        connectTimeout = 5.seconds,
        ValidationMode.STANDARD,
        Driver(clock),
    )

/** The time of the test's scheduler. */
@OptIn(ExperimentalCoroutinesApi::class)
internal fun TestScope.virtualClock(): Clock = Clock { testScheduler.currentTime }

/** A transport whose sends the test answers, and that says what became of each. */
internal class ScriptedTransport : Transport {
    class Send(val request: HttpRequest, val limits: Limits) {
        val answer = CompletableDeferred<HttpReply>()

        /** Runs in the send's coroutine when it has its answer. */
        var onAnswered: () -> Unit = {}

        /** Whether it was cancelled, once it has ended. */
        var isCancelled = false
    }

    val sends = mutableListOf<Send>()

    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
        val send = Send(request, limits)
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
internal fun answering(reply: HttpReply): Transport =
    object : Transport {
        override suspend fun send(request: HttpRequest, limits: Limits): HttpReply = reply
    }

/** What a block throws. */
internal suspend inline fun <reified E : Throwable> thrown(crossinline block: suspend () -> Unit): E =
    try {
        block()
        null
    } catch (error: Throwable) {
        assertInstanceOf(E::class.java, error)
    } ?: throw AssertionError("nothing was thrown")
