package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CallResult
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.frozen
import cloudagent.disposition.internal.member

/**
 * A call did not end well. Its class says what happened to the call, and so does [effect].
 *
 * Its message is the receipt's sentence: what happened and what to do about it, for a person. It has
 * no cause: what a network stack throws may hold a secret. It goes through Java's serialization, receipt included.
 *
 * Its classes may be made by a test of yours, from a [Receipt.fromJson].
 */
public sealed class DispositionException(
    /** What became of the call. */
    public val receipt: Receipt,
) : RuntimeException(receipt.sentence, null) {
    /** What happened to the disposition. */
    public val effect: Effect get() = receipt.effect

    /** What to do next. */
    public val advice: Advice get() = receipt.advice

    /** Whether the same request may be sent again, after a wait: all that a job queue's retry rule needs. */
    @get:JvmName("mayResend")
    public val mayResend: Boolean get() = receipt.mayResend

    /** The request is wrong, or a setting of the client. Nothing was sent. */
    public class InvalidRequest(receipt: Receipt, violations: List<Violation>) : DispositionException(receipt) {
        /** Everything that is wrong, in the order of the fields. */
        public val violations: List<Violation> = violations.frozen { it }

        private companion object {
            private const val serialVersionUID = 1L
        }
    }

    /** No attempt left this machine: nothing can have been applied. */
    public class NotSent(
        receipt: Receipt,
        /** Why. */
        public val kind: NotSentKind,
    ) : DispositionException(receipt) {
        private companion object {
            private const val serialVersionUID = 1L
        }
    }

    /** A reply came, and the disposition was not applied. The receipt's `outcome` says why. */
    public class Refused(receipt: Receipt) : DispositionException(receipt) {
        private companion object {
            private const val serialVersionUID = 1L
        }
    }

    /** The disposition may have been applied: look in CloudAgent before sending it again. */
    public class Uncertain(
        receipt: Receipt,
        /** Why it is not known. */
        public val kind: UncertainKind,
    ) : DispositionException(receipt) {
        private companion object {
            private const val serialVersionUID = 1L
        }
    }

    internal companion object {
        private const val serialVersionUID = 1L

        /** The exception that a call ended with, where it did not end well. */
        fun of(result: CallResult): DispositionException? =
            call(known(result)) {
                when (result) {
                    is CallResult.Done -> null
                    is CallResult.Invalid -> InvalidRequest(Receipt(result.receipt), result.violations.frozen(::Violation))
                    is CallResult.NotSent -> NotSent(Receipt(result.receipt), member(result.kind))
                    is CallResult.Refused -> Refused(Receipt(result.receipt))
                    is CallResult.Uncertain -> Uncertain(Receipt(result.receipt), member(result.kind))
                }
            }

        /** What became of a call, however it ended. */
        fun receipt(result: CallResult): Receipt =
            of(result)?.receipt ?: call(known(result)) { Receipt((result as CallResult.Done).receipt) }

        /** What is known of the disposition even where the result can't be read. */
        private fun known(result: CallResult): Effect =
            if (result is CallResult.Invalid || result is CallResult.NotSent) Effect.NOT_APPLIED else Effect.UNKNOWN
    }
}
