package com.example.agent

import cloudagent.disposition.DispositionRequest
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.launch

/** What screens use: it takes what an agent decides, writes it down and has it sent. Held by the application. */
class Outbox(
    private val journal: Journal,
    private val queue: WorkQueue,
    private val scope: CoroutineScope,
    private val disk: CoroutineContext,
) {
    fun entry(ucid: String): Entry? = journal[ucid]

    fun watch(ucid: String): Flow<Entry?> = journal.watch(ucid)

    /**
     * The agent has filled in the form. It takes the place of an earlier request of the call that surely had
     * no effect, and of no other. The job ends when that is written down; the sending goes on.
     */
    fun submit(call: EndedCall, request: DispositionRequest): Job = put(call.ucid) { before ->
        Entry(request, call.wrapUpEndsAt, Stage.PENDING).takeIf {
            before == null || before.stage == Stage.PENDING || before.stage == Stage.NOT_FOUND || before.refused
        }
    }

    /** The agent wants it sent now, instead of at the next try. */
    fun tryAgain(ucid: String): Job = put(ucid) { before ->
        before?.copy(receipt = null, remark = null, triedByItself = false)
            ?.takeIf { before.stage == Stage.PENDING && before.sentence.isNotEmpty() }
    }

    /** The agent has looked, and the disposition stands. */
    fun foundInForce(ucid: String): Job = looked(ucid, Stage.SETTLED, "You found it in CloudAgent.")

    /** The agent has looked, and nothing stands: only the form sends it now, so no job comes before a correction. */
    fun foundNothing(ucid: String): Job = looked(ucid, Stage.NOT_FOUND, "You found nothing in CloudAgent.")

    /** What an earlier process left unsent goes on; what is uncertain waits for a person. */
    fun resume() {
        val pending = journal.entries.value.values.filter { it.stage == Stage.PENDING }
        pending.forEach { queue.enqueue(WorkInput.of(it)) }
    }

    private fun looked(ucid: String, stage: Stage, remark: String) = scope.launch(disk) {
        journal.update(ucid) { before ->
            before?.copy(stage = stage, receipt = null, remark = remark)
                ?.takeIf { before.stage == Stage.SENT_UNKNOWN }
        }
    }

    private fun put(ucid: String, change: (Entry?) -> Entry?): Job = scope.launch(disk) {
        journal.update(ucid, change)?.let { queue.enqueue(WorkInput.of(it)) }
    }
}
