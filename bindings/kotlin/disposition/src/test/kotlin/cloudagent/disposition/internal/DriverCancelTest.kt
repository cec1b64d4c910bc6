package cloudagent.disposition.internal

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.Delivery
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.Effect
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.NotSentKind
import cloudagent.disposition.Outcome
import cloudagent.disposition.Receipt
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.UncertainKind
import java.util.concurrent.CancellationException
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineName
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.TimeoutCancellationException
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
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertSame
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/** The driver and the structure of coroutines that it runs in. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class DriverCancelTest {
    private val transport = ScriptedTransport()

    private fun TestScope.client() = client(transport, virtualClock())

    @Test
    fun `a call of a cancelled coroutine sends nothing`() = runTest {
        val job =
            launch {
                cancel()
                val error = thrown<CancellationException> { client().setDisposition(REQUEST) }
                assertFalse(error is CallCancelledException)
            }
        job.join()
        assertEquals(0, transport.sends.size)
    }

    @Test
    fun `a cancelled call cancels its send at once, and tells what is known`() = runTest {
        var caught: CallCancelledException? = null
        val job = launch { caught = thrown<CallCancelledException> { client().setDisposition(REQUEST) } }
        runCurrent()
        job.cancel()
        runCurrent()
        assertTrue(transport.sends.single().isCancelled)
        assertTrue(job.isCompleted)
        val receipt = caught!!.receipt
        assertEquals(Effect.UNKNOWN, receipt.effect)
        assertEquals(listOf(FailKind.CANCELLED), receipt.attempts.map { it.kind })
        assertEquals(listOf(Delivery.NO_REPLY), receipt.attempts.map { it.delivery })
        assertEquals(receipt.sentence, caught.message)
        assertNull(caught.cause)
        assertEquals(0, currentTime)
    }

    @Test
    fun `a send is cancelled within cancel, before its coroutine has a thread again`() = runTest {
        var isCancelled = false
        val listening =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply =
                    suspendCancellableCoroutine { sending -> sending.invokeOnCancellation { isCancelled = true } }
            }
        val job = launch { thrown<CallCancelledException> { client(listening, virtualClock()).setDisposition(REQUEST) } }
        runCurrent()
        // Nothing is dispatched before the next `runCurrent`.
        job.cancel()
        assertTrue(isCancelled)
    }

    @TestFactory
    fun `where a reply and the cancelling are both there the reply tells`(): List<DynamicTest> =
        listOf(QUEUED to Effect.QUEUED, REFUSED to Effect.NOT_APPLIED).map { (reply, effect) ->
            DynamicTest.dynamicTest(effect.code) {
                runTest {
                    lateinit var job: Job
                    var caught: CallCancelledException? = null
                    val crossing =
                        object : Transport {
                            override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
                                delay(5)
                                job.cancel()
                                return reply
                            }
                        }
                    job = launch { caught = thrown { client(crossing, virtualClock()).setDisposition(REQUEST) } }
                    job.join()
                    assertEquals(effect, caught!!.receipt.effect)
                }
            }
        }

    @Test
    fun `a cancelled send that takes a moment to know that nothing was sent is heard`() = runTest {
        val knowing =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply =
                    try {
                        awaitCancellation()
                    } catch (_: CancellationException) {
                        withContext(NonCancellable) { delay(7) }
                        val known = SendFailedException(FailKind.CONNECT_TIMEOUT)
                        throw CancellationException("not sent").apply { addSuppressed(known) }
                    }
            }
        var caught: CallCancelledException? = null
        val job = launch { caught = thrown { client(knowing, virtualClock()).setDisposition(REQUEST) } }
        runCurrent()
        job.cancel()
        job.join()
        assertEquals(Effect.NOT_APPLIED, caught!!.effect)
        assertEquals(listOf(Delivery.NOT_SENT), caught.receipt.attempts.map { it.delivery })
        assertEquals(7, currentTime)
    }

    @Test
    fun `a send that the cancelling ended before the call saw it is a cancelled call`() = runTest {
        lateinit var job: Job
        val quick =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
                    job.cancel()
                    val known = SendFailedException(FailKind.CONNECT_TIMEOUT)
                    throw CancellationException("not sent").apply { addSuppressed(known) }
                }
            }
        var caught: Throwable? = null
        job = launch { caught = thrown { client(quick, virtualClock()).setDisposition(REQUEST) } }
        job.join()
        assertEquals(Effect.NOT_APPLIED, assertInstanceOf(CallCancelledException::class.java, caught).effect)
    }

    @Test
    fun `a parent that is cancelled cancels the call, and gives the transport a moment to clean up`() = runTest {
        var cleanedUp = false
        val slow =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply =
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
        val call = scope.async { client(slow, virtualClock()).setDisposition(REQUEST) }
        runCurrent()
        scope.cancel()
        call.join()
        assertTrue(call.isCancelled)
        assertTrue(cleanedUp, "the call ended before its send")
    }

    @Test
    fun `a timeout around a call ends it`() = runTest {
        var caught: CallCancelledException? = null
        val receipt =
            withTimeoutOrNull(3.seconds) {
                try {
                    client().setDisposition(REQUEST)
                } catch (cancelled: CallCancelledException) {
                    caught = cancelled
                    throw cancelled
                }
            }
        assertNull(receipt)
        assertEquals(Effect.UNKNOWN, caught!!.effect)
        assertEquals(3_000, currentTime)
        thrown<TimeoutCancellationException> {
            withTimeout(1.seconds) { client().setDisposition(REQUEST) }
        }
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
            val call = async { client().setDisposition(REQUEST) }
            val other = async<Unit> { error("a sibling") }
            runCurrent()
            other.join()
            transport.sends.last().answer.complete(QUEUED)
            assertEquals(Effect.QUEUED, call.await().effect)
        }
    }

    @Test
    fun `a call that fails does not touch its parent's other children`() = runTest {
        supervisorScope {
            val one = async { client().setDisposition(REQUEST) }
            val other = async { client().setDisposition(REQUEST) }
            runCurrent()
            transport.sends[0].answer.completeExceptionally(SendFailedException(FailKind.CONNECT))
            transport.sends[1].answer.complete(QUEUED)
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
                    try {
                        client(answering(REFUSED), virtualClock()).setDisposition(REQUEST)
                    } catch (error: DispositionException) {
                        original = error
                        throw error
                    }
                }
            }
        assertSame(original, outer)
        var caught: CallCancelledException? = null
        val job = launch { caught = thrown<CallCancelledException> { client().setDisposition(REQUEST) } }
        runCurrent()
        job.cancelAndJoin()
        val handed = CompletableDeferred<Unit>()
        handed.completeExceptionally(caught!!)
        assertSame(caught, thrown<CallCancelledException> { handed.await() })
    }
}
