package com.example.agent.work

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/**
 * Runs jobs in the application's [scope], so they outlive every screen. It forgets them when the process
 * ends: the journal does not, and the next process puts them here again.
 */
class AppScopeQueue(
    private val scope: CoroutineScope,
    private val worker: Worker,
    private val firstPause: Duration = 30.seconds,
    private val tries: Int = 4,
) : WorkQueue {
    private val waiting = HashMap<String, Job>()

    override fun enqueue(input: Map<String, String>) = run(input, tried = 0)

    @Synchronized
    private fun run(input: Map<String, String>, tried: Int) {
        waiting.remove(input[WorkInput.UCID])?.cancel()
        scope.launch {
            val result = worker.doWork(input)
            if (result is WorkResult.Retry && tried + 1 < tries) {
                runLater(input, tried + 1, result.after ?: (firstPause * (1 shl tried)))
            }
        }
    }

    @Synchronized
    private fun runLater(input: Map<String, String>, tried: Int, pause: Duration) {
        val ucid = input.getValue(WorkInput.UCID)
        waiting.remove(ucid)?.cancel()
        waiting[ucid] = scope.launch {
            delay(pause)
            run(input, tried)
        }
    }
}
