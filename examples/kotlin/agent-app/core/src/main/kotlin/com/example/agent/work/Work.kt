package com.example.agent.work

import com.example.agent.outbox.Entry
import kotlin.time.Duration

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
