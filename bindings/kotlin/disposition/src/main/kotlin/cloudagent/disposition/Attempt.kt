package cloudagent.disposition

import cloudagent.disposition.internal.bridge.AttemptData
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.printed

/** One attempt: one send, at most one request at the server. */
public class Attempt internal constructor(private val record: AttemptData) {
    /** What is known of its request. */
    public val delivery: Delivery = member(record.delivery)

    /** How it failed, where no whole reply came. */
    public val kind: FailKind? = record.kind?.let { member<FailKind>(it) }

    /** The reply's HTTP status, where one came. */
    public val httpStatus: Int? get() = record.httpStatus

    /** What the reply said, where one came. */
    public val outcome: Outcome? = record.outcome?.let { member<Outcome>(it) }

    /** How long it took, in milliseconds. */
    public val durationMillis: Long get() = record.durationMs.toLong()

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is Attempt && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = record.hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed(
            "Attempt",
            "delivery" to delivery,
            "kind" to kind,
            "httpStatus" to httpStatus,
            "outcome" to outcome,
            "durationMillis" to durationMillis,
        )
}
