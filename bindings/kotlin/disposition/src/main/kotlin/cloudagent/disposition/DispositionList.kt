package cloudagent.disposition

import cloudagent.disposition.internal.bridge.DispositionListData
import cloudagent.disposition.internal.frozen
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.memberOrNull
import cloudagent.disposition.internal.printed

/**
 * What came of asking for a campaign's dispositions: [DispositionClient.listDispositions].
 *
 * It says nothing of any call, so it has neither an effect nor a `mayResend`: whoever asks again can do no harm. It holds no
 * text of the server's but the list.
 */
public class DispositionList internal constructor(private val record: DispositionListData) {
    /** The dispositions, as the server spells them; `null` where no list came. An empty list is one. */
    public val dispositions: List<String>? = record.dispositions?.frozen { it }

    /** What the vendor said instead of a list, where a reply came. */
    public val outcome: Outcome? = record.outcome?.let { member<Outcome>(it) }

    /** Why no reply came, where none did: a [NotSentKind], or an [UncertainKind] where it is none. */
    public val kind: Kind? = record.kind?.let { kindOf(it) }

    /** What to do: it is about this question alone. */
    public val advice: Advice = member(record.advice)

    /** The reply's HTTP status, where one came. */
    public val httpStatus: Int? get() = record.httpStatus

    /** How long to wait before asking again, in seconds, where the server said so. */
    public val retryAfterSeconds: Int? get() = record.retryAfterSeconds?.toInt()

    /** What came of it and what to do, for a person: the same in every language. */
    public val sentence: String get() = record.sentence

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is DispositionList && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = record.hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed(
            "DispositionList",
            "dispositions" to dispositions,
            "outcome" to outcome,
            "kind" to kind,
            "advice" to advice,
            "httpStatus" to httpStatus,
            "retryAfterSeconds" to retryAfterSeconds,
            "sentence" to sentence,
        )
}

/** The two sets have one word in common, which is told as the first one's. */
internal fun kindOf(code: String): Kind {
    val unsent: NotSentKind? = memberOrNull<NotSentKind>(code)
    return unsent ?: member<UncertainKind>(code)
}
