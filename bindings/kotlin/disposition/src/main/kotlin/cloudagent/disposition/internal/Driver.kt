package cloudagent.disposition.internal

import cloudagent.disposition.Effect
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.Limits
import cloudagent.disposition.SendFailedException
import cloudagent.disposition.Transport
import cloudagent.disposition.internal.bridge.CallHandle
import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.OutputData
import cloudagent.disposition.internal.bridge.RequestData
import cloudagent.disposition.internal.bridge.StepData
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** What a call ended with, and whether that was because its coroutine was cancelled. */
internal class Ended(val result: CallResult, val wasCancelled: Boolean)

/**
 * The loop around the engine of one client: it runs the engine's steps with coroutines, and decides
 * nothing. No status, delay or text is looked at here.
 *
 * @param patience how many milliseconds a send that is cancelled may take to end: one that knows that nothing
 *   was sent says so then. One that does not end is not waited for.
 */
internal class Driver(
    private val clock: Clock = MachineClock,
    private val seed: () -> Seed = Seed::random,
    private val patience: Long = PATIENCE_MS,
) {
    private val waiting = ConcurrentHashMap<ULong, OneCall>()

    /** A seed for a call that is not run here. */
    fun seed(): Seed = seed.invoke()

    /** The moment that a call begins, rounded up, while every later reading is rounded down: no deadline is ever early. */
    fun begin(): ULong = (clock.now() + 1).toULong()

    /** Runs one call to its end. Cancelling the coroutine ends it too, with what is known then. */
    suspend fun run(
        engine: EngineHandle,
        request: RequestData,
        deadlineMs: ULong?,
        transport: Transport,
        begin: ULong = this.begin(),
    ): Ended {
        currentCoroutineContext().ensureActive()
        val seed = seed()
        val started = call { engine.start(request, deadlineMs, seed.high, seed.low, begin) }
        val call = OneCall(started.call, transport, currentCoroutineContext()[Job])
        try {
            return call.run(started.output)
        } finally {
            call.close()
        }
    }

    /** One logical call. Only its coroutine touches it, but for [signal] and what is volatile. */
    private inner class OneCall(
        private val handle: CallHandle,
        private val transport: Transport,
        caller: Job?,
    ) {
        private val signal = Channel<Unit>(Channel.CONFLATED)
        private var flight: Flight? = null
        private var id: ULong? = null
        private var isCancelled = false

        /** The parent of every send. */
        private val sends = Job()

        /**
         * Cancelled with the call's coroutine, within the caller's `cancel()`: the coroutine itself hears of that only
         * when its dispatcher has a thread for it.
         */
        private val life = Job(caller).apply { invokeOnCompletion { sends.cancel() } }

        @Volatile
        private var isWoken = false

        suspend fun run(first: OutputData): Ended {
            var output = first
            while (true) {
                for (other in output.wake) waiting[other]?.wake()
                val event =
                    when (val step = output.step) {
                        is StepData.Done -> return Ended(step.result, isCancelled)
                        is StepData.Send -> {
                            if (!isCancelled) begin(step)
                            next(moment(step.untilMs))
                        }
                        is StepData.Wait -> if (isNamed()) next(moment(step.untilMs)) else EventData.Timer
                    }
                output = call(Effect.UNKNOWN) { handle.step(event, clock.now().toULong()) }
            }
        }

        fun close() {
            life.complete()
            id?.let(waiting::remove)
            handle.close()
        }

        private fun wake() {
            isWoken = true
            signal.trySend(Unit)
        }

        /**
         * Whether other calls can wake this one. It takes its name when it first has to wait, and looks
         * once more then: the waking may just have been missed.
         */
        private fun isNamed(): Boolean {
            if (id != null) return true
            val name = call(Effect.UNKNOWN) { handle.id() }
            waiting[name] = this
            id = name
            return false
        }

        /**
         * Begins a send. It is no child of the call's coroutine, whose scope would wait for it: a transport that
         * can't be cancelled would hold up `runBlocking`, `withContext`, `async` and every other scope past the
         * deadline. So [life] cancels it, when the call is cancelled or ends.
         */
        private suspend fun begin(step: StepData.Send) {
            flight?.job?.cancel()
            val now = clock.now()
            val limits =
                Limits(
                    connectMillis = atLeastAMoment(moment(step.connectByMs) - now),
                    totalMillis = atLeastAMoment(moment(step.untilMs) - now),
                    bodyBytes = BODY_BYTES,
                )
            val next = Flight(step.seq)
            flight = next
            val request = call(Effect.UNKNOWN) { HttpRequest(step.request) }
            next.job =
                CoroutineScope(currentCoroutineContext() + sends).launch(start = CoroutineStart.UNDISPATCHED) {
                    try {
                        next.answer.set(answer(next.seq, request, limits))
                    } finally {
                        next.isOver = true
                        signal.trySend(Unit)
                    }
                }
        }

        /** A transport is the caller's code: what it throws ends the attempt, not the process. */
        private suspend fun answer(seq: UInt, request: HttpRequest, limits: Limits): EventData {
            val kind =
                try {
                    return EventData.Reply(seq, transport.send(request, limits).record())
                } catch (failed: SendFailedException) {
                    failed.kind
                } catch (cancelled: CancellationException) {
                    known(cancelled) ?: if (currentCoroutineContext().isActive) FailKind.TRANSPORT_FAILED else throw cancelled
                } catch (_: Throwable) {
                    FailKind.TRANSPORT_FAILED
                }
            return EventData.Failed(seq, kind.code)
        }

        /** A send that was cancelled may still know that nothing was sent. */
        private fun known(cancelled: CancellationException): FailKind? =
            cancelled.suppressed.firstNotNullOfOrNull { (it as? SendFailedException)?.kind }

        /** What happens next. Where the call is cancelled and a reply is there too, that goes first. */
        private suspend fun next(until: Long): EventData {
            if (isCancelled) return EventData.Cancelled
            return try {
                val event = await(until)
                // A send that was cancelled with the call may be over before the call sees it.
                if (event is EventData.Failed && !currentCoroutineContext().isActive) isCancelled = true
                event
            } catch (_: CancellationException) {
                isCancelled = true
                lastWord() ?: EventData.Cancelled
            }
        }

        /**
         * What the send tells that is being cancelled: the reply that just came, or that nothing was sent. It
         * runs in another thread, maybe, so it is given the time to say so.
         */
        private suspend fun lastWord(): EventData? {
            val out = flight ?: return null
            out.job?.cancel()
            withContext(NonCancellable) { withTimeoutOrNull(patience) { out.job?.join() } }
            return out.takeAnswer()
        }

        private suspend fun await(until: Long): EventData {
            var isLate = false
            while (true) {
                flight?.takeAnswer()?.let { return it }
                if (isWoken) {
                    isWoken = false
                    return EventData.Timer
                }
                val left = until - clock.now()
                if (left <= 0) {
                    val out = flight
                    if (out == null || out.isOver || isLate) return EventData.Timer
                    isLate = true
                    out.job?.cancel()
                }
                // A timer stands still while a device sleeps, so the clock is asked now and then.
                val pause = if (isLate) patience else minOf(left, GLANCE_MS)
                withTimeoutOrNull(pause) { signal.receive() }
            }
        }
    }

    /** One send that is out. */
    private class Flight(val seq: UInt) {
        var job: Job? = null

        @Volatile
        var isOver = false

        /** Set in the send's thread, taken in the call's. */
        val answer = AtomicReference<EventData?>()

        /** The answer, once. */
        fun takeAnswer(): EventData? = answer.getAndSet(null)
    }

    companion object {
        /** How much of a body the core reads. */
        const val BODY_BYTES = 65_536

        private const val PATIENCE_MS = 250L
        private const val GLANCE_MS = 1_000L

        /** The moment, where a deadline that never comes is too large for the clock's own type. */
        private fun moment(millis: ULong): Long = millis.coerceAtMost(Long.MAX_VALUE.toULong()).toLong()

        /** Some HTTP stacks read a limit of zero as none. */
        private fun atLeastAMoment(left: Long): Long = left.coerceAtLeast(1)
    }
}
