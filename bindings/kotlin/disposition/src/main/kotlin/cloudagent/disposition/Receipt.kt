package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ReceiptData
import cloudagent.disposition.internal.bridge.ReceiptRead
import cloudagent.disposition.internal.bridge.receiptFromJson
import cloudagent.disposition.internal.bridge.receiptToJson
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.frozen
import cloudagent.disposition.internal.member
import cloudagent.disposition.internal.printed
import java.io.InvalidObjectException
import java.io.ObjectInputStream
import java.io.Serializable

/**
 * What became of one logical call: every success is one, and every [DispositionException] has one.
 *
 * A secret or the comment, raw or percent-encoded, is cut out of every text in it. It is safe to log
 * and to store. Java's serialization writes its JSON form.
 *
 * A test that needs one reads it by [fromJson].
 */
public class Receipt internal constructor(private val record: ReceiptData) : Serializable {
    /** What happened to the disposition. */
    public val effect: Effect = member(record.effect)

    /** What to do next. */
    public val advice: Advice = member(record.advice)

    /** Whether the same request may be sent again, after a wait. */
    @get:JvmName("mayResend")
    public val mayResend: Boolean get() = record.mayResend

    /** How long to wait before that, in seconds, where the vendor said so. */
    public val retryAfterSeconds: Int? get() = record.retryAfterSeconds?.toInt()

    /** What the vendor said, where a reply came. */
    public val outcome: Outcome? = record.outcome?.let { member<Outcome>(it) }

    /** The last reply's HTTP status. */
    public val httpStatus: Int? get() = record.httpStatus

    /** The vendor's status word, for logs. */
    public val status: String? get() = record.status

    /** The vendor's text, for logs. */
    public val details: String? get() = record.details

    /** The call's unique id as the vendor repeats it. */
    public val ucid: String? get() = record.ucid

    /** The did as the vendor repeats it. */
    public val did: String? get() = record.did

    /** The action as the vendor repeats it. */
    public val action: String? get() = record.action

    /** Up to 500 characters of a body that no known text matched, for logs. */
    public val excerpt: String? get() = record.excerpt

    /** Whether a pause was asked for. The vendor confirms none. */
    public val pauseRequested: Boolean get() = record.pauseRequested

    /** What was sent, in order. */
    public val attempts: List<Attempt> = record.attempts.frozen(::Attempt)

    /** What was not quite right with the request. */
    public val warnings: List<Violation> = record.warnings.frozen(::Violation)

    /** Names this call in logs: 32 hexadecimal digits, random. It is not sent to the vendor. */
    public val requestId: String get() = record.requestId

    /** How many tokens were fetched for this call. */
    public val tokenRequests: Int get() = record.tokenRequests.toInt()

    /** What happened and what to do, for a person: the same in every language. */
    public val sentence: String get() = record.sentence

    /** What records said later, where they settled it. */
    public val settled: Finding? = record.settled?.let { member<Finding>(it) }

    /** The receipt as a JSON object, the same in every language. */
    public fun toJson(): String = call { receiptToJson(record) }

    private fun writeReplace(): Any = Written(toJson())

    @Suppress("unused", "UNUSED_PARAMETER")
    private fun readObject(stream: ObjectInputStream): Unit = throw InvalidObjectException("a receipt is written as its JSON form")

    /** What stands in a stream in a receipt's place: it is read whatever fields a receipt has by then. */
    private class Written(private val json: String) : Serializable {
        private fun readResolve(): Any =
            try {
                fromJson(json)
            } catch (_: IllegalArgumentException) {
                throw InvalidObjectException("a receipt's JSON form can't be read")
            }

        private companion object {
            private const val serialVersionUID = 1L
        }
    }

    /** Whether all is the same, what a newer version wrote included. */
    override fun equals(other: Any?): Boolean = other is Receipt && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = record.hashCode()

    /** What there is of it. */
    override fun toString(): String =
        printed(
            "Receipt",
            "effect" to effect,
            "advice" to advice,
            "mayResend" to mayResend,
            "retryAfterSeconds" to retryAfterSeconds,
            "outcome" to outcome,
            "httpStatus" to httpStatus,
            "status" to status,
            "details" to details,
            "ucid" to ucid,
            "did" to did,
            "action" to action,
            "excerpt" to excerpt,
            "pauseRequested" to pauseRequested,
            "attempts" to attempts,
            "warnings" to warnings,
            "requestId" to requestId,
            "tokenRequests" to tokenRequests,
            "sentence" to sentence,
            "settled" to settled,
        )

    /** Reads receipts. */
    public companion object {
        private const val serialVersionUID = 1L

        /**
         * Reads a receipt's JSON form, that of a newer version too: what this one doesn't know is absent here, and stands in
         * what [toJson] gives.
         *
         * @throws InvalidInputException it is no receipt's JSON. No value of it is repeated.
         * @throws IllegalArgumentException it holds a lone surrogate.
         */
        @JvmStatic
        public fun fromJson(json: String): Receipt {
            checked("json", json)
            return when (val read = call { receiptFromJson(json) }) {
                is ReceiptRead.Read -> call { Receipt(read.receipt) }
                is ReceiptRead.Refused -> throw refusal(read.violations)
            }
        }
    }
}
