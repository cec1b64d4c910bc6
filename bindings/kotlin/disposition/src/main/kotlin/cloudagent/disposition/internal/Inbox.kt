package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.EventData
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.withTimeoutOrNull

/** What happened, in order, until one coroutine looks. */
internal class Inbox(private val clock: Clock) {
    private val events = ConcurrentLinkedQueue<EventData>()
    private val signal = Channel<Unit>(Channel.CONFLATED)

    /** From any thread. */
    fun tell(event: EventData) {
        events += event
        signal.trySend(Unit)
    }

    /** What happens next: a timer where nothing else does before that moment. */
    suspend fun next(until: ULong): EventData {
        while (true) {
            events.poll()?.let { return it }
            val now = clock.now().toULong()
            if (now >= until) return EventData.Timer
            // A timer may stand still while the clock goes on, so the clock is asked now and then.
            val pause = minOf((until - now).toLong(), clock.glanceMs)
            withTimeoutOrNull(pause) { signal.receive() }
        }
    }
}
