package com.example.agent.screen

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
