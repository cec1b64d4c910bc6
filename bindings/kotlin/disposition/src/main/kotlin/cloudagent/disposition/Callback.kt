package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CallbackHandle
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.lend

/**
 * The vendor's end-of-call callback: [CloudAgentRecords.readCallback].
 *
 * The vendor sends the account's api key along. Here it is kept opaque: nothing gives it back, and nothing prints it.
 */
public class Callback internal constructor(private val handle: CallbackHandle) {
    /** The record of the call. */
    public val record: CallRecord = call { CallRecord(handle.lend { it.record() }) }

    /** The account's user name, where the callback says it. */
    public val customer: String? = call { handle.lend { it.customer() } }

    /**
     * Whether the callback holds this account's api key. It is a sign and no proof, since nothing is signed. It is never so where
     * the account has no api key, or the callback none.
     */
    public fun isAuthentic(account: Account): Boolean =
        call { handle.lend { ours -> account.handle.lend { ours.authentic(it) } } }

    /** The record, as that prints. */
    override fun toString(): String = "Callback($record)"
}
