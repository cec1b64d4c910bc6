package com.example.agent

import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch

/** A job in the form of androidx.work: plain texts in, one of three results out, run at least once. */
fun interface Worker {
    suspend fun doWork(input: Map<String, String>): WorkResult
}

/** What a job came to. */
sealed interface WorkResult {
    /** There is nothing left to do. */
    data object Success : WorkResult

    /** Nothing has happened yet: run the same job again, after this long where the vendor named a time. */
    data class Retry(val after: Duration?) : WorkResult

    /** Running the job again would not help: a person is asked. */
    data object Failure : WorkResult
}

/** Where jobs wait: the app's own scope, WorkManager or JobScheduler. */
fun interface WorkQueue {
    /** Runs it as soon as may be; one of the same call that only waits makes way. */
    fun enqueue(input: Map<String, String>)
}

/** What a job is given: the call and the request's JSON. No credential: a queue keeps its input on disk. */
object WorkInput {
    const val UCID: String = "ucid"
    const val REQUEST: String = "request"

    fun of(entry: Entry): Map<String, String> =
        mapOf(UCID to entry.ucid, REQUEST to entry.request.toJson())
}

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
