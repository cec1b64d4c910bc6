package cloudagent.disposition

import cloudagent.disposition.internal.bridge.RequestData
import cloudagent.disposition.internal.bridge.RequestRead
import cloudagent.disposition.internal.bridge.requestFromJson
import cloudagent.disposition.internal.bridge.requestToJson
import cloudagent.disposition.internal.call
import cloudagent.disposition.internal.checked
import cloudagent.disposition.internal.checkedOrNull
import cloudagent.disposition.internal.printed
import java.time.LocalDateTime
import java.time.format.DateTimeFormatter.ISO_LOCAL_TIME

/**
 * A disposition to set for one call. [CloudAgent.validate], and the client before it sends, say
 * everything that is wrong with it at once.
 *
 * A text that is empty or only white space is absent, the same as `null`. It prints without its
 * comments, and with the did's last four digits only. In Java, use the [Builder].
 *
 * @throws IllegalArgumentException a text holds a lone surrogate. It names the field.
 */
public class DispositionRequest(
    // generated: properties (by `cargo gen`)
    /**
     * The call's unique id: that of this agent's leg. Digits, under 20 of them; always a text,
     * since 17 digits don't survive a float.
     */
    public val ucid: String? = null,
    /** The number that calls are dialled out from: the campaign's, not the customer's. */
    public val did: String? = null,
    /** The agent's login id. */
    public val agentId: String? = null,
    /** The disposition, as the campaign spells it. */
    public val disposition: String? = null,
    /** Free text for the call record. */
    public val comments: String? = null,
    /**
     * Whether to pause the agent afterwards. Only a yes is sent: a default must not pause an agent
     * whom nobody meant to pause.
     */
    public val pauseAfterDispose: Boolean? = null,
    /** Why the agent is paused. */
    public val pauseReason: String? = null,
    /** When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`. */
    public val callbackTime: String? = null,
    /** The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`. */
    public val callbackTimeZone: String? = null,
    /** The vendor's `autoRelease`, sent only where it is yes. */
    public val autoRelease: Boolean = false,
    // end
) {
    init {
        // generated: checks (by `cargo gen`)
        checkedOrNull("ucid", ucid)
        checkedOrNull("did", did)
        checkedOrNull("agentId", agentId)
        checkedOrNull("disposition", disposition)
        checkedOrNull("comments", comments)
        checkedOrNull("pauseReason", pauseReason)
        checkedOrNull("callbackTime", callbackTime)
        checkedOrNull("callbackTimeZone", callbackTimeZone)
        // end
    }

    // generated: older (by `cargo gen`)
    // end

    /** A builder that starts with all of this. */
    public fun toBuilder(): Builder = Builder().set(record())

    /** The request as a JSON object, the same in every language. It holds the comments, and never a credential. */
    public fun toJson(): String = call { requestToJson(record()) }

    internal fun record(): RequestData =
        RequestData(
            // generated: record (by `cargo gen`)
            ucid = ucid,
            did = did,
            agentId = agentId,
            disposition = disposition,
            comments = comments,
            pauseAfterDispose = pauseAfterDispose,
            pauseReason = pauseReason,
            callbackTime = callbackTime,
            callbackTimeZone = callbackTimeZone,
            autoRelease = autoRelease,
            // end
        )

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is DispositionRequest && record() == other.record()

    /** Goes with [equals]. */
    override fun hashCode(): Int = record().hashCode()

    /** What there is of it, without the comments, and with the did's last four digits only. */
    override fun toString(): String =
        printed(
            "DispositionRequest",
            // generated: printed (by `cargo gen`)
            "ucid" to shown("ucid", ucid),
            "did" to shown("did", did),
            "agentId" to shown("agentId", agentId),
            "disposition" to shown("disposition", disposition),
            "comments" to shown("comments", comments),
            "pauseAfterDispose" to shown("pauseAfterDispose", pauseAfterDispose),
            "pauseReason" to shown("pauseReason", pauseReason),
            "callbackTime" to shown("callbackTime", callbackTime),
            "callbackTimeZone" to shown("callbackTimeZone", callbackTimeZone),
            "autoRelease" to shown("autoRelease", autoRelease),
            // end
        )

    private fun shown(name: String, value: Any?): Any? =
        when (name) {
            "did" -> did?.let { "…" + it.drop(maxOf(1, it.length - 4)) }
            "comments" -> comments?.let { "[not shown]" }
            else -> value
        }

    /** Builds a [DispositionRequest], mostly for Java. What is not set is absent. */
    public class Builder {
        private var record = DispositionRequest().record()

        // generated: setters (by `cargo gen`)

        /** See [DispositionRequest.ucid]. */
        public fun ucid(ucid: String?): Builder = set(record.copy(ucid = ucid))

        /** See [DispositionRequest.did]. */
        public fun did(did: String?): Builder = set(record.copy(did = did))

        /** See [DispositionRequest.agentId]. */
        public fun agentId(agentId: String?): Builder = set(record.copy(agentId = agentId))

        /** See [DispositionRequest.disposition]. */
        public fun disposition(disposition: String?): Builder = set(record.copy(disposition = disposition))

        /** See [DispositionRequest.comments]. */
        public fun comments(comments: String?): Builder = set(record.copy(comments = comments))

        /** See [DispositionRequest.pauseAfterDispose]. */
        public fun pauseAfterDispose(pauseAfterDispose: Boolean?): Builder = set(record.copy(pauseAfterDispose = pauseAfterDispose))

        /** See [DispositionRequest.pauseReason]. */
        public fun pauseReason(pauseReason: String?): Builder = set(record.copy(pauseReason = pauseReason))

        /** See [DispositionRequest.callbackTime]. */
        public fun callbackTime(callbackTime: String?): Builder = set(record.copy(callbackTime = callbackTime))

        /** See [DispositionRequest.callbackTimeZone]. */
        public fun callbackTimeZone(callbackTimeZone: String?): Builder = set(record.copy(callbackTimeZone = callbackTimeZone))

        /** See [DispositionRequest.autoRelease]. */
        public fun autoRelease(autoRelease: Boolean): Builder = set(record.copy(autoRelease = autoRelease))
        // end

        /** See [DispositionRequest.callbackTime]. A fraction of a second stays, and validation refuses it. */
        public fun callbackTime(time: LocalDateTime): Builder = callbackTime("${time.toLocalDate()} ${ISO_LOCAL_TIME.format(time)}")

        internal fun set(changed: RequestData): Builder = apply { record = changed }

        /**
         * The request.
         *
         * @throws IllegalArgumentException a text holds a lone surrogate. It names the field.
         */
        public fun build(): DispositionRequest = of(record)
    }

    /** Reads requests. */
    public companion object {
        /**
         * Reads a request's JSON form.
         *
         * @throws InvalidInputException it is no request's JSON. No value of it is repeated.
         * @throws IllegalArgumentException it holds a lone surrogate.
         */
        @JvmStatic
        public fun fromJson(json: String): DispositionRequest {
            checked("json", json)
            return when (val read = call { requestFromJson(json) }) {
                is RequestRead.Read -> of(read.request)
                is RequestRead.Refused -> throw refusal(read.violations)
            }
        }

        internal fun of(record: RequestData): DispositionRequest =
            DispositionRequest(
                // generated: read (by `cargo gen`)
                ucid = record.ucid,
                did = record.did,
                agentId = record.agentId,
                disposition = record.disposition,
                comments = record.comments,
                pauseAfterDispose = record.pauseAfterDispose,
                pauseReason = record.pauseReason,
                callbackTime = record.callbackTime,
                callbackTimeZone = record.callbackTimeZone,
                autoRelease = record.autoRelease,
                // end
            )
    }
}
