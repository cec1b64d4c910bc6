package cloudagent.disposition

import java.time.Duration
import java.util.concurrent.CancellationException
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlin.coroutines.suspendCoroutine
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.Timeout

/** Which threads are used, what the blocking calls do with theirs, and that no transport holds up anybody. */
@Timeout(60)
internal class ThreadsTest {
    @Test
    fun `a thousand calls at once need few threads, and making a client none`() {
        client(answering(QUEUED)).close()
        val known = Thread.getAllStackTraces().keys
        val clients = List(100) { client(answering(QUEUED)) }
        assertEquals(emptyList<Thread>(), Thread.getAllStackTraces().keys.filter { "leaner" !in it.name } - known)
        clients.forEach { it.close() }

        val out = AtomicInteger()
        val most = AtomicInteger()
        val threads = ConcurrentHashMap.newKeySet<Thread>()
        val all = CountDownLatch(CALLS)
        val transport =
            Transport { _, _ ->
                most.accumulateAndGet(out.incrementAndGet(), ::maxOf)
                threads += Thread.currentThread()
                all.countDown()
                while (all.count > 0) delay(1)
                out.decrementAndGet()
                QUEUED
            }
        val before = Thread.activeCount()
        val client = client(transport)
        val receipts = runBlocking(Dispatchers.Default) { List(CALLS) { async { client.setDisposition(REQUEST) } }.awaitAll() }
        assertTrue(receipts.all { it.effect == Effect.QUEUED })
        assertEquals(CALLS, receipts.map { it.requestId }.toSet().size)
        assertEquals(CALLS, most.get(), "they were not out at once")
        assertTrue(threads.size <= FEW, "$threads")
        assertTrue(Thread.activeCount() - before <= FEW, "${Thread.activeCount()} threads, $before before")
    }

    @Test
    fun `a blocking transport has a thread of its own, and a suspending call blocks none`() = runBlocking {
        val sending = CountDownLatch(1)
        val answered = CountDownLatch(1)
        val client =
            blocking {
                sending.countDown()
                answered.await()
            }
        val call = async { client.setDisposition(REQUEST) }
        // This thread is free meanwhile, or the call would not begin.
        while (sending.count > 0) delay(1)
        answered.countDown()
        assertEquals(Effect.QUEUED, call.await().effect)
    }

    @Test
    fun `a blocking transport is interrupted at the deadline, and may say then that nothing was sent`() {
        val interrupted = CountDownLatch(1)
        val client =
            blocking {
                try {
                    forever()
                } catch (error: InterruptedException) {
                    interrupted.countDown()
                    throw error
                }
            }
        val begun = System.nanoTime()
        assertEquals(UncertainKind.TIMEOUT, client.late().kind)
        assertTrue(System.nanoTime() - begun >= DEADLINE_MS * 1_000_000, "it ended early")
        assertTrue(interrupted.await(10, TimeUnit.SECONDS))
        val knowing = blocking { runCatching { forever() }.onFailure { throw SendFailedException(FailKind.CONNECT) } }
        assertThrows(DispositionException.NotSent::class.java) { knowing.setDispositionBlocking(REQUEST, DEADLINE) }
    }

    @Test
    fun `a blocking transport that heeds no interrupt holds up neither the deadline nor an interrupted caller`() {
        val release = CountDownLatch(1)
        val sending = CountDownLatch(2)
        val client =
            blocking {
                sending.countDown()
                var isOver = false
                while (!isOver) isOver = runCatching { release.await() }.isSuccess
            }
        try {
            assertEquals(UncertainKind.TIMEOUT, client.late().kind)
            assertEquals(Effect.UNKNOWN, interrupted(client, sending).effect)
        } finally {
            release.countDown()
        }
    }

    @Test
    fun `what a blocking transport throws ends the attempt`() {
        val failing = blocking { throw SendFailedException(FailKind.NAME_LOOKUP) }
        assertThrows(DispositionException.NotSent::class.java) { failing.setDispositionBlocking(REQUEST) }
        for (thrown in listOf(java.io.IOException(KEY), InterruptedException())) {
            val error = blocking { throw thrown }.late()
            assertEquals(UncertainKind.TRANSPORT_FAILED, error.kind)
            assertFalse(KEY in error.stackTraceToString())
        }
        assertFalse(Thread.currentThread().isInterrupted)
    }

