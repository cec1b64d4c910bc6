package com.example.agent.android

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import com.example.agent.WorkInput
import com.example.agent.WorkQueue
import com.example.agent.WorkResult
import java.util.concurrent.ConcurrentHashMap
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch

/** Jobs that the system keeps over the end of the process and of the phone's uptime. */
class JobQueue(private val context: Context) : WorkQueue {
    /**
     * A net under the sending that goes on in this process. It waits longer than that takes, and mostly
     * finds that there is nothing left to do.
     */
    override fun enqueue(input: Map<String, String>) = schedule(input, NET)

    fun schedule(input: Map<String, String>, after: Duration) {
        val extras = PersistableBundle()
        input.forEach(extras::putString)
        val job = JobInfo.Builder(idOf(input), ComponentName(context, SendJobService::class.java))
            .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
            .setMinimumLatency(after.inWholeMilliseconds)
            .setPersisted(true)
            .setExtras(extras)
            .build()
        context.getSystemService(JobScheduler::class.java).schedule(job)
    }

    // A later job of the same call takes the earlier one's place. Two calls that share a number would
    // lose one net, not a disposition: the journal still has it.
    private fun idOf(input: Map<String, String>) = input[WorkInput.UCID].hashCode()

    private companion object {
        val NET = 2.minutes
    }
}

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
