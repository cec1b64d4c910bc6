package com.example.agent

import cloudagent.disposition.FailKind
import cloudagent.disposition.Field
import com.example.agent.FakeCloudAgent.Companion.accepted
import com.example.agent.FakeCloudAgent.Companion.after
import com.example.agent.FakeCloudAgent.Companion.badReason
import com.example.agent.FakeCloudAgent.Companion.disposedBefore
import com.example.agent.FakeCloudAgent.Companion.fails
import com.example.agent.FakeCloudAgent.Companion.queued
import com.example.agent.FakeCloudAgent.Companion.saved
import com.example.agent.FakeCloudAgent.Companion.silent
import com.example.agent.outbox.Stage
import com.example.agent.screen.Action
import com.example.agent.screen.Draft
import com.example.agent.screen.Screen
import com.example.agent.screen.act
import com.example.agent.screen.text
import com.example.agent.work.WorkInput
import com.example.agent.work.WorkResult
import java.io.File
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** What the agent sees, transition by transition. */
class WrapUpViewModelTest(@param:TempDir private val folder: File) {
    private fun bench(test: TestScope) = Bench(test, File(folder, "journal"))

    private inline fun <reified T : Screen> assertShows(screen: Screen): T =
        assertInstanceOf(T::class.java, screen)

    @Test
    fun `a call that ended waits for its agent`() = runTest {
        val model = bench(this).screen()
        assertEquals(Screen.CallEnded(30), settle(model))
        model.act(Action.OPEN_FORM)
        val form = assertShows<Screen.Form>(settle(model))
        assertEquals(listOf(Field.DISPOSITION), form.hints.map { it.field })
        assertTrue(form.hints.single().stops)
    }

    @Test
    fun `hints stand beside their fields while the agent types, and none asks for a token`() = runTest {
        val model = bench(this).screen()
        model.openForm()
        model.edit { Draft(disposition = "Sale", callbackTime = "tomorrow") }
        assertEquals(
            listOf(Field.CALLBACK_TIME),
            assertShows<Screen.Form>(settle(model)).hints.map { it.field },
        )
        model.edit { it.copy(callbackTime = "2026-11-30 15:00") }
        assertTrue(assertShows<Screen.Form>(settle(model)).hints.isEmpty())
    }

    @Test
    fun `half of an emoji is sent as a question mark, and is no crash`() = runTest {
        val bench = bench(this)
        val model = bench.screen()
        model.sendForm { it.copy(comments = "fine \uD83D") }
        assertShows<Screen.Saved>(settle(model))
        assertTrue("\"fine ?\"" in bench.cloudAgent.requests.single().body.orEmpty())
    }

    @Test
    fun `a form with a mistake is not sent, and the first one is pointed at`() = runTest {
        val bench = bench(this)
        val model = bench.screen()
        model.sendForm { it.copy(callbackTime = "tomorrow") }
        val mending = assertShows<Screen.FixThisField>(settle(model))
        assertEquals(Field.CALLBACK_TIME, mending.field)
        assertTrue(bench.cloudAgent.requests.isEmpty())
        assertNull(bench.entry())
        model.act(Action.MEND)
        assertEquals("tomorrow", assertShows<Screen.Form>(settle(model)).draft.callbackTime)
    }

    @Test
    fun `form, sending, saved`() = runTest {
        val bench = bench(this)
        val reply = CompletableDeferred<Unit>()
        bench.cloudAgent.answers(after(reply, saved))
        val model = bench.screen()
        model.sendForm()
        assertEquals(Screen.Sending(30), settle(model))
        assertEquals(1, bench.cloudAgent.requests.size)
        reply.complete(Unit)
        val shown = assertShows<Screen.Saved>(settle(model))
        assertEquals(false, shown.pauseLeftOut)
        assertTrue(shown.text().actions.isEmpty())
    }

    @Test
    fun `queued is told as queued, and accepted as saved in the library's words`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(queued)
        val first = bench.screen()
        first.sendForm()
        assertShows<Screen.Queued>(settle(first))