    @Test
    fun `interrupting a blocking call tells what is known, and a thread that was interrupted before sends nothing`() {
        val sending = CountDownLatch(1)
        val client =
            blocking {
                sending.countDown()
                forever()
            }
        assertEquals(Effect.UNKNOWN, interrupted(client, sending).effect)
        val unused = blocking { throw AssertionError("it sends") }
        Thread.currentThread().interrupt()
        val error = assertThrows(CancellationException::class.java) { unused.setDispositionBlocking(REQUEST) }
        assertTrue(Thread.interrupted())
        assertFalse(error is CallCancelledException)
    }

    @TestFactory
    fun `no scope waits past the deadline for a transport that hears of nothing`(): List<DynamicTest> =
        mapOf<String, DispositionClient.() -> Any?>(
            "setDispositionBlocking" to { setDispositionBlocking(REQUEST, DEADLINE) },
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
                        val error = assertThrows(DispositionException.Uncertain::class.java) { deaf().call() }
                        assertEquals(UncertainKind.TIMEOUT, error.kind)
                    }
                assertTrue(took in DEADLINE_MS.toDouble()..LATE_MS, "$took ms")
            }
        }

    @Test
    fun `a timeout, a cancelled job and an interrupted thread end the call all the same`() {
        val timeout = took { runBlocking { withTimeoutOrNull(DEADLINE_MS) { deaf().setDisposition(REQUEST) } } }
        assertTrue(timeout in DEADLINE_MS.toDouble()..LATE_MS, "$timeout ms")
        var caught: CallCancelledException? = null
        val sending = CountDownLatch(1)
        val cancelled =
            took {
                runBlocking(Dispatchers.Default) {
                    val job = launch { caught = thrown { deaf(sending).setDisposition(REQUEST) } }
                    withContext(Dispatchers.IO) { sending.await() }
                    job.cancel()
                }
            }
        assertTrue(cancelled <= LATE_MS, "$cancelled ms")
        assertEquals(Effect.UNKNOWN, caught?.effect)
        val begun = CountDownLatch(1)
        val took = took { assertEquals(Effect.UNKNOWN, interrupted(deaf(begun), begun).effect) }
        assertTrue(took <= LATE_MS, "$took ms")
    }

    /** What a call ends with that is interrupted once it sends. Its thread stays interrupted. */
    private fun interrupted(client: DispositionClient, sending: CountDownLatch): CallCancelledException {
        var ended: Throwable? = null
        var isInterrupted = false
        val caller =
            thread {
                ended = runCatching { client.setDispositionBlocking(REQUEST) }.exceptionOrNull()
                isInterrupted = Thread.currentThread().isInterrupted
            }
        assertTrue(sending.await(10, TimeUnit.SECONDS))
        caller.interrupt()
        caller.join(10_000)
        assertTrue(isInterrupted)
        return assertInstanceOf(CallCancelledException::class.java, ended)
    }

    private fun blocking(send: () -> Unit): DispositionClient {
        val transport = BlockingTransport { _, _ -> QUEUED.also { send() } }
        return DispositionClient.builder(ACCOUNT, Api.GET_V2).transport(transport).build()
    }

    private fun forever() = CountDownLatch(1).await()

    private fun DispositionClient.late() =
        assertThrows(DispositionException.Uncertain::class.java) { setDispositionBlocking(REQUEST, DEADLINE) }

    /** It never comes back, and hears of nothing. */
    private fun deaf(begun: CountDownLatch = CountDownLatch(1)): DispositionClient =
        client(Transport { _, _ -> suspendCoroutine<HttpReply> { begun.countDown() } })

    private suspend fun DispositionClient.set() = setDisposition(REQUEST, DEADLINE_MS.milliseconds)

    /** What it took, in milliseconds. */
    private inline fun took(block: () -> Unit): Double {
        val begun = System.nanoTime()
        block()
        return (System.nanoTime() - begun) / 1e6
    }

    private companion object {
        const val CALLS = 1_000
        const val FEW = 10
        const val DEADLINE_MS = 100L
        val DEADLINE: Duration = Duration.ofMillis(DEADLINE_MS)

        /** The moment that a send gets to tell what it knows, and what a busy machine takes. */
        const val LATE_MS = DEADLINE_MS + 250 + 1_500.0
    }
}
