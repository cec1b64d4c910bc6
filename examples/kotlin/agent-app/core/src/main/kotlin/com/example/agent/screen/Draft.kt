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
        disposition = disposition,
        comments = comments,
        pauseAfterDispose = pause,
        pauseReason = pauseReason,
        callbackTime = callbackTime,
    )

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
