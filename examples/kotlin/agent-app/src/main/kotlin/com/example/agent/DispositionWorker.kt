package com.example.agent

import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Effect
import cloudagent.disposition.Receipt
import kotlin.coroutines.CoroutineContext
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext

/**
 * Sends one call's disposition. A queue may run it twice, late, or after another process died half-way;
 * the journal says what is left to do, and what isn't there is never sent.
 */
class DispositionWorker(
    private val journal: Journal,
    private val client: DispositionClient,
    private val disk: CoroutineContext,
    private val now: () -> Long,
) : Worker {
    override suspend fun doWork(input: Map<String, String>): WorkResult {
        val entry = input[WorkInput.UCID]?.let { journal.atRest(it) } ?: return WorkResult.Failure
        return when {
            entry.stage == Stage.SETTLED -> WorkResult.Success
            // It may be in force, or the form is open: a person goes on.
            entry.stage != Stage.PENDING -> WorkResult.Failure
            // The agent has changed the form since; that request has a job of its own.
            entry.request.toJson() != input[WorkInput.REQUEST] -> WorkResult.Success
            else -> begin(entry, input)
        }
    }

    private suspend fun begin(entry: Entry, input: Map<String, String>): WorkResult {
        val left = (entry.wrapUpEndsAt - now()).milliseconds
        val late = left < SHORTEST_SEND
        val pauseLeftOut = late && entry.request.pauseAfterDispose == true
        val sending = entry.copy(
            stage = Stage.SENDING,
            receipt = null,
            remark = null,
            pauseLeftOut = pauseLeftOut,
            triedByItself = false,
        )
        if (!withContext(disk) { journal.begin(entry, sending) }) {
            // Another run was faster, or the phone's storage takes nothing: then nothing is sent.
            return notSent(entry, input)
        }
        val request = if (pauseLeftOut) withoutPause(entry.request) else entry.request
        // A late send has no countdown to keep: its deadline is the client's.
        return send(sending, request, left.takeUnless { late })
    }

    private suspend fun send(
        sending: Entry,
        request: DispositionRequest,
        deadline: Duration?,
    ): WorkResult = try {
        note(sending, client.setDisposition(request, deadline))
    } catch (failed: DispositionException) {
        note(sending, failed.receipt)
    } catch (cancelled: CallCancelledException) {
        note(sending, cancelled.receipt)
        throw cancelled
    } catch (unexpected: Throwable) {
        // Nobody can tell how far it got, so nothing sends it again.
        write(sending.copy(stage = Stage.SENT_UNKNOWN, remark = BROKE_OFF))
        throw unexpected
    }

    /** What the receipt says decides what may still be sent. */
    private suspend fun note(sending: Entry, receipt: Receipt): WorkResult {
        val again = receipt.mayResend
        val stage = when {
            receipt.effect == Effect.UNKNOWN -> Stage.SENT_UNKNOWN
            again -> Stage.PENDING
            else -> Stage.SETTLED
        }
        val inForce = receipt.effect != Effect.UNKNOWN && receipt.effect != Effect.NOT_APPLIED
        // What an agent wrote about a customer is kept no longer than it is needed.
        val request = if (inForce) withoutComments(sending.request) else sending.request
        write(sending.copy(request = request, stage = stage, receipt = receipt, triedByItself = again))
        return when {
            inForce -> WorkResult.Success
            again -> WorkResult.Retry(receipt.retryAfterSeconds?.seconds)
            else -> WorkResult.Failure
        }
    }

    /** Notes it, unless another run or the agent has changed the entry meanwhile: then that counts. */
    private suspend fun notSent(entry: Entry, input: Map<String, String>): WorkResult {
        val noted = entry.copy(receipt = null, remark = STORAGE, triedByItself = true)
        val isNoted =
            withContext(NonCancellable + disk) {
                journal.update(entry.ucid) { now -> noted.takeIf { now === entry } } != null
            }
        return if (isNoted) WorkResult.Retry(after = null) else doWork(input)
    }

    /** Also where the job is being cancelled: what is known goes to the disk. */
    private suspend fun write(entry: Entry) = withContext(NonCancellable + disk) { journal.update(entry.ucid) { entry } }

    private fun withoutPause(request: DispositionRequest): DispositionRequest =
        request.toBuilder().pauseAfterDispose(false).pauseReason(null).build()

    private fun withoutComments(request: DispositionRequest): DispositionRequest =
        request.toBuilder().comments(null).build()

    private companion object {
        /** With less of the wrap-up left than this a send would time out half-way, and nobody would know what became of it. */
        val SHORTEST_SEND = 2.seconds

        const val BROKE_OFF =
            "The sending broke off, so it may have been applied. Look in CloudAgent's call details before " +
                "you send it again."
        const val STORAGE = "Nothing was sent: this phone's storage takes no note of it."
    }
}
