package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ReplyData
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.printed

/**
 * What one HTTP reply meant.
 *
 * Its texts are the vendor's own words: where the vendor repeats what was sent, they hold it. A
 * [Receipt]'s texts are scrubbed, since a client knows what must not be repeated.
 */
public class Reply internal constructor(
    /** What the vendor said. */
    public val outcome: Outcome,
    /** What happened to the disposition. */
    public val effect: Effect,
    /** What to do next. */
    public val advice: Advice,
    private val record: ReplyData,
) {
    internal constructor(record: ReplyData) : this(member(record.outcome), member(record.effect), member(record.advice), record)

    /** The call's unique id as the vendor repeats it. */
    public val ucid: String? get() = record.ucid

    /** The did as the vendor repeats it. */
    public val did: String? get() = record.did

    /** The action as the vendor repeats it. */
    public val action: String? get() = record.action

    /** How long to wait, in seconds, at most 24 hours. */
    public val retryAfterSeconds: Int? get() = record.retryAfterSeconds?.toInt()

    /** The vendor's status word, for logs. */
    public val status: String? get() = record.status

    /** The vendor's text, for logs. */
    public val details: String? get() = record.details

    /** Whether the vendor's words are known. */
    @get:JvmName("isRecognised")
    public val recognised: Boolean get() = record.recognised

    /** What happened and what to do about it, for a person. */
    public val hint: String get() = record.hint

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is Reply && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = record.hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed(
            "Reply",
            "outcome" to outcome,
            "effect" to effect,
            "advice" to advice,
            "ucid" to ucid,
            "did" to did,
            "action" to action,
            "retryAfterSeconds" to retryAfterSeconds,
            "status" to status,
            "details" to details,
            "recognised" to recognised,
            "hint" to hint,
        )
}
