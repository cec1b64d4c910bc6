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
import java.time.format.DateTimeFormatter

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
    /** The call's unique id: that of this agent's leg. Text: 17 digits don't survive a float. */
    public val ucid: String? = null,
    /** The number that calls are dialled out from: the campaign's, not the customer's. */
    public val did: String? = null,
    /** The agent's login id. */
    public val agentId: String? = null,
    /** The disposition, as the campaign spells it. */
    public val disposition: String? = null,
    /** Free text for the call record. */
    public val comments: String? = null,
    /** Whether to pause the agent afterwards. Sent as yes only where this is `true`. */
    public val pauseAfterDispose: Boolean? = null,
    /** Why the agent is paused. */
    public val pauseReason: String? = null,
    /** When to call back: a civil date-time without zone, `2026-11-22 09:30[:00]`. */
    public val callbackTime: String? = null,
    /** The IANA name of the callback time's zone. Without one the vendor reads `Asia/Kolkata`. */
    public val callbackTimeZone: String? = null,
    /** The vendor's `autoRelease`, sent only where it is `true`. */
    public val autoRelease: Boolean = false,
) {
    init {
        checkedOrNull("ucid", ucid)
        checkedOrNull("did", did)
        checkedOrNull("agentId", agentId)
        checkedOrNull("disposition", disposition)
        checkedOrNull("comments", comments)
        checkedOrNull("pauseReason", pauseReason)
        checkedOrNull("callbackTime", callbackTime)
        checkedOrNull("callbackTimeZone", callbackTimeZone)
    }

    /** A builder that starts with all of this. */
    public fun toBuilder(): Builder =
        Builder()
            .ucid(ucid)
            .did(did)
            .agentId(agentId)
            .disposition(disposition)
            .comments(comments)
            .pauseAfterDispose(pauseAfterDispose)
            .pauseReason(pauseReason)
            .callbackTime(callbackTime)
            .callbackTimeZone(callbackTimeZone)
            .autoRelease(autoRelease)

    /** The request as a JSON object, the same in every language. It holds the comments, and never a credential. */
    public fun toJson(): String = call { requestToJson(record()) }

    internal fun record(): RequestData =
        RequestData(
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
        )

    private fun values(): List<Any?> =
        listOf(
            ucid,
            did,
            agentId,
            disposition,
            comments,
            pauseAfterDispose,
            pauseReason,
            callbackTime,
            callbackTimeZone,
            autoRelease,
        )

    /** Whether all is the same. */
    override fun equals(other: Any?): Boolean = other is DispositionRequest && values() == other.values()

    /** Goes with [equals]. */
    override fun hashCode(): Int = values().hashCode()

    /** What there is of it, without the comments, and with the did's last four digits only. */
    override fun toString(): String =
        printed(
            "DispositionRequest",
            "ucid" to ucid,
            "did" to did?.let { "…" + it.drop(maxOf(1, it.length - 4)) },
            "agentId" to agentId,
            "disposition" to disposition,
            "comments" to comments?.let { "[not shown]" },
            "pauseAfterDispose" to pauseAfterDispose,
            "pauseReason" to pauseReason,
            "callbackTime" to callbackTime,
            "callbackTimeZone" to callbackTimeZone,
            "autoRelease" to autoRelease,
        )

    /** Builds a [DispositionRequest], mostly for Java. What is not set is absent. */
    public class Builder {
        private var ucid: String? = null
        private var did: String? = null
        private var agentId: String? = null
        private var disposition: String? = null
        private var comments: String? = null
        private var pauseAfterDispose: Boolean? = null
        private var pauseReason: String? = null
        private var callbackTime: String? = null
        private var callbackTimeZone: String? = null
        private var autoRelease: Boolean = false

        /** See [DispositionRequest.ucid]. */
        public fun ucid(ucid: String?): Builder = apply { this.ucid = ucid }

        /** See [DispositionRequest.did]. */
        public fun did(did: String?): Builder = apply { this.did = did }

        /** See [DispositionRequest.agentId]. */
        public fun agentId(agentId: String?): Builder = apply { this.agentId = agentId }

        /** See [DispositionRequest.disposition]. */
        public fun disposition(disposition: String?): Builder = apply { this.disposition = disposition }

        /** See [DispositionRequest.comments]. */
        public fun comments(comments: String?): Builder = apply { this.comments = comments }

        /** See [DispositionRequest.pauseAfterDispose]. */
        public fun pauseAfterDispose(pause: Boolean?): Builder = apply { this.pauseAfterDispose = pause }

        /** See [DispositionRequest.pauseReason]. */
        public fun pauseReason(reason: String?): Builder = apply { this.pauseReason = reason }

        /** See [DispositionRequest.callbackTime]. */
        public fun callbackTime(time: String?): Builder = apply { this.callbackTime = time }

        /** See [DispositionRequest.callbackTime]. A fraction of a second stays, and validation refuses it. */
        public fun callbackTime(time: LocalDateTime): Builder = callbackTime("${time.toLocalDate()} ${CLOCK.format(time)}")

        /** See [DispositionRequest.callbackTimeZone]. */
        public fun callbackTimeZone(zone: String?): Builder = apply { this.callbackTimeZone = zone }

        /** See [DispositionRequest.autoRelease]. */
        public fun autoRelease(release: Boolean): Builder = apply { this.autoRelease = release }

        /**
         * The request.
         *
         * @throws IllegalArgumentException a text holds a lone surrogate. It names the field.
         */
        public fun build(): DispositionRequest =
            DispositionRequest(
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
            )

        private companion object {
            val CLOCK: DateTimeFormatter = DateTimeFormatter.ISO_LOCAL_TIME
        }
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
            )
    }
}
