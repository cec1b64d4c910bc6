package com.example.agent.android

import android.app.job.JobInfo
import android.app.job.JobScheduler
import android.content.ComponentName
import android.content.Context
import android.os.PersistableBundle
import com.example.agent.work.WorkInput
import com.example.agent.work.WorkQueue
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes

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
