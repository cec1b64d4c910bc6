package cloudagent.disposition.internal

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.BlockingTransport
import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.Effect
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.UncertainKind
import java.time.Duration
import java.util.concurrent.CancellationException
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlin.concurrent.thread
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** Which threads are used, and what the blocking calls do with theirs. */
internal class ThreadsTest {
    @Test
    fun `a thousand calls at once need few threads`() {
        val out = AtomicInteger()
        val most = AtomicInteger()
        val threads = ConcurrentHashMap.newKeySet<Thread>()
        val all = CountDownLatch(CALLS)
        val transport =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
                    most.accumulateAndGet(out.incrementAndGet(), ::maxOf)
                    threads += Thread.currentThread()
                    all.countDown()
                    while (all.count > 0) delay(1)
                    out.decrementAndGet()
                    return QUEUED
                }
            }
        val before = Thread.activeCount()
        val client = client(transport)
        val receipts =
            runBlocking(Dispatchers.Default) {
                List(CALLS) { async { client.setDisposition(REQUEST) } }.awaitAll()
            }
        assertTrue(receipts.all { it.effect == Effect.QUEUED })
        assertEquals(CALLS, receipts.map { it.requestId }.toSet().size)
        assertEquals(CALLS, most.get(), "they were not out at once")
        assertTrue(threads.size <= FEW, "$threads")
        assertTrue(Thread.activeCount() - before <= FEW, "${Thread.activeCount()} threads, $before before")
    }

    @Test
    fun `making a client starts no thread`() {
        client(answering(QUEUED)).close()
        val before = Thread.getAllStackTraces().keys
        val clients = List(100) { client(answering(QUEUED)) }
        val begun = Thread.getAllStackTraces().keys.filter { "leaner" !in it.name } - before
        assertEquals(emptyList<Thread>(), begun)
        clients.forEach { it.close() }
    }

    @Test
    fun `a blocking transport has a thread of its own, and a suspending call blocks none`() = runBlocking {
        val sending = CountDownLatch(1)
        val answered = CountDownLatch(1)
        val client =
            blocking { _, _ ->
                sending.countDown()
                answered.await()
                QUEUED
            }
        val call = async { client.setDisposition(REQUEST) }
        // This thread is free meanwhile, or the call would not begin.
        while (sending.count > 0) delay(1)
        answered.countDown()
        assertEquals(Effect.QUEUED, call.await().effect)
    }

    @Test
    fun `a blocking transport is interrupted at the deadline`() {
        val interrupted = CountDownLatch(1)
        val client =
            blocking { _, _ ->
                try {
                    CountDownLatch(1).await()
                } catch (error: InterruptedException) {
                    interrupted.countDown()
                    throw error
                }
                QUEUED
            }
        val begun = System.nanoTime()
        val error =
            assertThrows(DispositionException.Uncertain::class.java) {
                client.setDispositionBlocking(REQUEST, Duration.ofMillis(80))
            }
        assertTrue(System.nanoTime() - begun >= 80_000_000, "it ended early")
        assertEquals(UncertainKind.TIMEOUT, error.kind)
        assertTrue(interrupted.await(10, TimeUnit.SECONDS))
    }

    @Test
    @Timeout(60)
    fun `a blocking transport that heeds no interrupt holds up neither the deadline nor an interrupted caller`() {
        val release = CountDownLatch(1)
        val sending = CountDownLatch(2)
        val client =
            blocking { _, _ ->
                sending.countDown()
                var isOver = false
                while (!isOver) isOver = runCatching { release.await() }.isSuccess
                QUEUED
            }
        try {
            val late =
                assertThrows(DispositionException.Uncertain::class.java) {
                    client.setDispositionBlocking(REQUEST, Duration.ofMillis(80))
                }
            assertEquals(UncertainKind.TIMEOUT, late.kind)
            var ended: Throwable? = null
            val caller = thread { ended = runCatching { client.setDispositionBlocking(REQUEST) }.exceptionOrNull() }
            assertTrue(sending.await(10, TimeUnit.SECONDS))
            caller.interrupt()
            caller.join(10_000)
            assertEquals(Effect.UNKNOWN, assertInstanceOf(CallCancelledException::class.java, ended).effect)
        } finally {
            release.countDown()
        }
    }

    @Test
    fun `a blocking transport that is interrupted may say that nothing was sent`() {
        val client =
            blocking { _, _ ->
                try {
                    CountDownLatch(1).await()
                } catch (_: InterruptedException) {
                    throw SendFailedException(FailKind.CONNECT)
                }
                QUEUED
            }
        assertThrows(DispositionException.NotSent::class.java) {
            client.setDispositionBlocking(REQUEST, Duration.ofMillis(50))
        }
    }

    @Test
    fun `what a blocking transport throws ends the attempt`() {
        val failing = blocking { _, _ -> throw SendFailedException(FailKind.NAME_LOOKUP) }
        assertThrows(DispositionException.NotSent::class.java) { failing.setDispositionBlocking(REQUEST) }
        val broken = blocking { _, _ -> throw java.io.IOException("KK-marker") }
        val error =
            assertThrows(DispositionException.Uncertain::class.java) { broken.setDispositionBlocking(REQUEST) }
        assertEquals(UncertainKind.TRANSPORT_FAILED, error.kind)
        assertFalse("KK-marker" in error.stackTraceToString())
        val interruptedByItself = blocking { _, _ -> throw InterruptedException() }
        assertThrows(DispositionException.Uncertain::class.java) {
            interruptedByItself.setDispositionBlocking(REQUEST)
        }
        assertFalse(Thread.currentThread().isInterrupted)
    }

    @Test
    fun `interrupting a blocking call tells what is known, and the thread stays interrupted`() {
        val sending = CountDownLatch(1)
        val client =
            blocking { _, _ ->
                sending.countDown()
                CountDownLatch(1).await()
                QUEUED
            }
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
        val cancelled = assertInstanceOf(CallCancelledException::class.java, ended)
        assertEquals(Effect.UNKNOWN, cancelled.effect)
        assertTrue(isInterrupted)
    }

    @Test
    fun `an interrupted thread sends nothing`() {
        val sends = AtomicInteger()
        val client =
            blocking { _, _ ->
                sends.incrementAndGet()
                QUEUED
            }
        Thread.currentThread().interrupt()
        val error = assertThrows(CancellationException::class.java) { client.setDispositionBlocking(REQUEST) }
        assertTrue(Thread.interrupted())
        assertFalse(error is CallCancelledException)
        assertEquals(0, sends.get())
    }

    private fun blocking(send: (HttpRequest, Limits) -> HttpReply): DispositionClient =
        DispositionClient.builder(Account.withApiKey("acme", "KK"), Api.GET_V2).transport(BlockingTransport(send)).build()

    private companion object {
        const val CALLS = 1_000
        const val FEW = 10
    }
}
