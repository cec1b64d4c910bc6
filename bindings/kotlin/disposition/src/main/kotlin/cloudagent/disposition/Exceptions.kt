package cloudagent.disposition

import cloudagent.disposition.internal.bridge.ViolationData
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.frozen
import kotlinx.coroutines.CancellationException

/**
 * The input of a function without I/O can't be used.
 *
 * Nothing was sent.
 */
public class InvalidInputException internal constructor(
    /** Everything that is wrong, in the order of the fields. Never empty. */
    public val violations: List<Violation>,
) : IllegalArgumentException(violations.joinToString(" "), null) {
    private companion object {
        private const val serialVersionUID = 1L
    }
}

/**
 * A disposition was being set, and the coroutine that did so was cancelled.
 *
 * What may have happened to the disposition meanwhile is in the receipt: [Effect.NOT_APPLIED] where it is
 * proven that nothing left this machine, else [Effect.UNKNOWN].
 */
public class CallCancelledException(
    /** What is known of the call. */
    public val receipt: Receipt,
) : CancellationException(receipt.sentence) {
    /** What happened to the disposition. */
    public val effect: Effect get() = receipt.effect

    /** It takes none: another exception might hold a secret. */
    override fun initCause(cause: Throwable?): Throwable = this

    private companion object {
        private const val serialVersionUID = 1L
    }
}

/**
 * The native library is not there for this platform, can't be loaded, or is another build's. The
 * message names the platform and the path. Nothing was sent.
 */
public class NativeLibraryException internal constructor(message: String) : IllegalStateException(message, null) {
    private companion object {
        private const val serialVersionUID = 1L
    }
}

/**
 * The library itself failed: a bug, never the caller's doing.
 *
 * Where it comes out of a client that was setting a disposition, the disposition may have been
 * applied: look in CloudAgent before sending it again. Everything else sends nothing. What went wrong
 * inside is not repeated, since it may hold a secret.
 */
public class InternalErrorException internal constructor(
    /** What happened to the disposition: [Effect.UNKNOWN] where one was being set, else [Effect.NOT_APPLIED]. */
    public val effect: Effect,
) : IllegalStateException(sentence(effect), null) {
    /** What to do next: [Advice.CHECK_FIRST] where one was being set, else [Advice.DO_NOT_RETRY]. */
    public val advice: Advice get() = if (effect == Effect.UNKNOWN) Advice.CHECK_FIRST else Advice.DO_NOT_RETRY

    private companion object {
        private const val serialVersionUID = 1L

        fun sentence(effect: Effect): String {
            val became =
                if (effect == Effect.UNKNOWN) {
                    "The disposition may have been applied: look in CloudAgent before sending it again."
                } else {
                    "Nothing was sent."
                }
            return "cloudagent-disposition failed inside, which is a bug in it. $became"
        }
    }
}

/** What a function throws whose input the core refuses. */
internal fun refusal(violations: List<ViolationData>): InvalidInputException =
    call { InvalidInputException(violations.frozen(::Violation)) }
