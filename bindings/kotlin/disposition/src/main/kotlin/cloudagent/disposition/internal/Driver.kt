package cloudagent.disposition.internal

import cloudagent.disposition.Effect
import cloudagent.disposition.HttpRequest
import cloudagent.disposition.InternalErrorException
import cloudagent.disposition.Limits
import cloudagent.disposition.internal.bridge.CallHandle
import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.DispositionListData
import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.ListStarted
import cloudagent.disposition.internal.bridge.LookUpData
import cloudagent.disposition.internal.bridge.LookUpStarted
import cloudagent.disposition.internal.bridge.RequestData
import cloudagent.disposition.internal.bridge.SettlementData
import cloudagent.disposition.internal.bridge.StepData
import cloudagent.disposition.refusal
import java.util.concurrent.ConcurrentHashMap
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.cancelChildren
import kotlinx.coroutines.currentCoroutineContext
import kotlinx.coroutines.ensureActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** What a call ended with, and whether its coroutine was cancelled meanwhile. */
internal class Ended<out R>(val result: R, val wasCancelled: Boolean)

/**
 * The loop around the engine of one client: it runs the engine's steps with coroutines, and decides
 * nothing. No status, delay or text is looked at here.
 */
internal class Driver(
    private val clock: Clock = MachineClock,
    private val seed: () -> Seed = Seed::random,
    /** What the machine believes the time to be, in milliseconds since 1970. */
    private val wall: () -> Long = System::currentTimeMillis,
    /** Where token stores and sources run. */
    private val threads: CoroutineContext = HOST_THREADS,
) {
    private val waiting = ConcurrentHashMap<ULong, OneCall<*>>()

    /** The moment that a call begins: a millisecond that has begun counts, so that no deadline is early. */
    fun begin(): ULong = (clock.now() + 1).toULong()

    /** Runs one call to its end. Cancelling the coroutine ends it too, with what is known then. */
    suspend fun run(
        engine: EngineHandle,
        request: RequestData,
        deadlineMs: ULong?,
        host: Host,
        begin: ULong = this.begin(),
    ): Ended<CallResult> =
        drive(host, { handle, event, now -> turn(handle.step(event, now)) }) {
            val started = call { engine.start(request, deadlineMs, false, it.high, it.low, begin) }
            started.call to turn(started.output)
        }

    /**
     * Asks for a campaign's dispositions, as [run] runs a call.
     *
     * @throws cloudagent.disposition.InvalidInputException it can't be asked so.
     */
    suspend fun list(
        engine: EngineHandle,
        campaign: String?,
        deadlineMs: ULong?,
        host: Host,
        begin: ULong,
    ): Ended<DispositionListData> =
        drive(host, { handle, event, now -> turn(handle.stepList(event, now)) }) {
            when (val started = call { engine.startList(campaign, deadlineMs, false, it.high, it.low, begin) }) {
                is ListStarted.Started -> started.begun.call to turn(started.begun.turn)
                is ListStarted.Refused -> throw refusal(started.violations)
            }
        }

    /**
     * Looks up call records, as [run] runs a call.
     *
     * @throws cloudagent.disposition.InvalidInputException it can't be asked so.
     */
    suspend fun lookUp(
        engine: EngineHandle,
        asked: LookUpData,
        deadlineMs: ULong?,
        host: Host,
        begin: ULong,
    ): Ended<List<SettlementData>> =
        drive(host, { handle, event, now -> turn(handle.stepLookUp(event, now)) }) {
            when (val started = call { engine.startLookUp(asked, deadlineMs, false, it.high, it.low, begin, told()) }) {
                is LookUpStarted.Started -> started.begun.call to turn(started.begun.turn)
                is LookUpStarted.Refused -> throw refusal(started.violations)
            }
        }

    private suspend inline fun <R> drive(
        host: Host,
        noinline step: (CallHandle, EventData, ULong) -> Turn<R>,
        start: (Seed) -> Pair<CallHandle, Turn<R>>,
    ): Ended<R> {
        currentCoroutineContext().ensureActive()
        val (handle, first) = start(seed())
        val call = OneCall(handle, step, host, currentCoroutineContext()[Job])
        try {
            // The engine is told of a cancel, and says when the call ends.
            return withContext(NonCancellable) { call.run(first) }
        } finally {
            call.close()
        }
    }

    private fun told(): ULong = wall().coerceAtLeast(0).toULong()

    /** One logical call. Only its coroutine touches it, but for [tell]. */
    private inner class OneCall<R>(
        private val handle: CallHandle,
        private val step: (CallHandle, EventData, ULong) -> Turn<R>,
        private val host: Host,
        caller: Job?,
    ) {
        private val inbox = Inbox(clock)
        private var id: ULong? = null

        /**
         * The parent of every send, and of asking for a token. None is a child of the call's coroutine, whose scope would
         * wait for it: a transport that can't be cancelled would hold up `runBlocking`, `withContext` and `async` past the
         * deadline.
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

        suspend fun run(first: Turn<R>): Ended<R> {
            var turn = first
            while (true) {
                for (other in turn.wake) waiting[other]?.tell(EventData.Timer)
                val event =
                    when (turn) {
                        is Turn.End -> return Ended(turn.result, life.isCancelled)
                        is Turn.Next -> carryOut(turn.step)
                    }
                turn = call(Effect.UNKNOWN) { step(handle, event, clock.now().toULong()) }
                // What a store holds is the engine's now: the copy that crossed is wiped at once.
                if (event is EventData.Stored) event.destroy()
            }
        }

        /** Does what a step says, and waits for what happens then. */
        private suspend fun carryOut(step: StepData): EventData =
            when (step) {
                is StepData.Send -> {
                    begin(step)
                    inbox.next(step.untilMs)
                }
                is StepData.Abort -> {
                    sends.cancelChildren()
                    inbox.next(step.untilMs)
                }
                is StepData.Store -> {
                    begin(step)
                    inbox.next(step.untilMs)
                }
                is StepData.Token -> {
                    begin(step)
                    inbox.next(step.untilMs)
                }
                is StepData.Wait -> if (isNamed()) inbox.next(step.untilMs) else EventData.Timer
                // An end is no step here.
                is StepData.Done -> throw InternalErrorException(Effect.UNKNOWN)
            }

        fun close() {
            life.complete()
            id?.let(waiting::remove)
            handle.close()
        }

        private fun tell(event: EventData) = inbox.tell(event)

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
                tell(host.send(step.seq, request, limits, ::told))
            }
        }

        /** It is dropped where the call ends before. */
        private suspend fun begin(step: StepData.Token) {
            CoroutineScope(currentCoroutineContext() + sends + threads).launch { tell(host.token(step, ::told)) }
        }

        /** It goes on where the call ends before: whoever uses the store next needs what is being written. */
        private suspend fun begin(step: StepData.Store) {
            CoroutineScope(currentCoroutineContext() + Job() + threads).launch { tell(host.carryOut(step, ::told)) }
        }
    }
}
