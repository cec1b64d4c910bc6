package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.CallHandle
import cloudagent.disposition.internal.bridge.CallStarted
import cloudagent.disposition.internal.bridge.EngineHandle
import cloudagent.disposition.internal.bridge.EventData
import cloudagent.disposition.internal.bridge.NoHandle
import cloudagent.disposition.internal.bridge.OutputData
import cloudagent.disposition.internal.bridge.RequestData
import cloudagent.disposition.internal.bridge.UniffiLib
import cloudagent.disposition.internal.bridge.UniffiWithHandle

/** An engine that is asked by [Direct] for what every call needs. It takes over the share that this handle is. */
internal class DirectEngine(handle: Long) : EngineHandle(UniffiWithHandle, handle) {
    override fun start(
        request: RequestData,
        deadlineMs: ULong?,
        isCancelled: Boolean,
        seedHigh: ULong,
        seedLow: ULong,
        nowMs: ULong,
    ): CallStarted = lend { Direct.start(handle, request, deadlineMs, isCancelled, seedHigh, seedLow, nowMs) }
}

/** A call that is driven by [Direct] alone. It is given back when it is closed, or by the garbage collector. */
internal class DirectCall(private val call: Long) : CallHandle(NoHandle) {
    private val share = UniffiLib.CLEANER.register(this, Share(call))

    override fun step(event: EventData, nowMs: ULong): OutputData = lend { Direct.step(call, event, nowMs) }

    override fun id(): ULong = lend { Direct.id(call) }

    override fun destroy(): Unit = share.clean()

    private class Share(private val call: Long) : Runnable {
        override fun run(): Unit = Direct.free(call)
    }
}
