package cloudagent.disposition.internal

import cloudagent.disposition.Effect
import cloudagent.disposition.InternalErrorException
import cloudagent.disposition.Transport
import cloudagent.disposition.internal.bridge.CallHandle
import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.CallStarted
import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.HttpRequestData
import cloudagent.disposition.internal.bridge.Misuse
import cloudagent.disposition.internal.bridge.NoHandle
import cloudagent.disposition.internal.bridge.OutputData
import cloudagent.disposition.internal.bridge.ReceiptData
import cloudagent.disposition.internal.bridge.RequestData
import cloudagent.disposition.internal.bridge.StepData
import kotlin.coroutines.suspendCoroutine
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** The driver with an engine that takes steps which today's does not: waits, wake-ups, a second send. */
@OptIn(ExperimentalCoroutinesApi::class)
internal class DriverStepsTest {
    private val transport = ScriptedTransport()

    /** A call that says what it was told, and answers with the next of its steps. */
    private class FakeCall(private val id: ULong, private val next: (EventData) -> OutputData) : CallHandle(NoHandle) {
        val events = mutableListOf<Pair<EventData, Long>>()

        override fun id(): ULong = id

        override fun step(event: EventData, nowMs: ULong): OutputData {
            events += event to nowMs.toLong()
            return next(event)
        }
    }

    private class FakeEngine(private val calls: Iterator<CallStarted>) : EngineHandle(NoHandle) {
        override fun start(
            request: RequestData,
            deadlineMs: ULong?,
            isCancelled: Boolean,
            seedHigh: ULong,
            seedLow: ULong,
            nowMs: ULong,
        ): CallStarted = calls.next()
    }

    private fun engine(vararg calls: Pair<CallHandle, StepData>): EngineHandle =
        FakeEngine(calls.map { (call, step) -> CallStarted(call, OutputData(step, emptyList())) }.iterator())

    private suspend fun TestScope.run(driver: Driver, engine: EngineHandle): Ended =
        driver.run(engine, REQUEST.record(), null, transport)

    private fun TestScope.driver() = Driver(virtualClock())

    private val done = StepData.Done(CallResult.Done(receipt()))

    private fun output(step: StepData, wake: ULong? = null) = OutputData(step, listOfNotNull(wake))

    @Test
    fun `a wait ends at its moment, not before`() = runTest {
        val call = FakeCall(1u) { output(if (currentTime < 500) StepData.Wait(500u) else done) }
        run(driver(), engine(call to StepData.Wait(500u)))
        assertEquals(500, currentTime)
        // The first look is where the call takes its name, so that no waking is missed.
        assertEquals(listOf(0L, 500L), call.events.map { it.second })
        assertTrue(call.events.all { it.first == EventData.Timer })
    }

    @Test
    fun `a call wakes another one`() = runTest {
        var isSettled = false
        val waiting = FakeCall(7u) { output(if (isSettled) done else StepData.Wait(60_000u)) }
        val settling =
            FakeCall(8u) {
                isSettled = true
                output(done, 7u)
            }
        val engine = engine(waiting to StepData.Wait(60_000u), settling to send(1u))
        val driver = driver()
        val first = async { run(driver, engine) }
        runCurrent()
        val second = async { run(driver, engine) }
        runCurrent()
        advanceTimeBy(200)
        transport.sends.single().answer.complete(QUEUED)
        first.await()
        second.await()
        assertEquals(200, currentTime)
    }

    @Test
    fun `waking a call that has ended does nothing`() = runTest {
        val driver = driver()
        run(driver, engine(FakeCall(1u) { output(done, 99u) } to StepData.Wait(60_000u)))
        assertEquals(0, currentTime)
    }

    @Test
    fun `cancelling ends a wait`() = runTest {
        val call = FakeCall(1u) { output(if (it == EventData.Cancelled) done else StepData.Wait(60_000u)) }
        var ended: Ended? = null
        val job = launch { ended = run(driver(), engine(call to StepData.Wait(60_000u))) }
        runCurrent()
        job.cancel()
        job.join()
        assertTrue(ended!!.wasCancelled)
        assertEquals(0, currentTime)
    }

