package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ViolationData
import cloudagent.disposition.internal.member
import java.io.Serializable

/** One thing that is wrong with a request or a configuration. */
public class Violation internal constructor(record: ViolationData) : Serializable {
    /** The field. */
    public val field: Field = member(record.field)

    /** What is wrong with it. */
    public val problem: Problem = member(record.problem)

    /** Whether it stops the request. */
    public val severity: Severity = member(record.severity)

    /** How to mend it, for a person. It never holds a secret, nor comment text. */
    public val detail: String = record.detail

    /** Whether no [ValidationMode] lets it pass: the wire can't carry it. */
    public val isHard: Boolean = record.hard

    private fun values(): List<Any?> = listOf(field, problem, severity, detail, isHard)

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is Violation && values() == other.values()

    /** Goes with [equals]. */
    override fun hashCode(): Int = values().hashCode()

    /** The field and how to mend it. */
    override fun toString(): String = "$field: $detail"

    private companion object {
        private const val serialVersionUID = 1L
    }
}
