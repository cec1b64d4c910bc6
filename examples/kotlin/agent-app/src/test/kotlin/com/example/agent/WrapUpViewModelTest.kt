package com.example.agent

import cloudagent.disposition.FailKind
import cloudagent.disposition.Field
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What the agent sees, transition by transition. */
class WrapUpViewModelTest : AppTest() {
    @Test
    fun `hints stand beside their fields while the agent types, and none asks for a token`() = app { model ->
        fun hints() = shows<Screen.Form>(model).hints.map { it.field }
        assertEquals(Screen.CallEnded(30), shown(model))
        model.act(Action.OPEN_FORM)
        assertEquals(listOf(Field.DISPOSITION), hints())
        model.edit { Draft(disposition = "Sale", callbackTime = "tomorrow") }
        assertEquals(listOf(Field.CALLBACK_TIME), hints())
        model.edit { it.copy(callbackTime = "2026-11-30 15:00") }
        assertEquals(emptyList<Field>(), hints())
    }

    @Test
    fun `half of an emoji is sent as a question mark, and is no crash`() = app { model ->
        model.sendForm { it.copy(comments = "fine \uD83D") }
        shows<Screen.Saved>(model)
        assertTrue("\"fine ?\"" in body)
    }

    @Test
    fun `a form with a mistake is not sent, and the first one is pointed at`() = app { model ->
        model.sendForm { it.copy(callbackTime = "tomorrow") }
        assertEquals(Field.CALLBACK_TIME, shows<Screen.FixThisField>(model).field)
        assertEquals(0, received)
        assertNull(entry())
        model.act(Action.MEND)
        assertEquals("tomorrow", shows<Screen.Form>(model).draft.callbackTime)
    }

    @Test
    fun `a screen that goes while it sends stops nothing, and another one shows the same`() {
        val reply = CompletableDeferred<Unit>()
        app(after(reply, saved)) {
            val activity = screenScope()
            val model = screen(scope = activity)
            model.sendForm()
            assertEquals(Screen.Sending(30), shown(model))
            activity.cancel()
            val later = screen()
            assertEquals(Screen.Sending(30), shown(later))
            reply.complete(Unit)
            val end = shows<Screen.Saved>(later)
            assertEquals(false, end.pauseLeftOut)
            assertTrue(end.text().actions.isEmpty())
            assertEquals(1, received)
        }
    }

    @Test
    fun `queued is told as queued, and accepted as saved in the library's words`() = app(queued, accepted) { first ->
        first.sendForm()
        shows<Screen.Queued>(first)
        val second = screen(call(2))
        second.sendForm()
        assertTrue("saved or queued" in shows<Screen.Saved>(second).sentence)
    }

    @Test
    fun `what CloudAgent wants fixed leads back to the form, and the corrected one is sent`() = app(badReason, saved) { model ->
        model.sendForm { it.copy(pause = true, pauseReason = "Lnuch") }
        assertEquals(Field.PAUSE_REASON, shows<Screen.FixThisField>(model).field)
        model.act(Action.MEND)
        assertEquals("Lnuch", shows<Screen.Form>(model).draft.pauseReason)
        model.edit { it.copy(pauseReason = "Lunch") }
        model.send()
        shows<Screen.Saved>(model)
        assertEquals(2, received)
    }

    @Test
    fun `a call that somebody else disposed is not saved, and offers nothing`() = app(disposedBefore) { model ->
        model.sendForm()
        assertTrue(shows<Screen.NotSaved>(model).text().actions.isEmpty())
    }

    @Test
    fun `nothing left the phone, so it is tried again by a tap, or by itself`() {
        val unsent = fails(FailKind.CONNECT)
        app(unsent, unsent, saved) { model ->
            model.sendForm()
            assertTrue(shows<Screen.TryAgain>(model).byItself)
            model.act(Action.TRY_AGAIN)
            shows<Screen.TryAgain>(model)
            assertEquals(2, received)
            advance(30_001)
            shows<Screen.Saved>(model)
            assertEquals(3, received)
        }
    }

    @Test
    fun `what may be in force has no button that just sends, and the agent may find it`() = app(fails(FailKind.RESET)) { model ->
        model.sendForm()
        val actions = shows<Screen.FindOutFirst>(model).text().actions
        assertEquals(listOf(Action.IT_IS_THERE, Action.IT_IS_NOT_THERE), actions)
        // Nor do the others send it, should a view call them.
        model.tryAgain()
        model.send()
        shows<Screen.FindOutFirst>(model)
        advance(3_600_000)
        model.act(Action.IT_IS_THERE)
        shows<Screen.Saved>(model)
        assertEquals(1, received)
    }

    @Test
    fun `an agent who sends the form as soon as it is back is not shown it again`() = app(fails(FailKind.RESET), saved) { model ->
        model.sendForm()
        shown(model)
        test.backgroundScope.launch(UnconfinedTestDispatcher(test.testScheduler)) {
            app.outbox.watch(CALL.ucid).first { it?.stage == Stage.NOT_FOUND }
            model.send()
        }
        model.itIsNotThere()
        shows<Screen.Saved>(model)
        assertEquals(2, received)
    }

    @Test
    fun `while the agent edits what was not found, no job or tap sends the old form`() = app(fails(FailKind.RESET), saved) { model ->
        model.sendForm { it.copy(comments = "by post") }
        shown(model)
        val job = WorkInput.of(entry()!!)
        model.act(Action.IT_IS_NOT_THERE)
        assertEquals("by post", shows<Screen.Form>(model).draft.comments)
        model.edit { it.copy(comments = "by mail") }
        assertEquals(WorkResult.Failure, doWork(job))
        app.outbox.resume()
        app.outbox.tryAgain(CALL.ucid)
        shows<Screen.Form>(model)
        assertEquals(1, received)
        model.send()
        shows<Screen.Saved>(model)
        assertEquals(2, received)
        assertTrue("by mail" in body)
    }

    @Test
    fun `the wrap-up counts down, and what is left of it is the deadline`() = app { model ->
        assertEquals(Screen.CallEnded(30), shown(model))
        advance(1_000)
        assertEquals(Screen.CallEnded(29), shown(model))
        advance(22_500)
        assertEquals(Screen.CallEnded(7), shown(model))
        model.sendForm()
        shown(model)
        assertTrue(cloudAgent.limits.single().totalMillis in 5_000..6_501, "${cloudAgent.limits}")
        val other = screen(call(2))
        advance(10_000)
        assertEquals(Screen.CallEnded(0), shown(other))
    }

    @Test
    fun `what was typed comes back with the screen, and is dropped once it is handed in`() = app { model ->
        assertNull(model.unsent)
        model.openForm()
        model.edit { it.copy(disposition = "Sale", comments = "half a sen") }
        val restored = screen(draft = model.unsent)
        assertEquals("half a sen", shows<Screen.Form>(restored).draft.comments)
        restored.send()
        assertNull(restored.unsent)
    }
}
