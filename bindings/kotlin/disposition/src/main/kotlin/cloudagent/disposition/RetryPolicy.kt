package cloudagent.disposition

import cloudagent.disposition.internal.bridge.RetryData

/**
 * When a call sends its request again.
 *
 * What is resent by default is only what is known to have had no effect: a request that did not leave this
 * machine, and one that was refused with a time to come back. Within the call's deadline, after a short random
 * wait, from a budget that the calls of a client share.
 *
 * @param attempts how often one call may send in all: 1 to 10.
 * @param resendUnknown whether to send again, too, where nobody knows what happened to the last attempt: then **a
 *   disposition may be applied twice**. Never where a pause or an auto-release is asked for.
 */
public class RetryPolicy
@JvmOverloads
constructor(
    /** How often one call may send in all. */
    public val attempts: Int = 3,
    /** Whether to send again, too, where nobody knows what happened to the last attempt. */
    public val resendUnknown: Boolean = false,
) {
    // A number that is too small or too large is so for the core, which says it.
    internal fun record() = RetryData(attempts.coerceAtLeast(0).toUInt(), resendUnknown)

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean =
        other is RetryPolicy && attempts == other.attempts && resendUnknown == other.resendUnknown

    /** Goes with [equals]. */
    override fun hashCode(): Int = 31 * attempts + resendUnknown.hashCode()

    /** What there is of it. */
    override fun toString(): String = "RetryPolicy(attempts=$attempts, resendUnknown=$resendUnknown)"

    /** The policy that needs no numbers. */
    public companion object {
        /** One attempt. */
        @JvmField
        public val NONE: RetryPolicy = RetryPolicy(attempts = 1)
    }
}
