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
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

/** What a call ended with, and whether its coroutine was cancelled meanwhile. */
internal class Ended(val result: CallResult, val wasCancelled: Boolean)

/**
 * The loop around the engine of one client: it runs the engine's steps with coroutines, and decides
 * nothing. No status, delay or text is looked at here.
 */
internal class Driver(
    private val clock: Clock = MachineClock,
    private val seed: () -> Seed = Seed::random,
    /** What the machine believes the time to be, in milliseconds since 1970. */
    private val wall: () -> Long = System::currentTimeMillis,
) {
    private val waiting = ConcurrentHashMap<ULong, OneCall>()

    /** The moment that a call begins: a millisecond that has begun counts, so that no deadline is early. */
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
        val random = seed()
        val started = call { engine.start(request, deadlineMs, false, random.high, random.low, begin) }
        val call = OneCall(started.call, transport, currentCoroutineContext()[Job])
        try {
            // The engine is told of a cancel, and says when the call ends.
            return withContext(NonCancellable) { call.run(started.output) }
        } finally {
            call.close()
        }
    }

    /** One logical call. Only its coroutine touches it, but for [tell]. */
    private inner class OneCall(
        private val handle: CallHandle,
        private val transport: Transport,
        caller: Job?,
    ) {
        /** What happened, in order, until the engine is told of it. */
        private val events = ConcurrentLinkedQueue<EventData>()
        private val signal = Channel<Unit>(Channel.CONFLATED)
        private var id: ULong? = null

        /**
         * The parent of every send. None is a child of the call's coroutine, whose scope would wait for it: a transport
         * that can't be cancelled would hold up `runBlocking`, `withContext` and `async` past the deadline.
         */
        private val sends = Job()

        /**
         * Cancelled with the call's coroutine, within the caller's `cancel()`: the coroutine itself hears of that only
         * when its dispatcher has a thread for it.
         */
        private val life = Job(caller)

        init {
            life.invokeOnCompletion { cause ->
                if (cause != null) tell(EventData.Cancelled)
                sends.cancel()
            }
        }

        suspend fun run(first: OutputData): Ended {
            var output = first
            while (true) {
                for (other in output.wake) waiting[other]?.tell(EventData.Timer)
                val event =
                    when (val step = output.step) {
                        is StepData.Done -> return Ended(step.result, life.isCancelled)
                        is StepData.Send -> {
                            begin(step)
                            next(step.untilMs)
                        }
                        is StepData.Abort -> {
                            sends.cancelChildren()
                            next(step.untilMs)
                        }
                        is StepData.Wait -> if (isNamed()) next(step.untilMs) else EventData.Timer
                    }
                output = call(Effect.UNKNOWN) { handle.step(event, clock.now().toULong()) }
            }
        }

        fun close() {
            life.complete()
            id?.let(waiting::remove)
            handle.close()
        }

        private fun tell(event: EventData) {
            events += event
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

        private suspend fun begin(step: StepData.Send) {
            val request = call(Effect.UNKNOWN) { HttpRequest(step.request) }
            val limits = Limits(step.connectMs.toLong(), step.totalMs.toLong(), step.bodyBytes.toInt())
            CoroutineScope(currentCoroutineContext() + sends).launch(start = CoroutineStart.UNDISPATCHED) {
                tell(answer(step.seq, request, limits))
            }
        }

        /** A transport is the caller's code: what it throws ends the attempt, not the process. */
        private suspend fun answer(seq: UInt, request: HttpRequest, limits: Limits): EventData {
            if (!currentCoroutineContext().isActive) return EventData.Failed(seq, FailKind.CANCELLED.code, sent = false)
            val kind =
                try {
                    val reply = transport.send(request, limits).record()
                    return EventData.Reply(seq, reply, wall().coerceAtLeast(0).toULong())
                } catch (failed: SendFailedException) {
                    failed.kind
                } catch (cancelled: CancellationException) {
                    known(cancelled) ?: FailKind.TRANSPORT_FAILED
                } catch (_: Throwable) {
                    FailKind.TRANSPORT_FAILED
                }
            return EventData.Failed(seq, kind.code, sent = true)
        }

        /** A send that was cancelled may still know that nothing was sent. */
        private fun known(cancelled: CancellationException): FailKind? =
            cancelled.suppressed.firstNotNullOfOrNull { (it as? SendFailedException)?.kind }

        /** What happens next: a timer where nothing else does before that moment. */
        private suspend fun next(until: ULong): EventData {
            while (true) {
                events.poll()?.let { return it }
                val now = clock.now().toULong()
                if (now >= until) return EventData.Timer
                // A timer stands still while a device sleeps, so the clock is asked now and then.
                val pause = minOf(until - now, GLANCE_MS).toLong()
                withTimeoutOrNull(pause) { signal.receive() }
            }
        }
    }

    private companion object {
        private const val GLANCE_MS: ULong = 1_000u
    }
}
