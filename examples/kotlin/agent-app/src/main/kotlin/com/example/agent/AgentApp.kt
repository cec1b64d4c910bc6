package com.example.agent

import cloudagent.disposition.DispositionClient
import java.io.File
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration
import kotlinx.coroutines.CoroutineScope

/**
 * One process of the app, put together: what outlives every screen. Made once, by the application.
 *
 * [scope] is the application's, [disk] writes one thing at a time, [now] is wall-clock milliseconds, since
 * they have to mean the same in the next process, and [net] gets each job as well, to run it where this
 * process has ended.
 */
class AgentApp(
    folder: File,
    private val client: DispositionClient,
    scope: CoroutineScope,
    disk: CoroutineContext,
    private val now: () -> Long,
    net: WorkQueue = WorkQueue {},
) : AutoCloseable {
    private val hints = Hints(client.account.customer)

    /** What is pending. */
    val journal: Journal = Journal.open(folder, now())

    /** For the jobs that the system starts. */
    val worker: DispositionWorker = DispositionWorker(journal, client, disk, now)

    private val queue = AppScopeQueue(scope, worker)

    /** For the screens. */
    val outbox: Outbox = Outbox(journal, { job -> listOf(net, queue).forEach { it.enqueue(job) } }, scope, disk)

    /** The screen of a call, with what was typed before the process ended if that was kept. */
    fun wrapUp(call: EndedCall, screenScope: CoroutineScope, draft: Draft? = null): WrapUpViewModel =
        WrapUpViewModel(call, outbox, hints, screenScope, now, draft)

    override fun close(): Unit = client.close()
}

/** A call whose wrap-up has begun, as the phone's telephony part reports it. Times are wall-clock milliseconds. */
data class EndedCall(
    val ucid: String,
    val did: String,
    val agentId: String,
    val endedAt: Long,
    val wrapUp: Duration,
) {
    /** When CloudAgent gives the agent the next call. What comes later must not pause anybody. */
    val wrapUpEndsAt: Long get() = endedAt + wrapUp.inWholeMilliseconds
}
