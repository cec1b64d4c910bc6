package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.LookUpStarted
import cloudagent.disposition.internal.bridge.RequestData

/** What is looked up. */
internal sealed class Asking {
    /** Begins it on an engine. */
    abstract fun begin(engine: EngineHandle, deadlineMs: ULong?, seed: Seed, now: ULong, wall: ULong): LookUpStarted

    /** One disposition, by its call's records. */
    class OneCall(private val request: RequestData, private val day: String) : Asking() {
        override fun begin(engine: EngineHandle, deadlineMs: ULong?, seed: Seed, now: ULong, wall: ULong): LookUpStarted =
            engine.startLookUp(request, day, deadlineMs, false, seed.high, seed.low, now, wall)
    }

    /** Several, by the records of a day. */
    class Day(
        private val requests: List<RequestData>,
        private val day: String,
        private val from: String?,
        private val to: String?,
    ) : Asking() {
        override fun begin(engine: EngineHandle, deadlineMs: ULong?, seed: Seed, now: ULong, wall: ULong): LookUpStarted =
            engine.startLookUpAll(requests, day, from, to, deadlineMs, false, seed.high, seed.low, now, wall)
    }
}
