package com.example.agent.screen

import cloudagent.disposition.Field

/**
 * What the agent sees of one call. [secondsLeft] of wrap-up stand on every screen that still sends.
 *
 *     CallEnded ─ Form ─ Sending ─┬─ Saved, Queued
 *                  │              ├─ FixThisField ─ Form
 *                  └ FixThisField ├─ TryAgain ─ Sending
 *                                 ├─ FindOutFirst ─ Saved or Form
 *                                 └─ NotSaved
 */
sealed interface Screen {
    data class CallEnded(val secondsLeft: Int) : Screen

    data class Form(val draft: Draft, val hints: List<Hint>, val secondsLeft: Int) : Screen

    data class Sending(val secondsLeft: Int) : Screen

    /** In force. [pauseLeftOut] tells the agent that a pause was wanted and came too late. */
    data class Saved(val sentence: String, val pauseLeftOut: Boolean) : Screen

    /** In force as soon as the call disconnects. */
    data class Queued(val sentence: String, val pauseLeftOut: Boolean) : Screen

    /** Nothing is in force. [field] is what to mend, where one field can be named. */
    data class FixThisField(val field: Field?, val sentence: String, val form: Form) : Screen

    /** Surely not in force, and the same again can work. [byItself] tells that nobody has to wait for it. */
    data class TryAgain(val sentence: String, val byItself: Boolean) : Screen

    /** It may be in force. Only a person who has looked can say, so there is no button that just sends. */
    data class FindOutFirst(val sentence: String) : Screen

    /** Surely not in force, and nothing on this screen changes that: somebody else has to. */
    data class NotSaved(val sentence: String) : Screen
}
