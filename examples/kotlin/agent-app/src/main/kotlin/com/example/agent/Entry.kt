package com.example.agent

import cloudagent.disposition.DispositionRequest
import cloudagent.disposition.Effect
import cloudagent.disposition.Receipt

/** Where a disposition is on its way. */
enum class Stage {
    /** Not sent, or surely without effect: it may be sent. */
    PENDING,

    /** Written before the first byte leaves, so that a process that dies now can't send it again. */
    SENDING,

    /** It may be in force. Never sent again unless a person has looked. */
    SENT_UNKNOWN,

    /** A person has looked, and nothing stands. No queue sends it: the agent does, with the form. */
    NOT_FOUND,

    /** It came to an end that only a new request can change: in force, or refused. */
    SETTLED,
}

/** One call's disposition in the journal: what to send, how far that got, what came of it. No credential. */
data class Entry(
    val request: DispositionRequest,
    val wrapUpEndsAt: Long,
    val stage: Stage,
    /** What became of the last attempt to settle it; null before the first, and where nobody could tell. */
    val receipt: Receipt? = null,
    /** Why it stands where it stands, where no receipt says so. */
    val remark: String? = null,
    /** Whether the pause that the agent asked for was left out, because it would have come too late. */
    val pauseLeftOut: Boolean = false,
    /** Whether the queue tries it again without being told to. */
    val triedByItself: Boolean = false,
) {
    /** A call's leg has one id and one disposition: its ucid is the entry's key. */
    val ucid: String get() = request.ucid.orEmpty()

    /** Whether it came to an end without effect, so that a corrected request may take its place. */
    val refused: Boolean get() = stage == Stage.SETTLED && receipt?.effect == Effect.NOT_APPLIED

    /** The sentence for the agent. */
    val sentence: String get() = receipt?.sentence ?: remark.orEmpty()
}
