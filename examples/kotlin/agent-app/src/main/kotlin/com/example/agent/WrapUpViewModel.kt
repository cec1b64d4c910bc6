package com.example.agent

import cloudagent.disposition.Advice
import cloudagent.disposition.Effect
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/**
 * One call's wrap-up. It holds what is typed; everything that must outlive the screen is the [outbox]'s.
 * [scope] is the screen's: when it ends, nothing that was handed in is lost or cancelled.
 */
class WrapUpViewModel(
    private val call: EndedCall,
    private val outbox: Outbox,
    private val hints: Hints,
    private val scope: CoroutineScope,
    private val now: () -> Long,
    draft: Draft? = null,
) {
    private enum class Phase { CALL_ENDED, FORM, MENDING, HANDING_IN, FOLLOWING }

    private data class Local(val phase: Phase, val draft: Draft)

    private val local = MutableStateFlow(begin(draft))

    /** What the agent sees. */
    val screen: StateFlow<Screen> =
        combine(local, outbox.watch(call.ucid), secondsLeft(), ::show)
            .stateIn(scope, SharingStarted.Eagerly, show(local.value, outbox.entry(call.ucid), left()))

    /** What is typed, for the system to keep while the process is away; null where nothing is being typed. */
    val unsent: Draft? get() = local.value.takeIf { it.phase == Phase.FORM || it.phase == Phase.MENDING }?.draft

    /** The agent begins to write. Also after [Screen.FixThisField], with everything as it was. */
    fun openForm() = local.update { it.copy(phase = Phase.FORM) }

    fun edit(change: (Draft) -> Draft) = local.update { Local(Phase.FORM, change(it.draft)) }

    /** Hands the form in, or points at the first field that stops it. */
    fun send() {
        val draft = local.value.draft
        if (hints.of(draft, call).any(Hint::stops)) {
            local.update { it.copy(phase = Phase.MENDING) }
        } else {
            handIn { outbox.submit(call, draft.request(call)) }
        }
    }

    fun tryAgain() = handIn { outbox.tryAgain(call.ucid) }

    /** The agent has looked in CloudAgent and found the disposition. */
    fun itIsThere() = handIn { outbox.foundInForce(call.ucid) }

    /** The agent has looked, and it is not there: the entry's new stage shows the form, to send it knowingly. */
    fun itIsNotThere() {
        outbox.foundNothing(call.ucid)
    }

    private fun handIn(step: () -> Job) {
        local.update { it.copy(phase = Phase.HANDING_IN) }
        scope.launch {
            step().join()
            local.update { if (it.phase == Phase.HANDING_IN) it.copy(phase = Phase.FOLLOWING) else it }
        }
    }

    /** Where a screen begins: a call that an earlier screen or process has handed in is followed. */
    private fun begin(draft: Draft?): Local {
        val entry = outbox.entry(call.ucid)
        return when {
            draft != null -> Local(Phase.FORM, draft)
            entry != null -> Local(Phase.FOLLOWING, Draft.of(entry.request))
            else -> Local(Phase.CALL_ENDED, Draft())
        }
    }

    private fun show(local: Local, entry: Entry?, secondsLeft: Int): Screen = when (local.phase) {
        Phase.CALL_ENDED -> Screen.CallEnded(secondsLeft)
        Phase.FORM -> form(local.draft, secondsLeft)
        Phase.MENDING -> mending(form(local.draft, secondsLeft))
        Phase.HANDING_IN -> Screen.Sending(secondsLeft)
        Phase.FOLLOWING -> if (entry == null) Screen.CallEnded(secondsLeft) else follow(entry, local, secondsLeft)
    }

    private fun form(draft: Draft, secondsLeft: Int) =
        Screen.Form(draft, hints.of(draft, call), secondsLeft)

    private fun mending(form: Screen.Form): Screen {
        val first = form.hints.firstOrNull(Hint::stops) ?: return form
        return Screen.FixThisField(first.field, first.sentence, form)
    }

    private fun follow(entry: Entry, local: Local, secondsLeft: Int): Screen = when (entry.stage) {
        Stage.SENDING -> Screen.Sending(secondsLeft)
        Stage.PENDING -> waiting(entry, secondsLeft)
        Stage.SENT_UNKNOWN -> Screen.FindOutFirst(entry.sentence)
        Stage.NOT_FOUND -> form(local.draft, secondsLeft)
        Stage.SETTLED -> settled(entry, form(local.draft, secondsLeft))
    }

    private fun waiting(entry: Entry, secondsLeft: Int): Screen =
        if (entry.sentence.isEmpty()) Screen.Sending(secondsLeft) else Screen.TryAgain(entry.sentence, entry.triedByItself)

    private fun settled(entry: Entry, form: Screen.Form): Screen {
        val receipt = entry.receipt ?: return Screen.Saved(entry.sentence, entry.pauseLeftOut)
        return when (receipt.effect) {
            Effect.QUEUED -> Screen.Queued(entry.sentence, entry.pauseLeftOut)
            Effect.APPLIED, Effect.ACCEPTED -> Screen.Saved(entry.sentence, entry.pauseLeftOut)
            Effect.UNKNOWN -> Screen.FindOutFirst(entry.sentence)
            Effect.NOT_APPLIED -> when (receipt.advice) {
                Advice.FIX_REQUEST -> Screen.FixThisField(fieldOf(receipt.outcome), entry.sentence, form)
                else -> Screen.NotSaved(entry.sentence)
            }
        }
    }

    private fun left(): Int =
        ((call.wrapUpEndsAt - now()).coerceAtLeast(0) + SECOND - 1).floorDiv(SECOND).toInt()

    private fun secondsLeft(): Flow<Int> = flow {
        do {
            val seconds = left()
            emit(seconds)
            // Until the number changes, and not a whole second from whenever this began.
            delay(call.wrapUpEndsAt - now() - (seconds - 1) * SECOND)
        } while (seconds > 0)
    }

    private companion object {
        const val SECOND = 1_000L
    }
}
