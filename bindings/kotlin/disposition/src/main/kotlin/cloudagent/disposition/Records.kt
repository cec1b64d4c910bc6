package cloudagent.disposition

import cloudagent.disposition.internal.RecordPages
import cloudagent.disposition.internal.bridge.NoRecordsData
import cloudagent.disposition.internal.bridge.RecordsHandle
import cloudagent.disposition.internal.bridge.RecordsSize
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.lend
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.printed

/** What the reply to a request for call records means: [Records], or [NoRecords]. */
public sealed class RecordsReply

/**
 * A list of call records, which may be empty. An empty list proves nothing.
 *
 * The records of a day stay on the native side until they are looked at, and settling by them looks at none here.
 */
public class Records internal constructor(internal val handle: RecordsHandle, size: RecordsSize) : RecordsReply() {
    /**
     * A list of these records, for tests.
     *
     * @param records the records.
     * @param truncated whether the reader stopped at a limit.
     * @param inWords whether the server said in words that there is none.
     */
    @JvmOverloads
    public constructor(records: List<CallRecord>, truncated: Boolean = false, inWords: Boolean = false) :
        this(
            call {
                RecordsHandle.of(records.map(CallRecord::record), truncated, inWords)
            },
            RecordsSize(records.size.toUInt(), truncated, inWords),
        )

    /** The records, each made when it is looked at. Nobody changes it. */
    public val records: List<CallRecord> = RecordPages(handle, size.count.toInt())

    /** Whether the reader stopped at a limit: there may be more. */
    @get:JvmName("isTruncated")
    public val truncated: Boolean = size.truncated

    /** Whether the server said in words that there is none, which also answers a wrong key. */
    @get:JvmName("isInWords")
    public val inWords: Boolean = size.inWords

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean =
        this === other ||
            other is Records && records.size == other.records.size &&
            call { handle.lend { ours -> other.handle.lend { ours.sameAs(it) } } }

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(records.size, truncated, inWords).hashCode()

    /** How many there are. */
    override fun toString(): String =
        "Records(${records.size}" + (if (truncated) ", truncated" else "") + (if (inWords) ", inWords)" else ")")
}

/**
 * No list of records: what the reply says instead. It says nothing of any disposition, so it has no effect; its advice is about
 * the look-up alone.
 */
public class NoRecords internal constructor(internal val record: NoRecordsData) : RecordsReply() {
    /** What the vendor said. */
    public val outcome: Outcome = member(record.outcome)

    /** What to do about the look-up. */
    public val advice: Advice = member(record.advice)

    /** How long to wait before asking again, in seconds. */
    public val retryAfterSeconds: Int? get() = record.retryAfterSeconds?.toInt()

    /** The vendor's status word, where it is a known one. */
    public val status: String? get() = record.status

    /** The vendor's text, where it is a known one. */
    public val details: String? get() = record.details

    /** Whether the vendor's words are known. */
    @get:JvmName("isRecognised")
    public val recognised: Boolean get() = record.recognised

    /** What happened and what to do about it, for a person. */
    public val hint: String get() = record.hint

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is NoRecords && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(outcome, advice, retryAfterSeconds, hint).hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed(
            "NoRecords",
            "outcome" to outcome,
            "advice" to advice,
            "retryAfterSeconds" to retryAfterSeconds,
            "status" to status,
            "details" to details,
            "recognised" to recognised,
            "hint" to hint,
        )
}
