package cloudagent.disposition.internal

import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.bridge.DispositionListData
import cloudagent.disposition.internal.bridge.ListTurn
import cloudagent.disposition.internal.bridge.LookUpTurn
import cloudagent.disposition.internal.bridge.OutputData
import cloudagent.disposition.internal.bridge.SettlementData
import cloudagent.disposition.internal.bridge.StepData

/** What the engine answers to an event, and which other calls have to look again. */
internal sealed interface Turn<out R> {
    val wake: List<ULong>

    /** The call goes on. */
    class Next(val step: StepData, override val wake: List<ULong>) : Turn<Nothing>

    /** The call has ended. */
    class End<out R>(val result: R, override val wake: List<ULong>) : Turn<R>
}

/** What a call that sets a disposition is told. */
internal fun turn(output: OutputData): Turn<CallResult> =
    when (val step = output.step) {
        is StepData.Done -> Turn.End(step.result, output.wake)
        else -> Turn.Next(step, output.wake)
    }

/** What a call that asks for a list is told. */
internal fun turn(told: ListTurn): Turn<DispositionListData> =
    when (told) {
        is ListTurn.Listed -> Turn.End(told.list, told.wake)
        is ListTurn.Next -> Turn.Next(told.output.step, told.output.wake)
    }

/** What a call that looks up is told. */
internal fun turn(told: LookUpTurn): Turn<List<SettlementData>> =
    when (told) {
        is LookUpTurn.Settled -> Turn.End(told.settlements, told.wake)
        is LookUpTurn.Next -> Turn.Next(told.output.step, told.output.wake)
    }
