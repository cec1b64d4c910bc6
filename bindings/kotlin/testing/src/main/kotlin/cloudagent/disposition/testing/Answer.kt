package cloudagent.disposition.testing

import cloudagent.disposition.CloudAgent
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.Outcome
import cloudagent.disposition.SendFailedException
import kotlinx.coroutines.awaitCancellation

/** What a [FakeTransport] does with one request. */
public class Answer private constructor(
    private val what: String,
    internal val give: suspend () -> HttpReply,
) {
    /** What it does. */
    override fun toString(): String = "Answer($what)"

    /** Makes answers. */
    public companion object {
        /**
         * The vendor's own words for this outcome, or the HTTP status where there are no words.
         *
         * @param retryAfterSeconds the reply's header `Retry-After`.
         * @throws IllegalArgumentException no reply to a disposition has this outcome.
         */
        @JvmStatic
        @JvmOverloads
        public fun says(outcome: Outcome, retryAfterSeconds: Int? = null): Answer {
            val sample = requireNotNull(CloudAgent.sampleReply(outcome)) { "$outcome is said of lists only" }
            val reply = HttpReply(sample.status, sample.body, retryAfterSeconds?.toString())
            return Answer("says $outcome") { reply }
        }

        /** This reply, as it is. */
        @JvmStatic
        public fun replies(reply: HttpReply): Answer = Answer("replies $reply") { reply }

        /** No whole reply: it fails so. */
        @JvmStatic
        public fun fails(kind: FailKind): Answer = Answer("fails $kind") { throw SendFailedException(kind) }

        /** Nothing at all, until the call's deadline or until it is cancelled. */
        @JvmStatic
        public fun isSilent(): Answer = Answer("is silent") { awaitCancellation() }
    }
}
