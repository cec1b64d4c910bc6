package cloudagent.disposition

import cloudagent.disposition.internal.bridge.LookupData
import cloudagent.disposition.internal.bridge.SettlementData
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.printed

/**
 * What call records say of a disposition that was sent: [DispositionClient.lookUp] and [CloudAgentRecords.settle].
 *
 * [finding] is open, so go by [effect] where it is none that you know. That a disposition is not found never means by itself
 * that it was not applied.
 */
public class Settlement internal constructor(internal val data: SettlementData) {
    /** What was found. */
    public val finding: Finding = member(data.finding)

    /** What happened to the disposition. Not applied means that it is not in force: it may have been written over. */
    public val effect: Effect = member(data.effect)

    /** What to do next. */
    public val advice: Advice = member(data.advice)

    /** Always no: records never show that sending again is safe. */
    @get:JvmName("mayResend")
    public val mayResend: Boolean get() = data.mayResend

    /** After how many seconds looking again may say more, where it may. */
    public val lookAgainSeconds: Int? get() = data.lookAgainSeconds?.toInt()

    /** The record that decided. */
    public val record: CallRecord? = data.record?.let(::CallRecord)

    /** What came of the look-up itself, where it brought no list. */
    public val lookup: Lookup? = data.lookup?.let(::Lookup)

    /** What was found and what to do, for a person: the same in every language. */
    public val sentence: String get() = data.sentence

    /** The ucid that it was made for. */
    public val ucid: String get() = data.ucid

    /** The disposition that it was made for. */
    public val disposition: String get() = data.disposition

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is Settlement && data == other.data

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(finding, effect, ucid, disposition, sentence).hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed(
            "Settlement",
            "finding" to finding,
            "effect" to effect,
            "advice" to advice,
            "lookAgainSeconds" to lookAgainSeconds,
            "record" to record,
            "lookup" to lookup,
            "sentence" to sentence,
        )
}

/** What came of a look-up that brought no list. It says nothing of any disposition. */
public class Lookup internal constructor(private val record: LookupData) {
    /** What the vendor said, where a reply came. */
    public val outcome: Outcome? = record.outcome?.let { member<Outcome>(it) }

    /** Why no reply came, where none did: a [NotSentKind], or an [UncertainKind] where it is none. */
    public val kind: Kind? = record.kind?.let(::kindOf)

    /** What to do about the look-up. */
    public val advice: Advice = member(record.advice)

    /** How long to wait before looking again, in seconds, where the server said so. */
    public val retryAfterSeconds: Int? get() = record.retryAfterSeconds?.toInt()

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is Lookup && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(outcome, kind, advice, retryAfterSeconds).hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed("Lookup", "outcome" to outcome, "kind" to kind, "advice" to advice, "retryAfterSeconds" to retryAfterSeconds)
}
