package cloudagent.disposition

import cloudagent.disposition.internal.bridge.liveObjects
import java.lang.ref.Reference
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** What lives in the native library goes away again, whether or not anybody closes it. */
internal class HandlesTest {
    @Test
    @Timeout(600)
    fun `a million classified replies leave nothing behind`() {
        val before = settled()
        val body = """{"details": "Queued", "status": "Success"}""".toByteArray()
        val wrong = AtomicInteger()
        val threads =
            List(2) {
                thread { repeat(500_000) { if (CloudAgent.classify(200, body).outcome != Outcome.QUEUED) wrong.incrementAndGet() } }
            }
        threads.forEach { it.join() }
        assertEquals(0, wrong.get())
        assertEquals(before, liveObjects())
    }

    @Test
    @Timeout(600)
    fun `ten thousand clients leave nothing behind, closed or forgotten, with calls and without`() {
        val before = settled()
        val account = Account.withApiKey("acme", "KK")
        runBlocking {
            repeat(10_000) { number ->
                val client = DispositionClient(account, Api.GET_V2, answering(QUEUED))
                if (number % 3 == 0) client.setDisposition(REQUEST)
                if (number % 2 == 0) client.close()
            }
        }
        assertTrue(liveObjects() > before, "nothing was counted")
        // The account lives, which holds its key.
        until { liveObjects() <= before + 1u }
        Reference.reachabilityFence(account)
        assertEquals(before + 1u, liveObjects())
    }

    @Test
    @OptIn(ExperimentalCoroutinesApi::class)
    fun `a closed client frees its engine at once, and one with a call out when that ends`() {
        val transport = ScriptedTransport()
        val account = Account.withApiKey("acme", "KK")
        val before = settled()
        val client = DispositionClient(account, Api.GET_V2, transport)
        assertEquals(before + 1u, liveObjects())
        runTest {
            val call = launch { client.setDisposition(REQUEST) }
            runCurrent()
            client.close()
            assertEquals(before + 2u, liveObjects())
            transport.sends.single().answer.complete(QUEUED)
            call.join()
            assertEquals(before, liveObjects())
        }
        Reference.reachabilityFence(account)
    }

    /** How many there are once those of other tests are gone: a busy machine frees them late. */
    private fun settled(): ULong {
        var last = ULong.MAX_VALUE
        var rounds = 0
        until {
            val now = liveObjects()
            rounds = if (now == last) rounds + 1 else 0
            last = now
            rounds == 25
        }
        return last
    }

    /** Collects garbage until it is so. */
    private fun until(isSo: () -> Boolean) {
        val deadline = System.nanoTime() + 60_000_000_000
        while (!isSo()) {
            check(System.nanoTime() < deadline) { "${liveObjects()} native objects live" }
            System.gc()
            Thread.sleep(20)
        }
    }
}
