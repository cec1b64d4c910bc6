package cloudagent.disposition

import java.util.concurrent.CancellationException
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancel
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.supervisorScope
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/** What coroutines and their scopes do to a call, in a time that the test makes up. The engine's rules are in `engine.json`. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class DriverTest {
    private val transport = ScriptedTransport()

    private fun TestScope.client(transport: Transport = this@DriverTest.transport) = client(transport, virtualClock())

    /** Begins a call: what it is cancelled with, once its job has ended. */
    private class Cancelling(val job: Job, private val end: () -> Throwable?) {
        val thrown: CallCancelledException get() = end() as CallCancelledException
    }

    private fun TestScope.begun(transport: Transport = this@DriverTest.transport): Cancelling {
        var thrown: Throwable? = null
        val job = launch { thrown = thrown<Throwable> { client(transport).setDisposition(REQUEST) } }
        runCurrent()
        return Cancelling(job) { thrown }
    }

    private fun slow(later: Long) =
        Transport { _, limits ->
            withContext(NonCancellable) {
                delay(limits.totalMillis + later)
                QUEUED
            }
        }

    @TestFactory
    fun `a send that is cancelled at its limit may still tell, and one that does not end is left`(): List<DynamicTest> =
        listOf<Triple<Transport, Long, Any>>(
            Triple(slow(later = 100), 2_100, Effect.QUEUED),
            Triple(slow(later = 60_000), 2_251, UncertainKind.TIMEOUT),
            Triple(knowing(), 15_001, NotSentKind.DEADLINE),
            Triple(
                Transport { _, limits ->
                    delay(limits.totalMillis)
                    throw SendFailedException(FailKind.CONNECT_TIMEOUT)
                },
                2_000,
                NotSentKind.CONNECT_TIMEOUT,
            ),
        ).map { (transport, takes, end) ->
            DynamicTest.dynamicTest("$end") {
                runTest {
                    val deadline = if (end == NotSentKind.DEADLINE) null else 2.seconds
                    val told = runCatching { client(transport).setDisposition(REQUEST, deadline) }
                    val error = told.exceptionOrNull()
                    val kind = (error as? DispositionException.NotSent)?.kind ?: (error as? DispositionException.Uncertain)?.kind
                    assertEquals(end, kind ?: told.getOrThrow().effect)
                    assertEquals(takes, currentTime)
                }
            }
        }

    @Test
    fun `a device that slept through the deadline finds out soon`() = runTest {
        var slept = 0L
        val client = client(transport) { testScheduler.currentTime + slept }
        val call = async { thrown<DispositionException.Uncertain> { client.setDisposition(REQUEST) } }
        runCurrent()
        slept = 1.hours.inWholeMilliseconds
        assertEquals(UncertainKind.TIMEOUT, call.await().kind)
        assertTrue(currentTime <= 1_000, "$currentTime")
    }

    @Test
    fun `a deadline of a day is one, more is a mistake in units, and none sends nothing`() = runTest(timeout = 5.minutes) {
        val call = async { client().setDisposition(REQUEST, 24.hours) }
        runCurrent()
        advanceTimeBy(23.hours)
        val send = transport.sends.single()
        assertEquals(65_536, send.limits.bodyBytes)
        assertFalse(send.isCancelled)
        send.answer.complete(QUEUED)
        assertEquals(Effect.QUEUED, call.await().effect)
        for (more in listOf(24.hours + 1.milliseconds, Duration.INFINITE)) {
            val error = thrown<DispositionException.InvalidRequest> { client().setDisposition(REQUEST, more) }
            assertEquals(listOf(Field.DEADLINE), error.violations.map { it.field })
        }
        for (left in listOf(0.seconds, (-3).seconds)) {
            val error = thrown<DispositionException.NotSent> { client().setDisposition(REQUEST, left) }
            assertEquals(NotSentKind.DEADLINE, error.kind)
        }
        assertEquals(1, transport.sends.size)
    }

    @TestFactory
    fun `whatever a transport throws ends the attempt`(): List<DynamicTest> =
        listOf(
            SendFailedException(FailKind.BROKEN_REPLY) to UncertainKind.BROKEN_REPLY,
            IllegalStateException(KEY) to UncertainKind.TRANSPORT_FAILED,
            StackOverflowError(KEY) to UncertainKind.TRANSPORT_FAILED,
            CancellationException("someone else's") to UncertainKind.TRANSPORT_FAILED,
        ).flatMap { (thrown, kind) ->
            listOf(0L, 1L).map { after ->
                DynamicTest.dynamicTest("${thrown.javaClass.simpleName} after $after ms") {
                    runTest {
                        val failing =
                            Transport { _, _ ->
                                delay(after)
                                throw thrown
                            }
                        val error = thrown<DispositionException.Uncertain> { client(failing).setDisposition(REQUEST) }
                        assertEquals(kind, error.kind)
                        assertEquals(null to 0, error.cause to error.suppressed.size)
                        assertFalse(KEY in error.stackTraceToString())
                    }
                }
            }
        }

    @Test
    fun `a closed client sends nothing, and what is out goes on`() = runTest {
        val client = client()
        val out = async { client.setDisposition(REQUEST) }
        runCurrent()
        repeat(2) { client.close() }
        val error = thrown<DispositionException.NotSent> { client.setDisposition(REQUEST) }
        assertEquals(NotSentKind.CLOSED, error.kind)
        assertEquals(Effect.NOT_APPLIED, error.effect)
        assertEquals(error.receipt, Receipt.fromJson(error.receipt.toJson()))
        transport.sends.single().answer.complete(QUEUED)
        assertEquals(Effect.QUEUED, out.await().effect)
    }

    @Test
    fun `without a transport nothing is begun, and the artifact is named`() = runTest {
        val error = thrown<IllegalStateException> { DispositionClient(ACCOUNT, Api.GET_V2).setDisposition(REQUEST) }
        assertTrue("cloudagent-disposition-okhttp" in error.message!!, error.message)
    }

    @Test
    fun `a call of a cancelled coroutine sends nothing`() = runTest {
        launch {
            cancel()
            val error = thrown<CancellationException> { client().setDisposition(REQUEST) }
            assertFalse(error is CallCancelledException)
        }.join()
        assertEquals(0, transport.sends.size)
    }

    @Test
    fun `a cancelled call cancels its send at once, and tells what is known`() = runTest {
        val call = begun()
        call.job.cancel()
        runCurrent()
        assertTrue(transport.sends.single().isCancelled)
        assertTrue(call.job.isCompleted)
        val receipt = call.thrown.receipt
        assertEquals(Effect.UNKNOWN, receipt.effect)
        assertEquals(listOf(FailKind.CANCELLED to Delivery.NO_REPLY), receipt.attempts.map { it.kind to it.delivery })
        assertEquals(receipt.sentence, call.thrown.message)
        assertNull(call.thrown.cause)
        assertEquals(0, currentTime)
    }

    @Test
    fun `a send is cancelled within cancel, before its coroutine has a thread again`() = runTest {
        var isCancelled = false
        val call = begun { _, _ -> suspendCancellableCoroutine { it.invokeOnCancellation { isCancelled = true } } }
        // Nothing is dispatched before the next `runCurrent`.
        call.job.cancel()
        assertTrue(isCancelled)
    }

    @TestFactory
    fun `where a reply and the cancelling are both there the reply tells`(): List<DynamicTest> =
        listOf(QUEUED to Effect.QUEUED, REFUSED to Effect.NOT_APPLIED).map { (reply, effect) ->
            DynamicTest.dynamicTest(effect.code) {
                runTest {
                    lateinit var call: Cancelling
                    call =
                        begun { _, _ ->
                            delay(5)
                            call.job.cancel()
                            reply
                        }
                    call.job.join()
                    assertEquals(effect, call.thrown.effect)
                }
            }
        }

    @Test
    fun `a cancelled send that takes a moment to know that nothing was sent is heard`() = runTest {
        val call = begun(knowing(laterMs = 7))
        call.job.cancelAndJoin()
        assertEquals(Effect.NOT_APPLIED, call.thrown.effect)
        assertEquals(listOf(Delivery.NOT_SENT), call.thrown.receipt.attempts.map { it.delivery })
        assertEquals(7, currentTime)
    }

    @Test
    fun `a send that the cancelling ended before the call saw it is a cancelled call`() = runTest {
        lateinit var job: Job
        val quick =
            Transport { _, _ ->
                job.cancel()
                throw CancellationException("not sent").apply { addSuppressed(SendFailedException(FailKind.CONNECT_TIMEOUT)) }
            }
        var caught: CallCancelledException? = null
        job = launch { caught = thrown { client(quick).setDisposition(REQUEST) } }
        job.join()
        assertEquals(Effect.NOT_APPLIED, caught?.effect)
    }

    @Test
    fun `a parent that is cancelled cancels the call, and gives the transport a moment to clean up`() = runTest {
        var cleanedUp = false
        val slow =
            Transport { _, _ ->
                try {
                    awaitCancellation()
                } finally {
                    withContext(NonCancellable) {
                        delay(30)
                        cleanedUp = true
                    }
                }
            }
        val scope = CoroutineScope(coroutineContext + Job())
        val call = scope.async { client(slow).setDisposition(REQUEST) }
        runCurrent()
        scope.cancel()
        call.join()
        assertTrue(call.isCancelled)
        assertTrue(cleanedUp, "the call ended before its send")
    }

    @Test
    fun `a timeout around a call ends it`() = runTest {
        var caught: CallCancelledException? = null
        assertNull(withTimeoutOrNull(3.seconds) { caught = thrown { client().setDisposition(REQUEST) } })
        assertEquals(Effect.UNKNOWN, caught?.effect)
        assertEquals(3_000, currentTime)
    }

    @Test
    fun `a sibling that fails cancels the call, but not under a supervisor`() = runTest {
        val failure =
            thrown<IllegalStateException> {
                coroutineScope {
                    launch { client().setDisposition(REQUEST) }
                    launch {
                        delay(10)
                        error("a sibling")
                    }
                }
            }
        assertEquals("a sibling", failure.message)
        assertTrue(transport.sends.single().isCancelled)
        supervisorScope {
            val one = async { client().setDisposition(REQUEST) }
            val other = async { client().setDisposition(REQUEST) }
            runCurrent()
            transport.sends[1].answer.completeExceptionally(SendFailedException(FailKind.CONNECT))
            transport.sends[2].answer.complete(QUEUED)
            thrown<DispositionException.NotSent> { one.await() }
            assertEquals(Effect.QUEUED, other.await().effect)
        }
    }

    @Test
    fun `what is thrown is the same object on its way through scopes`() = runTest {
        var original: Throwable? = null
        val outer =
            thrown<DispositionException.Refused> {
                withContext(CoroutineName("inner")) {
                    original = thrown<DispositionException> { client(answering(REFUSED)).setDisposition(REQUEST) }
                    throw original!!
                }
            }
        assertSame(original, outer)
        val call = begun()
        call.job.cancelAndJoin()
        val handed = CompletableDeferred<Unit>()
        handed.completeExceptionally(call.thrown)
        assertSame(call.thrown, thrown<CallCancelledException> { handed.await() })
    }
}
