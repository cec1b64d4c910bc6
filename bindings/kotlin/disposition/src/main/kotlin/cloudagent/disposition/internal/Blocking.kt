package cloudagent.disposition.internal

import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.runBlocking

/**
 * Runs it, and blocks this thread meanwhile. Interrupting the thread cancels it: what it ends with then is what is known, and
 * the thread stays interrupted.
 */
internal fun <T> blocking(block: suspend () -> T): T {
    var ended: Result<T>? = null
    if (Thread.currentThread().isInterrupted) throw unsent()
    try {
        runBlocking { ended = runCatching { block() } }
    } catch (_: InterruptedException) {
        // What is known is in what it ended with.
        Thread.currentThread().interrupt()
    }
    // Where there is no end there was no beginning either: the coroutine did not get to run.
    return (ended ?: throw unsent()).getOrThrow()
}

private fun unsent() = CancellationException("The thread was interrupted before: nothing was sent.")
