package cloudagent.disposition.internal

import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.Effect
import cloudagent.disposition.HttpReply
import cloudagent.disposition.Transport
import cloudagent.disposition.UncertainKind
import java.time.Duration
import java.util.concurrent.CountDownLatch
import kotlin.concurrent.thread
import kotlin.coroutines.suspendCoroutine
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.Timeout

/** A transport that can't be cancelled holds up nobody, by a clock outside of every scope. */
@Timeout(60)
internal class ScopesTest {
    /** It never comes back, and hears of nothing. */
    private fun deaf(begun: CountDownLatch = CountDownLatch(1)): DispositionClient =
        client(Transport { _, _ -> suspendCoroutine<HttpReply> { begun.countDown() } })

    private val stuck: DispositionClient = deaf()

    /** What it took, in milliseconds. */
    private inline fun took(block: () -> Unit): Double {
        val begun = System.nanoTime()
        block()
        return (System.nanoTime() - begun) / 1e6
    }

    @TestFactory
    fun `no scope waits past the deadline for it`(): List<DynamicTest> =
        mapOf<String, DispositionClient.() -> Unit>(
            "setDispositionBlocking" to { setDispositionBlocking(REQUEST, Duration.ofMillis(DEADLINE_MS)) },
            "runBlocking" to { runBlocking { set() } },
            "runBlocking on other threads" to { runBlocking(Dispatchers.Default) { set() } },
            "withContext" to { runBlocking { withContext(Dispatchers.IO) { set() } } },
            "async" to { runBlocking { async { set() }.await() } },
            "coroutineScope" to { runBlocking { coroutineScope { set() } } },
            "supervisorScope" to { runBlocking { supervisorScope { set() } } },
        ).map { (name, call) ->
            DynamicTest.dynamicTest(name) {
                val took =
                    took {
                        val error = assertThrows(DispositionException.Uncertain::class.java) { stuck.call() }
                        assertEquals(UncertainKind.TIMEOUT, error.kind)
                    }
                assertTrue(took in DEADLINE_MS.toDouble()..LATE_MS, "$took ms")
            }
        }

    private suspend fun DispositionClient.set() = setDisposition(REQUEST, DEADLINE_MS.milliseconds)

    @Test
    fun `a timeout, a cancelled job and an interrupted thread end the call all the same`() {
        val timeout = took { runBlocking { withTimeoutOrNull(DEADLINE_MS) { stuck.setDisposition(REQUEST) } } }
        assertTrue(timeout in DEADLINE_MS.toDouble()..LATE_MS, "$timeout ms")

        var caught: Throwable? = null
        val cancelled =
            took {
                runBlocking(Dispatchers.Default) {
                    val sending = CountDownLatch(1)
                    val job = launch { caught = runCatching { deaf(sending).setDisposition(REQUEST) }.exceptionOrNull() }
                    withContext(Dispatchers.IO) { sending.await() }
                    job.cancel()
                }
            }
        assertTrue(cancelled <= LATE_MS, "$cancelled ms")
        assertEquals(Effect.UNKNOWN, assertInstanceOf(CallCancelledException::class.java, caught).effect)

        var ended: Throwable? = null
        val sending = CountDownLatch(1)
        val caller = thread { ended = runCatching { deaf(sending).setDispositionBlocking(REQUEST) }.exceptionOrNull() }
        sending.await()
        val interrupted =
            took {
                caller.interrupt()
                caller.join()
            }
        assertTrue(interrupted <= LATE_MS, "$interrupted ms")
        assertEquals(Effect.UNKNOWN, assertInstanceOf(CallCancelledException::class.java, ended).effect)
    }

    private companion object {
        const val DEADLINE_MS = 100L

        /** The moment that a send gets to tell what it knows, and what a busy machine takes. */
        const val LATE_MS = DEADLINE_MS + 250 + 1_500.0
    }
}
