package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.CloudAgent
import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Field
import cloudagent.disposition.Outcome
import cloudagent.disposition.Severity
import java.io.Serializable

/** What stands on the form. Texts as they were typed; the library says what is wrong with them. The system keeps it meanwhile. */
data class Draft(
    val disposition: String = "",
    val comments: String = "",
    val pause: Boolean = false,
    val pauseReason: String = "",
    val callbackTime: String = "",
) : Serializable {
    /** An agent who sees the switch has said yes or no, so the request always says which. */
    fun request(call: EndedCall): DispositionRequest = DispositionRequest(
        ucid = call.ucid,
        did = call.did,
        agentId = call.agentId,
        disposition = whole(disposition),
        comments = whole(comments),
        pauseAfterDispose = pause,
        pauseReason = whole(pauseReason),
        callbackTime = whole(callbackTime),
    )

    /** Half a character, as a text that was cut leaves it, can't be sent: it becomes a question mark. */
    private fun whole(typed: String) = typed.toByteArray().decodeToString()

    /** Without what the agent wrote about a customer, wherever it is printed. */
    override fun toString(): String = "Draft(disposition=$disposition, pause=$pause)"

    companion object {
        private const val serialVersionUID = 1L

        fun of(request: DispositionRequest): Draft = Draft(
            disposition = request.disposition.orEmpty(),
            comments = request.comments.orEmpty(),
            pause = request.pauseAfterDispose == true,
            pauseReason = request.pauseReason.orEmpty(),
            callbackTime = request.callbackTime.orEmpty(),
        )
    }
}

/** A sentence beside a field. One that [stops] has to be mended before anything is sent. */
data class Hint(val field: Field, val sentence: String, val stops: Boolean)

/** What the library says about what is typed, while it is typed. No rule stands here. */
class Hints(customer: String) {
    // The token comes from the company's server when something is sent; while typing there is none.
    private val account = Account.withoutCredential(customer)

    fun of(draft: Draft, call: EndedCall): List<Hint> =
        CloudAgent.validate(account, draft.request(call), Api.POST_TOKEN)
            .filter { it.field != Field.TOKEN }
            .map { Hint(it.field, it.detail, stops = it.severity == Severity.ERROR) }
}

/** The field that CloudAgent's answer points at. Outcomes are an open set: most point at none. */
internal fun fieldOf(outcome: Outcome?): Field? = when (outcome) {
    Outcome.EMPTY_DISPOSITION -> Field.DISPOSITION
    Outcome.MISSING_PAUSE_REASON, Outcome.INVALID_PAUSE_REASON -> Field.PAUSE_REASON
    Outcome.INVALID_AGENT -> Field.AGENT_ID
    Outcome.UNKNOWN_CALL -> Field.UCID
    else -> null
}