    @Test
    fun `an abort cancels the send, whose last word is told`() = runTest {
        val call =
            FakeCall(1u) {
                output(if (it is EventData.Timer) StepData.Abort(1u, 350u) else done)
            }
        run(driver(), engine(call to send(1u, until = 100u)))
        assertEquals(100, currentTime)
        assertTrue(transport.sends.single().isCancelled)
        val last = EventData.Failed(1u, "transport_failed", sent = true)
        assertEquals(listOf(EventData.Timer to 100L, last to 100L), call.events)
    }

    @Test
    fun `a silent send is left alone when its abort is over`() = runTest {
        val call =
            FakeCall(1u) {
                output(if (currentTime < 350) StepData.Abort(1u, 350u) else done)
            }
        val deaf = Transport { _, _ -> suspendCoroutine { } }
        driver().run(engine(call to send(1u, until = 100u)), REQUEST.record(), null, deaf)
        assertEquals(listOf(100L, 350L), call.events.map { it.second })
        assertTrue(call.events.all { it.first == EventData.Timer })
    }

    @Test
    fun `what happens is told in order, and no send begins once the call is cancelled`() = runTest {
        val call =
            FakeCall(1u) {
                when (it) {
                    is EventData.Reply -> output(send(2u))
                    is EventData.Failed -> output(done)
                    else -> output(StepData.Wait(60_000u))
                }
            }
        lateinit var ended: Ended
        val job = launch { ended = run(driver(), engine(call to send(1u))) }
        runCurrent()
        transport.sends.single().onAnswered = { job.cancel() }
        transport.sends.single().answer.complete(QUEUED)
        job.join()
        assertEquals(1, transport.sends.size)
        assertTrue(ended.wasCancelled)
        val unsent = EventData.Failed(2u, "cancelled", sent = false)
        assertEquals(listOf("Cancelled", "Reply", "Failed"), call.events.map { it.first.javaClass.simpleName }.filter { it != "Timer" })
        assertEquals(unsent, call.events.last().first)
    }

    @Test
    fun `a misuse is an internal error, which may have been applied`() = runTest {
        val call = FakeCall(1u) { throw Misuse.NoSuchSend(1u) }
        var caught: Throwable? = null
        val job = launch { caught = runCatching { run(driver(), engine(call to send(1u))) }.exceptionOrNull() }
        runCurrent()
        transport.sends.single().answer.complete(QUEUED)
        job.join()
        val error = assertInstanceOf(InternalErrorException::class.java, caught)
        assertEquals(Effect.UNKNOWN, error.effect)
        assertNull(error.cause)
    }

    @Test
    fun `every call frees its handle, however it ends`() = runTest {
        val calls = List(3) { FakeCall(it.toULong()) { done -> output(this@DriverStepsTest.done) } }
        val engine = engine(*calls.map { it to send(1u) }.toTypedArray())
        val driver = driver()
        val answered = async { run(driver, engine) }
        val cancelled = launch { run(driver, engine) }
        val late = async { run(driver, engine) }
        runCurrent()
        transport.sends[0].answer.complete(QUEUED)
        cancelled.cancel()
        answered.await()
        cancelled.join()
        assertFalse(calls[2].uniffiIsDestroyed)
        late.await()
        assertTrue(calls.all { it.uniffiIsDestroyed })
    }

    private fun send(seq: UInt, until: ULong = 60_000u): StepData =
        StepData.Send(
            seq,
            HttpRequestData("GET", "https://example.com/", "example.com", 443u, "/", "/", emptyList(), null, true),
            connectByMs = 5_000u,
            untilMs = until,
            connectMs = 5_000u,
            totalMs = until,
            bodyBytes = 65_536u,
        )

    private fun receipt(): ReceiptData =
        ReceiptData(
            effect = "applied",
            advice = "none",
            mayResend = false,
            retryAfterSeconds = null,
            outcome = null,
            httpStatus = null,
            status = null,
            details = null,
            ucid = null,
            did = null,
            action = null,
            excerpt = null,
            pauseRequested = false,
            attempts = emptyList(),
            warnings = emptyList(),
            requestId = "0".repeat(32),
            tokenRequests = 0u,
            sentence = "Done.",
            newer = null,
        )
}