        bench.cloudAgent.answers(accepted)
        val second = bench.screen(Bench.CALL.copy(ucid = "81891723610400302"))
        second.sendForm()
        assertTrue("saved or queued" in assertShows<Screen.Saved>(settle(second)).sentence)
    }

    @Test
    fun `what CloudAgent wants fixed leads back to the form, and the corrected one is sent`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(badReason, saved)
        val model = bench.screen()
        model.sendForm { it.copy(pause = true, pauseReason = "Lnuch") }
        val mending = assertShows<Screen.FixThisField>(settle(model))
        assertEquals(Field.PAUSE_REASON, mending.field)
        model.act(Action.MEND)
        assertEquals("Lnuch", assertShows<Screen.Form>(settle(model)).draft.pauseReason)
        model.edit { it.copy(pauseReason = "Lunch") }
        model.send()
        assertShows<Screen.Saved>(settle(model))
        assertEquals(2, bench.cloudAgent.requests.size)
    }

    @Test
    fun `a call that somebody else disposed is not saved, and offers nothing`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(disposedBefore)
        val model = bench.screen()
        model.sendForm()
        val shown = assertShows<Screen.NotSaved>(settle(model))
        assertTrue(shown.text().actions.isEmpty())
    }

    @Test
    fun `nothing left the phone, so it is tried again by a tap, or by itself`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(fails(FailKind.CONNECT), fails(FailKind.CONNECT), saved)
        val model = bench.screen()
        model.sendForm()
        assertTrue(assertShows<Screen.TryAgain>(settle(model)).byItself)
        model.act(Action.TRY_AGAIN)
        assertShows<Screen.TryAgain>(settle(model))
        assertEquals(2, bench.cloudAgent.requests.size)
        testScheduler.advanceTimeBy(30_001)
        assertShows<Screen.Saved>(settle(model))
        assertEquals(3, bench.cloudAgent.requests.size)
    }

    @Test
    fun `what may be in force has no button that just sends`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(fails(FailKind.RESET))
        val model = bench.screen()
        model.sendForm()
        val shown = assertShows<Screen.FindOutFirst>(settle(model))
        assertEquals(listOf(Action.IT_IS_THERE, Action.IT_IS_NOT_THERE), shown.text().actions)
        // Nor do the others send it, should a view call them.
        model.tryAgain()
        model.send()
        assertShows<Screen.FindOutFirst>(settle(model))
        advanceTimeBy(3_600_000)
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `the agent found it`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(fails(FailKind.RESET))
        val model = bench.screen()
        model.sendForm()
        settle(model)
        model.act(Action.IT_IS_THERE)
        assertShows<Screen.Saved>(settle(model))
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `the agent did not find it, and sends the form knowingly`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(fails(FailKind.RESET), saved)
        val model = bench.screen()
        model.sendForm { it.copy(comments = "by post") }
        settle(model)
        model.act(Action.IT_IS_NOT_THERE)
        val form = assertShows<Screen.Form>(settle(model))
        assertEquals("by post", form.draft.comments)
        assertEquals(1, bench.cloudAgent.requests.size)
        model.send()
        assertShows<Screen.Saved>(settle(model))
        assertEquals(2, bench.cloudAgent.requests.size)
    }

    @Test
    fun `an agent who sends the form as soon as it is back is not shown it again`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(fails(FailKind.RESET), saved)
        val model = bench.screen()
        model.sendForm()
        settle(model)
        backgroundScope.launch(UnconfinedTestDispatcher(testScheduler)) {
            bench.app.outbox.watch(Bench.CALL.ucid).first { it?.stage == Stage.NOT_FOUND }
            model.send()
        }
        model.itIsNotThere()
        assertShows<Screen.Saved>(settle(model))
        assertEquals(2, bench.cloudAgent.requests.size)
    }

    @Test
    fun `while the agent who did not find it edits, no job sends the old form, nor does another tap`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(fails(FailKind.RESET), saved)
        val model = bench.screen()
        model.sendForm { it.copy(comments = "by post") }
        settle(model)
        val job = WorkInput.of(bench.entry()!!)
        model.act(Action.IT_IS_NOT_THERE)
        settle(model)
        model.edit { it.copy(comments = "by mail") }
        assertEquals(WorkResult.Failure, bench.app.worker.doWork(job))
        bench.app.outbox.resume()
        bench.app.outbox.tryAgain(Bench.CALL.ucid)
        assertShows<Screen.Form>(settle(model))
        assertEquals(1, bench.cloudAgent.requests.size)
        model.send()
        assertShows<Screen.Saved>(settle(model))
        assertEquals(2, bench.cloudAgent.requests.size)
        assertTrue("by mail" in bench.cloudAgent.requests.last().body.orEmpty())
    }

    @Test
    fun `the wrap-up counts down, and what is left of it is the deadline`() = runTest {
        val bench = bench(this)
        val model = bench.screen()
        assertEquals(Screen.CallEnded(30), settle(model))
        advanceTimeBy(1_000.milliseconds)
        assertEquals(Screen.CallEnded(29), settle(model))
        advanceTimeBy(22_500.milliseconds)
        assertEquals(Screen.CallEnded(7), settle(model))
        model.sendForm()
        settle(model)
        assertTrue(bench.cloudAgent.limits.single().totalMillis in 5_000..6_501, "${bench.cloudAgent.limits}")
        val other = bench.screen(Bench.CALL.copy(ucid = "81891723610400302"))
        advanceTimeBy(10_000.milliseconds)
        assertEquals(Screen.CallEnded(0), settle(other))
    }

    @Test
    fun `the screen goes, and the sending goes on`() = runTest {
        val bench = bench(this)
        val reply = CompletableDeferred<Unit>()
        bench.cloudAgent.answers(after(reply, saved))
        val activity = bench.screenScope()
        val model = bench.screen(scope = activity)
        model.sendForm()
        settle(model)
        activity.cancel()
        reply.complete(Unit)
        val later = bench.screen()
        assertShows<Screen.Saved>(settle(later))
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `a screen that is made anew while it sends shows the same`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(silent)
        val model = bench.screen()
        model.sendForm()
        assertShows<Screen.Sending>(settle(model))
        assertEquals(settle(model), settle(bench.screen()))
        assertEquals(1, bench.cloudAgent.requests.size)
        bench.end()
    }

    @Test
    fun `what was typed comes back with the screen, and is dropped once it is handed in`() = runTest {
        val bench = bench(this)
        val model = bench.screen()
        assertNull(model.unsent)
        model.openForm()
        model.edit { it.copy(disposition = "Sale", comments = "half a sen") }
        val kept = model.unsent
        val restored = bench.screen(draft = kept)
        assertEquals("half a sen", assertShows<Screen.Form>(settle(restored)).draft.comments)
        restored.send()
        assertNull(restored.unsent)
    }
}
