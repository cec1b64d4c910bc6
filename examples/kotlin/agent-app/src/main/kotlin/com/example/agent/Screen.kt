package com.example.agent

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

/** A screen in words, for any kind of view: a title, what it says, and what the agent can do. */
data class ScreenText(val title: String, val lines: List<String>, val actions: List<Action>)

/** What a button does. */
enum class Action(val label: String) {
    OPEN_FORM("Wrap up"),
    SEND("Send"),
    MEND("Back to the form"),
    TRY_AGAIN("Try again"),
    IT_IS_THERE("It is there"),
    IT_IS_NOT_THERE("It is not there"),
}

fun Screen.text(): ScreenText = when (this) {
    is Screen.CallEnded -> ScreenText("Call ended", listOf(timeLeft(secondsLeft)), listOf(Action.OPEN_FORM))
    is Screen.Form -> ScreenText(
        "Wrap-up form",
        listOf(timeLeft(secondsLeft)) + hints.map { "${it.field}: ${it.sentence}" },
        listOf(Action.SEND),
    )
    is Screen.Sending -> ScreenText("Sending", listOf(timeLeft(secondsLeft)), emptyList())
    is Screen.Saved -> ScreenText("Saved", said(sentence, pauseLeftOut), emptyList())
    is Screen.Queued -> ScreenText("Queued", said(sentence, pauseLeftOut), emptyList())
    is Screen.FixThisField ->
        ScreenText("Fix " + (field?.code ?: "the form"), listOf(sentence), listOf(Action.MEND))
    is Screen.TryAgain -> ScreenText(
        "Try again",
        listOfNotNull(sentence, "It is also tried again by itself.".takeIf { byItself }),
        listOf(Action.TRY_AGAIN),
    )
    is Screen.FindOutFirst ->
        ScreenText("Find out first", listOf(sentence), listOf(Action.IT_IS_THERE, Action.IT_IS_NOT_THERE))
    is Screen.NotSaved -> ScreenText("Not saved", listOf(sentence), emptyList())
}

/** Does what a button says. */
fun WrapUpViewModel.act(action: Action) = when (action) {
    Action.OPEN_FORM, Action.MEND -> openForm()
    Action.SEND -> send()
    Action.TRY_AGAIN -> tryAgain()
    Action.IT_IS_THERE -> itIsThere()
    Action.IT_IS_NOT_THERE -> itIsNotThere()
}

private fun timeLeft(seconds: Int) =
    if (seconds > 0) "$seconds s of wrap-up left" else "Wrap-up is over: a pause would come too late."

private fun said(sentence: String, pauseLeftOut: Boolean) =
    listOfNotNull(sentence, "The pause was left out: it came too late.".takeIf { pauseLeftOut })
