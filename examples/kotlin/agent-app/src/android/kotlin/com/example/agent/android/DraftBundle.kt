package com.example.agent.android

import android.os.Bundle
import com.example.agent.Draft

private const val DISPOSITION = "disposition"
private const val COMMENTS = "comments"
private const val PAUSE = "pause"
private const val PAUSE_REASON = "pause_reason"
private const val CALLBACK_TIME = "callback_time"

internal fun Draft.toBundle(): Bundle = Bundle().also {
    it.putString(DISPOSITION, disposition)
    it.putString(COMMENTS, comments)
    it.putBoolean(PAUSE, pause)
    it.putString(PAUSE_REASON, pauseReason)
    it.putString(CALLBACK_TIME, callbackTime)
}

/** The draft of a process that ended; null where nothing was being typed. */
internal fun Bundle.toDraft(): Draft? {
    if (!containsKey(DISPOSITION)) return null
    return Draft(
        disposition = getString(DISPOSITION).orEmpty(),
        comments = getString(COMMENTS).orEmpty(),
        pause = getBoolean(PAUSE),
        pauseReason = getString(PAUSE_REASON).orEmpty(),
        callbackTime = getString(CALLBACK_TIME).orEmpty(),
    )
}
