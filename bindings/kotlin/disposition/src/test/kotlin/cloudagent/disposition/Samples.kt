package cloudagent.disposition

import cloudagent.disposition.internal.bridge.AttemptData
import cloudagent.disposition.internal.bridge.ReceiptData
import cloudagent.disposition.internal.bridge.ViolationData

/** A key, and a comment, that stand nowhere else, and that an encoding changes. */
internal const val KEY = "KK-canary/0123+456"
internal const val COMMENTS = "Caller cried & asked for Mr. Canary"

internal val FULL =
    DispositionRequest(
        ucid = "8189000000001",
        did = "914000004321",
        agentId = "ravi",
        disposition = "Sale",
        comments = "नमस्ते \"x\"\n",
        pauseAfterDispose = true,
        pauseReason = "Lunch",
        callbackTime = "2026-11-22 09:30",
        callbackTimeZone = "Asia/Kolkata",
        autoRelease = true,
    )

internal fun attemptData() = AttemptData("replied", null, 200, "saved", 87u)

internal fun violationData() =
    ViolationData("disposition", "surrounding_space", "warning", "Remove the space around the disposition.", false)

internal fun receiptData() =
    ReceiptData(
        effect = "not_applied",
        advice = "retry_later",
        mayResend = true,
        retryAfterSeconds = 30u,
        outcome = "rate_limited",
        httpStatus = 429,
        status = "error",
        details = "Slow down",
        ucid = "8189000000001",
        did = "914000004321",
        action = "disposition",
        excerpt = "…",
        pauseRequested = true,
        attempts = listOf(attemptData(), AttemptData("no_reply", "reset", null, null, 12u)),
        warnings = listOf(violationData()),
        requestId = "0123456789abcdef0123456789abcdef",
        tokenRequests = 1u,
        sentence = "Not applied.",
        settled = "another_stands",
        newer = null,
    )

/** What this throws, and not the assertion's. */
internal inline fun failing(action: () -> Any?): Throwable {
    try {
        action()
    } catch (error: Throwable) {
        return error
    }
    throw AssertionError("nothing was thrown")
}
