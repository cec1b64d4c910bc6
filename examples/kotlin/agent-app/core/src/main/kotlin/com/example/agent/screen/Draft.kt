package com.example.agent.screen

import cloudagent.disposition.DispositionRequest
import com.example.agent.EndedCall

/** What stands on the form. Texts as they were typed; the library says what is wrong with them. */
data class Draft(
    val disposition: String = "",
    val comments: String = "",
    val pause: Boolean = false,
    val pauseReason: String = "",
    val callbackTime: String = "",
) {
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
        fun of(request: DispositionRequest): Draft = Draft(
            disposition = request.disposition.orEmpty(),
            comments = request.comments.orEmpty(),
            pause = request.pauseAfterDispose == true,
            pauseReason = request.pauseReason.orEmpty(),
            callbackTime = request.callbackTime.orEmpty(),
        )
    }
}
