package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import java.util.concurrent.ConcurrentLinkedQueue
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import okhttp3.Dispatcher
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/**
 * Many at once on one client over a real network stack, with a server that misbehaves now and then. No call has its ucid, and
 * the server repeats the ucid that it does not know: so each reply shows whose it is.
 */
@Timeout(120)
class CrowdOverOkHttpTest : SimulatorTest() {
    private val replied = AtomicInteger()
    private val attempted = AtomicInteger()
    private val wrong = ConcurrentLinkedQueue<String>()

    private fun check(number: Int, told: Told) {
        attempted.addAndGet(told.receipt.attempts.count { it.delivery != Delivery.NOT_SENT })
        if (told.receipt.outcome != Outcome.UNKNOWN_CALL) return
        replied.incrementAndGet()
        if (told.receipt.ucid != ucid(number)) wrong += "call $number got the reply of ${told.receipt.ucid}"
    }

    private fun ucid(number: Int) = "8189$number"

    private fun request(number: Int) = request.toBuilder().ucid(ucid(number)).comments(null).build()

    private fun run(crowd: (DispositionClient, () -> Int?) -> Unit) {
        // The simulator is one for both tests, and forgets between them.
        listOf(replied, attempted).forEach { it.set(0) }
        val next = AtomicInteger(FIRST)
        val many = OkHttpClient.Builder().dispatcher(Dispatcher().apply { maxRequestsPerHost = 64 }).build()
        val client = DispositionClient(account, Api.GET_V2, OkHttpTransport(many), BaseUrl.parse(simulator.baseUrl))
        val isOver = AtomicBoolean()
        val misbehaving =
            thread {
                for (fault in generateSequence(0) { it + 1 }.map { FAULTS[it % FAULTS.size] }) {
                    if (isOver.get()) break
                    simulator.inject(fault, "count" to 3)
                    // A pace, and no wait for anything: between the faults calls must go well, too.
                    Thread.sleep(20)
                }
            }
        val (half, whole) =
            client.use {
                List(2) {
                    val over = System.nanoTime() + (SECONDS / 2 * 1e9).toLong()
                    val enough = next.get() + LEAST / 2
                    crowd(client) { next.incrementAndGet().takeIf { it <= enough || System.nanoTime() < over } }
                    Footprint.now()
                }
            }
        isOver.set(true)
        misbehaving.join()
        assertEquals(emptyList<String>(), wrong.toList())
        assertTrue(replied.get() > LEAST / 4, "only $replied replies")
        assertEquals(simulator.requests().size, attempted.get(), "what was received, and what receipts tell")
        println("crowd: ${attempted.get()} sends, ${replied.get()} replies; after the half $half, after all $whole")
        assertTrue(whole.isNoMoreThan(half), "it has grown from $half to $whole")
    }

    @Test
    fun `64 threads`() = run { client, next ->
        val threads =
            List(64) {
                thread {
                    generateSequence(next).forEach { number ->
                        check(number, Told.of { client.setDispositionBlocking(request(number)) })
                    }
                }
            }
        threads.forEach { it.join() }
    }

    @Test
    fun `a thousand coroutines`() = run { client, next ->
        runBlocking(Dispatchers.Default) {
            repeat(1_000) {
                launch {
                    generateSequence(next).forEach { number -> check(number, Told.of { client.setDisposition(request(number)) }) }
                }
            }
        }
    }

    private companion object {
        val SECONDS = System.getenv("CAD_MANY_SECONDS")?.toDouble() ?: 2.5
        const val FIRST = 1_000_000
        const val LEAST = 400
        val FAULTS = listOf("reset_after_applied", "close_before_applied", "none")
    }
}
