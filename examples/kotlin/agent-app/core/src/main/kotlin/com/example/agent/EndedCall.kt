package com.example.agent

import kotlin.time.Duration

/** A call whose wrap-up has begun, as the phone's telephony part reports it. Times are wall-clock milliseconds. */
data class EndedCall(
    val ucid: String,
    val did: String,
    val agentId: String,
    val endedAt: Long,
    val wrapUp: Duration,
) {
    /** When CloudAgent gives the agent the next call. What comes later must not pause anybody. */
    val wrapUpEndsAt: Long get() = endedAt + wrapUp.inWholeMilliseconds
}
