package cloudagent.disposition

import cloudagent.disposition.internal.ClientSettings
import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.bridge.liveObjects
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.random.Random
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** Many at once on one client, over a server that is out of order half of the time: each reply belongs to its call. */
@Timeout(120)
internal class CrowdTest {
    private val received = AtomicInteger()
    private val attempted = AtomicInteger()
    private val calls = AtomicInteger()
    private val wrong = ConcurrentLinkedQueue<String>()

    /** What becomes of a call is in its ucid: its last digit says which of these. */
    private val ends: List<Any> =
        listOf(
            Outcome.SAVED,
            Outcome.QUEUED,
            Outcome.INVALID_AGENT,
            Outcome.ALREADY_DISPOSED,
            FailKind.RESET,
            FailKind.BROKEN_REPLY,
            FailKind.TLS,
            Outcome.UPDATED,
            Outcome.UNAVAILABLE,
            Outcome.TOKEN_EXPIRED,
        )

    private val transport =
        Transport { request, _ ->
            if (request.path.endsWith("/generateToken")) return@Transport reply(200, """{"token": "a-token"}""")
            received.incrementAndGet()
            delay(Random.nextLong(4))
            // The body is JSON with the ucid in it.
            when (val end = ends[Regex("\"ucid\":\"\\d+(\\d)\"").find(request.body!!)!!.groupValues[1].toInt()]) {
                is FailKind -> throw SendFailedException(end)
                else -> says(end as Outcome)
            }
        }

    private fun check(number: Int, receipt: Receipt) {
        calls.incrementAndGet()
        attempted.addAndGet(receipt.attempts.size)
        val end = ends[number % ends.size]
        val found = receipt.attempts.last().let { it.kind ?: it.outcome }
        if (found != end) wrong += "call $number: $found, not $end"
    }

    private fun request(number: Int) = REQUEST.toBuilder().ucid("81891$number").build()

    private suspend fun told(client: DispositionClient, number: Int): Receipt =
        try {
            client.setDisposition(request(number))
        } catch (ended: DispositionException) {
            ended.receipt
        }

    private fun run(crowd: (DispositionClient, () -> Int?) -> Unit) {
        val next = AtomicInteger()
        val settings = ClientSettings(ACCOUNT, Api.POST_API_KEY, transport, retry = RetryPolicy.NONE)
        val before = liveObjects()
        DispositionClient(settings, Driver()).use { client ->
            val over = System.nanoTime() + 2_000_000_000
            // Enough of them also where the machine is busy.
            crowd(client) { next.incrementAndGet().takeIf { it <= LEAST || System.nanoTime() < over } }
        }
        assertEquals(emptyList<String>(), wrong.toList())
        assertTrue(calls.get() >= LEAST, "only $calls calls")
        assertEquals(received.get(), attempted.get(), "what was received, and what receipts tell")
        assertTrue(liveObjects() <= before + 1u, "${liveObjects()} native objects live, $before before")
    }

    @Test
    fun `64 threads`() = run { client, next ->
        val threads =
            List(64) {
                thread {
                    generateSequence(next).forEach { number ->
                        check(
                            number,
                            try {
                                client.setDispositionBlocking(request(number))
                            } catch (ended: DispositionException) {
                                ended.receipt
                            },
                        )
                    }
                }
            }
        threads.forEach { it.join() }
    }

    @Test
    fun `a thousand coroutines`() = run { client, next ->
        runBlocking(Dispatchers.Default) {
            repeat(1_000) {
                launch { generateSequence(next).forEach { number -> check(number, told(client, number)) } }
            }
        }
    }

    private companion object {
        const val LEAST = 2_000
    }
}
