package com.example.agent.android

import android.app.job.JobParameters
import android.app.job.JobService
import com.example.agent.work.WorkResult
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** Runs the worker where the system, and not the screen, asks for it. With WorkManager this is a `CoroutineWorker`. */
class SendJobService : JobService() {
    /** A job ends in a thread of its own. */
    private val running = ConcurrentHashMap<Int, Job>()

    override fun onStartJob(parameters: JobParameters): Boolean {
        val holder = application as AgentApplication
        val extras = parameters.extras
        val input = extras.keySet().associateWith { extras.getString(it).orEmpty() }
        val job = holder.scope.launch {
            val result = holder.app.await().worker.doWork(input)
            jobFinished(parameters, false)
            if (result is WorkResult.Retry) JobQueue(holder).schedule(input, result.after ?: PAUSE)
        }
        running[parameters.jobId] = job
        // Also where it has ended by now. A later job of the same number stays.
        job.invokeOnCompletion { running.remove(parameters.jobId, job) }
        return true
    }

    /** The system takes the network away: what was in flight is written down as what it is. */
    override fun onStopJob(parameters: JobParameters): Boolean {
        running.remove(parameters.jobId)?.cancel()
        return true
    }

    private companion object {
        val PAUSE = 5.minutes
    }
}
