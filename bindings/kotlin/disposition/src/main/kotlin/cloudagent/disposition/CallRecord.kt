package cloudagent.disposition

import cloudagent.disposition.internal.bridge.CallRecordData
import cloudagent.disposition.internal.bridge.callRecordToJson
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checkedOrNull

/**
 * What the vendor recorded of one leg of a call. Whatever the record does not say is `null`.
 *
 * It prints its ids, day and status and the did's last four digits, and nothing of what was said on the call. For tests it can be made
 * of texts; in Java by the [Builder].
 */
public class CallRecord internal constructor(internal val record: CallRecordData) {
    /**
     * A record of these texts.
     *
     * @throws IllegalArgumentException one of them holds a lone surrogate. It names the field.
     */
    public constructor(
        ucid: String? = null,
        callId: String? = null,
        did: String? = null,
        agentId: String? = null,
        disposition: String? = null,
        comments: String? = null,
        callDate: String? = null,
        startTime: String? = null,
        endTime: String? = null,
        status: String? = null,
        type: String? = null,
        campaign: String? = null,
    ) : this(
        CallRecordData(
            ucid = checkedOrNull("ucid", ucid),
            callId = checkedOrNull("callId", callId),
            did = checkedOrNull("did", did),
            agentId = checkedOrNull("agentId", agentId),
            disposition = checkedOrNull("disposition", disposition),
            comments = checkedOrNull("comments", comments),
            callDate = checkedOrNull("callDate", callDate),
            startTime = checkedOrNull("startTime", startTime),
            endTime = checkedOrNull("endTime", endTime),
            status = checkedOrNull("status", status),
            type = checkedOrNull("type", type),
            campaign = checkedOrNull("campaign", campaign),
        ),
    )

    /** The id of this agent's leg of the call. */
    public val ucid: String? get() = record.ucid

    /** The id of the call as a whole, which its legs have in common. */
    public val callId: String? get() = record.callId

    /** The campaign's number. */
    public val did: String? get() = record.did

    /** The agent's login id; where the call was transferred a chain, `ravi -> meena`. */
    public val agentId: String? get() = record.agentId

    /** The disposition, as it is recorded. `None` is the vendor's word for none. */
    public val disposition: String? get() = record.disposition

    /** The comments. */
    public val comments: String? get() = record.comments

    /** The day on which the call began, `2026-11-22`. */
    public val callDate: String? get() = record.callDate

    /** When it began, `09:30:00` as a rule. */
    public val startTime: String? get() = record.startTime

    /** When it ended. */
    public val endTime: String? get() = record.endTime

    /** The vendor's word for whether it was answered. */
    public val status: String? get() = record.status

    /** The vendor's word for the kind of call. */
    public val type: String? get() = record.type

    /** The campaign's name. */
    public val campaign: String? get() = record.campaign

    /** The record as a JSON object, the same in every language; the comments are in it only where they are asked for. */
    @JvmOverloads
    public fun toJson(withComments: Boolean = false): String = call { callRecordToJson(record, withComments) }

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is CallRecord && record == other.record

    /** Goes with [equals]. */
    override fun hashCode(): Int = listOf(ucid, callId, callDate, startTime, disposition).hashCode()

    /** Its ids, day and status, and the did's last four digits. */
    override fun toString(): String = call { record.toString() }

    /** Makes records in Java. Each setter returns the builder. */
    public class Builder {
        private var ucid: String? = null
        private var callId: String? = null
        private var did: String? = null
        private var agentId: String? = null
        private var disposition: String? = null
        private var comments: String? = null
        private var callDate: String? = null
        private var startTime: String? = null
        private var endTime: String? = null
        private var status: String? = null
        private var type: String? = null
        private var campaign: String? = null

        /** The id of this agent's leg of the call. */
        public fun ucid(ucid: String?): Builder = apply { this.ucid = ucid }

        /** The id of the call as a whole. */
        public fun callId(callId: String?): Builder = apply { this.callId = callId }

        /** The campaign's number. */
        public fun did(did: String?): Builder = apply { this.did = did }

        /** The agent's login id. */
        public fun agentId(agentId: String?): Builder = apply { this.agentId = agentId }

        /** The disposition. */
        public fun disposition(disposition: String?): Builder = apply { this.disposition = disposition }

        /** The comments. */
        public fun comments(comments: String?): Builder = apply { this.comments = comments }

        /** The day on which the call began. */
        public fun callDate(callDate: String?): Builder = apply { this.callDate = callDate }

        /** When it began. */
        public fun startTime(startTime: String?): Builder = apply { this.startTime = startTime }

        /** When it ended. */
        public fun endTime(endTime: String?): Builder = apply { this.endTime = endTime }

        /** The vendor's word for whether it was answered. */
        public fun status(status: String?): Builder = apply { this.status = status }

        /** The vendor's word for the kind of call. */
        public fun type(type: String?): Builder = apply { this.type = type }

        /** The campaign's name. */
        public fun campaign(campaign: String?): Builder = apply { this.campaign = campaign }

        /**
         * The record.
         *
         * @throws IllegalArgumentException a text holds a lone surrogate. It names the field.
         */
        public fun build(): CallRecord =
            CallRecord(
                ucid, callId, did, agentId, disposition, comments, callDate, startTime, endTime, status, type, campaign,
            )
    }
}
