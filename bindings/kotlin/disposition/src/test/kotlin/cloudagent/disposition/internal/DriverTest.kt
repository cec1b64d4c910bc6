package cloudagent.disposition.internal

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.Delivery
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.Effect
import cloudagent.disposition.FailKind
import cloudagent.disposition.Field
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
import kotlin.time.Duration
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

/** The driver in a time that the test makes up. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class DriverTest {
    private val transport = ScriptedTransport()

    private fun TestScope.client() = client(transport, virtualClock())

    @Test
    fun `a reply ends the call`() = runTest {
        val call = async { client().setDisposition(REQUEST) }
        runCurrent()
        advanceTimeBy(40.milliseconds)
        transport.sends.single().answer.complete(QUEUED)
        val receipt = call.await()
        assertEquals(Effect.QUEUED, receipt.effect)
        // The start was rounded up.
        assertEquals(listOf(39L), receipt.attempts.map { it.durationMillis })
        assertEquals(40, currentTime)
    }

    @Test
    fun `a reply that is there at once ends the call at once`() = runTest {
        val client = client(answering(QUEUED), virtualClock())
        assertEquals(Outcome.QUEUED, client.setDisposition(REQUEST).outcome)
        assertEquals(0, currentTime)
    }

    @Test
    fun `a send is given its limits`() = runTest {
        val call = async { thrown<DispositionException.Uncertain> { client().setDisposition(REQUEST, 7.seconds) } }
        runCurrent()
        assertEquals(Limits(5_000, 7_000, 65_536), transport.sends.single().limits)
        transport.sends.single().answer.completeExceptionally(SendFailedException(FailKind.RESET))
        assertEquals(UncertainKind.RESET, call.await().kind)
    }

    @Test
    fun `a silent transport is cut off after the deadline`() = runTest {
        val error = thrown<DispositionException.Uncertain> { client().setDisposition(REQUEST) }
        assertEquals(UncertainKind.TIMEOUT, error.kind)
        runCurrent()
        assertTrue(transport.sends.single().isCancelled)
        assertEquals(15_001, currentTime)
    }

    @Test
    fun `a transport that keeps its limit may still say that nothing was sent`() = runTest {
        val punctual =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
                    delay(limits.totalMillis)
                    throw SendFailedException(FailKind.CONNECT_TIMEOUT)
                }
            }
        val error =
            thrown<DispositionException.NotSent> { client(punctual, virtualClock()).setDisposition(REQUEST, 2.seconds) }
        assertEquals(NotSentKind.CONNECT_TIMEOUT, error.kind)
        assertEquals(2_000, currentTime)
    }

    @Test
    fun `a send that is cancelled at its limit may still tell, and one that does not end is left`() = runTest {
        for ((ends, takes) in listOf(100L to 2_100L, 60_000L to 2_251L)) {
            val slow =
                object : Transport {
                    override suspend fun send(request: HttpRequest, limits: Limits): HttpReply =
                        withContext(NonCancellable) {
                            delay(limits.totalMillis + ends)
                            QUEUED
                        }
                }
            val begun = currentTime
            val told =
                coroutineScope {
                    runCatching { client(slow, virtualClock()).setDisposition(REQUEST, 2.seconds) }
                        .getOrElse { (it as DispositionException).receipt }
                }
            assertEquals(takes, currentTime - begun)
            assertEquals(if (ends < 250) Effect.QUEUED else Effect.UNKNOWN, told.effect)
        }
    }

    @Test
    fun `a send that is cancelled at its limit may know that nothing was sent`() = runTest {
        val knowing =
            object : Transport {
                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply =
                    try {
                        awaitCancellation()
                    } catch (_: CancellationException) {
                        val known = SendFailedException(FailKind.CONNECT_TIMEOUT)
                        throw CancellationException("not sent").apply { addSuppressed(known) }
                    }
            }
        val error = thrown<DispositionException.NotSent> { client(knowing, virtualClock()).setDisposition(REQUEST) }
        assertEquals(NotSentKind.DEADLINE, error.kind)
        assertEquals(listOf(FailKind.DEADLINE), error.receipt.attempts.map { it.kind })
    }

    @Test
    fun `a device that slept through the deadline finds out soon`() = runTest {
        var slept = 0L
        val client = client(transport, { testScheduler.currentTime + slept })
        val call = async { thrown<DispositionException.Uncertain> { client.setDisposition(REQUEST) } }
        runCurrent()
        slept = 1.hours.inWholeMilliseconds
        assertEquals(UncertainKind.TIMEOUT, call.await().kind)
        assertTrue(currentTime <= 1_000, "$currentTime")
    }

    @Test
    fun `a deadline of a day is one, and more is a mistake in units`() = runTest {
        val call = async { client().setDisposition(REQUEST, 24.hours) }
        runCurrent()
        advanceTimeBy(23.hours)
        val send = transport.sends.single()
        assertFalse(send.isCancelled)
        send.answer.complete(QUEUED)
        assertEquals(Effect.QUEUED, call.await().effect)
        for (more in listOf(24.hours + 1.milliseconds, Duration.INFINITE)) {
            val error = thrown<DispositionException.InvalidRequest> { client().setDisposition(REQUEST, more) }
            assertEquals(listOf(Field.DEADLINE), error.violations.map { it.field })
        }
        assertEquals(1, transport.sends.size)
    }

    @Test
    fun `no time left sends nothing`() = runTest {
        for (left in listOf(0.seconds, (-3).seconds)) {
            val error = thrown<DispositionException.NotSent> { client().setDisposition(REQUEST, left) }
            assertEquals(NotSentKind.DEADLINE, error.kind)
        }
        assertEquals(0, transport.sends.size)
    }

    @TestFactory
    fun `whatever a transport throws ends the attempt`(): List<DynamicTest> =
        listOf(
            SendFailedException(FailKind.BROKEN_REPLY) to UncertainKind.BROKEN_REPLY,
            IllegalStateException("KK-marker") to UncertainKind.TRANSPORT_FAILED,
            StackOverflowError("KK-marker") to UncertainKind.TRANSPORT_FAILED,
            CancellationException("someone else's") to UncertainKind.TRANSPORT_FAILED,
        ).flatMap { (thrown, kind) ->
            listOf(true, false).map { isAtOnce ->
                DynamicTest.dynamicTest("${thrown.javaClass.simpleName}, at once: $isAtOnce") {
                    runTest {
                        val failing =
                            object : Transport {
                                override suspend fun send(request: HttpRequest, limits: Limits): HttpReply {
                                    if (!isAtOnce) delay(1)
                                    throw thrown
                                }
                            }
                        val error =
                            thrown<DispositionException.Uncertain> {
                                client(failing, virtualClock()).setDisposition(REQUEST)
                            }
                        assertEquals(kind, error.kind)
                        assertNull(error.cause)
                        assertEquals(0, error.suppressed.size)
                        assertFalse("KK-marker" in error.stackTraceToString())
                    }
                }
            }
        }

    @Test
    fun `a closed client sends nothing, and what is out goes on`() = runTest {
        val client = client()
        val out = async { client.setDisposition(REQUEST) }
        runCurrent()
        client.close()
        client.close()
        val error = thrown<DispositionException.NotSent> { client.setDisposition(REQUEST) }
        assertEquals(NotSentKind.CLOSED, error.kind)
        assertEquals(Effect.NOT_APPLIED, error.effect)
        assertEquals(error.receipt, Receipt.fromJson(error.receipt.toJson()))
        assertEquals(1, transport.sends.size)
        transport.sends.single().answer.complete(QUEUED)
        assertEquals(Effect.QUEUED, out.await().effect)
    }

    @Test
    fun `without a transport nothing is begun, and the artifact is named`() = runTest {
        val client =
            DispositionClient(Account.withApiKey("acme", "KK"), Api.GET_V2)
        val error = thrown<IllegalStateException> { client.setDisposition(REQUEST) }
        assertTrue("cloudagent-disposition-okhttp" in error.message!!, error.message)
    }
}
