package cloudagent.disposition

import cloudagent.disposition.internal.Driver
import cloudagent.disposition.internal.Ended
import cloudagent.disposition.internal.Host
import cloudagent.disposition.internal.bridge.CallHandle
import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.CallStarted
import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.HttpRequestData
import cloudagent.disposition.internal.bridge.Misuse
import cloudagent.disposition.internal.bridge.NoHandle
import cloudagent.disposition.internal.bridge.OutputData
import cloudagent.disposition.internal.bridge.RequestData
import cloudagent.disposition.internal.bridge.StepData
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

    private suspend fun TestScope.run(engine: EngineHandle, driver: Driver = Driver(virtualClock())): Ended<CallResult> =
        driver.run(engine, REQUEST.record(), null, Host(transport, null, null))

    private val done = StepData.Done(CallResult.Done(receiptData()))

    private fun output(step: StepData, wake: ULong? = null) = OutputData(step, listOfNotNull(wake))

    private fun send(seq: UInt): StepData =
        StepData.Send(
            seq,
            HttpRequestData(
                "GET",
                "https://example.com/",
                "example.com",
                443u,
                "/",
                "/",
                emptyList(),
                null,
                mayUseProxy = true,
                replyLimit = 65_536u,
                bodyWithGet = false,
                ownConnection = false,
            ),
            connectByMs = 5_000u,
            untilMs = 60_000u,
            connectMs = 5_000u,
            totalMs = 60_000u,
            bodyBytes = 65_536u,
        )

    @Test
    fun `a wait ends at its moment, not before`() = runTest {
        val call = FakeCall(1u) { output(if (currentTime < 500) StepData.Wait(500u) else done, wake = 99u) }
        run(engine(call to StepData.Wait(500u)))
        // The first look is where the call takes its name, so that no waking is missed.
        assertEquals(listOf(EventData.Timer to 0L, EventData.Timer to 500L), call.events)
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
        val driver = Driver(virtualClock())
        val calls = List(2) { async { run(engine, driver) }.also { runCurrent() } }
        advanceTimeBy(200)
        transport.sends.single().answer.complete(QUEUED)
        calls.forEach { it.await() }
        assertEquals(200, currentTime)
    }

    @Test
    fun `cancelling ends a wait`() = runTest {
        val call = FakeCall(1u) { output(if (it == EventData.Cancelled) done else StepData.Wait(60_000u)) }
        var ended: Ended<CallResult>? = null
        val job = launch { ended = run(engine(call to StepData.Wait(60_000u))) }
        runCurrent()
        job.cancel()
        job.join()
        assertTrue(ended!!.wasCancelled)
        assertEquals(0, currentTime)
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
        lateinit var ended: Ended<CallResult>
        val job = launch { ended = run(engine(call to send(1u))) }
        runCurrent()
        transport.sends.single().onAnswered = { job.cancel() }
        transport.sends.single().answer.complete(QUEUED)
        job.join()
        assertEquals(1, transport.sends.size)
        assertTrue(ended.wasCancelled)
        assertEquals(listOf("Cancelled", "Reply", "Failed"), call.events.map { it.first.javaClass.simpleName }.filter { it != "Timer" })
        assertEquals(EventData.Failed(2u, "cancelled", sent = false), call.events.last().first)
    }

    @Test
    fun `a misuse is an internal error, which may have been applied`() = runTest {
        val call = FakeCall(1u) { throw Misuse.NoSuchStep(1u) }
        val failing = async { thrown<InternalErrorException> { run(engine(call to send(1u))) } }
        runCurrent()
        transport.sends.single().answer.complete(QUEUED)
        assertEquals(Effect.UNKNOWN, failing.await().effect)
        assertNull(failing.await().cause)
    }

    @Test
    fun `every call frees its handle, however it ends`() = runTest {
        val calls = List(3) { FakeCall(it.toULong()) { output(done) } }
        val engine = engine(*calls.map { it to send(1u) }.toTypedArray())
        val answered = async { run(engine) }
        val cancelled = launch { run(engine) }
        val late = async { run(engine) }
        runCurrent()
        transport.sends[0].answer.complete(QUEUED)
        cancelled.cancel()
        answered.await()
        cancelled.join()
        assertFalse(calls[2].uniffiIsDestroyed)
        late.await()
        assertTrue(calls.all { it.uniffiIsDestroyed })
    }
}
