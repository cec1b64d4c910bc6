package cloudagent.disposition.internal

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds

/** Whole milliseconds, rounded up: a deadline is never early. What is negative is none. */
internal fun millis(duration: Duration): ULong {
    val whole = duration.inWholeMilliseconds.coerceAtLeast(0)
    return if (duration > whole.milliseconds) whole.toULong() + 1u else whole.toULong()
}
