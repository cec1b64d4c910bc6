package com.example.agent

import cloudagent.disposition.FailKind
import java.io.File
import kotlin.reflect.KClass
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory

/**
 * The process is killed at every point: after each thing that the journal writes, and while CloudAgent
 * has the request. The disk of that moment is given to a new process.
 */
class ProcessDeathTest : AppTest() {
    /** A disk as a killed process left it, and how many requests CloudAgent had received by then. */
    private class Grave(val disk: File, val stage: Stage?, val received: Int) {
        val file: File get() = disk.listFiles().orEmpty().single()
    }

    private fun TestScope.killedEverywhere(vararg answers: Answer): List<Grave> {
        folder.listFiles().orEmpty().forEach { it.deleteRecursively() }
        val bench = Bench(this, File(folder, "first"))
        bench.cloudAgent.answers(*answers)
        val graves = ArrayList<Grave>()
        fun kill() {
            val disk = File(folder, "grave-${graves.size}")
            bench.folder.copyRecursively(disk)
            graves += Grave(disk, bench.entry()?.stage, bench.received)
        }
        bench.cloudAgent.onRequest = ::kill
        backgroundScope.launch(UnconfinedTestDispatcher(testScheduler)) { bench.app.journal.entries.collect { kill() } }
        bench.screen().sendForm { it.copy(comments = "by post") }
        runCurrent()
        bench.end()
        return graves
    }

    private fun TestScope.restart(disk: File): Pair<Bench, WrapUpViewModel> {
        val bench = Bench(this, disk, started = STARTED + 60_000)
        bench.app.outbox.resume()
        runCurrent()
        return bench to bench.screen()
    }

    /** What a new process sends by itself, and shows then. */
    private fun TestScope.after(grave: Grave): Pair<Int, KClass<out Screen>> {
        val (bench, model) = restart(grave.disk)
        return bench.shown(model)::class.let { bench.received to it }
    }

    @TestFactory
    fun `killed anywhere on the way, nothing is sent twice and nothing forgotten`(): List<DynamicTest> =
        listOf(
            Triple(saved, Stage.SETTLED, Screen.Saved::class),
            Triple(fails(FailKind.RESET), Stage.SENT_UNKNOWN, Screen.FindOutFirst::class),
            Triple(badReason, Stage.SETTLED, Screen.FixThisField::class),
        ).map { (answer, end, screen) ->
            DynamicTest.dynamicTest("to ${screen.simpleName}") {
                runTest {
                    val expected = mapOf(
                        null to (0 to Screen.CallEnded::class),
                        Stage.PENDING to (1 to Screen.Saved::class),
                        Stage.SENDING to (0 to Screen.FindOutFirst::class),
                        end to (0 to screen),
                    )
                    val graves = killedEverywhere(answer)
                    assertEquals(expected.keys, graves.mapTo(LinkedHashSet()) { it.stage }, "the stages that were passed")
                    for (grave in graves) {
                        val after = after(grave)
                        assertEquals(expected.getValue(grave.stage), after, "after a death in ${grave.stage}")
                        assertTrue(grave.received + after.first <= 1)
                    }
                }
            }
        }

    @Test
    fun `killed while it waits for another try, it is sent by the next process`() = runTest {
        for (answer in listOf(rateLimited, fails(FailKind.CONNECT))) {
            val grave = killedEverywhere(answer).last()
            assertEquals(Stage.PENDING, grave.stage)
            assertEquals(1 to Screen.Saved::class, after(grave))
        }
    }

    @Test
    fun `after a death while sending a person decides, once`() = runTest {
        val grave = killedEverywhere(saved).first { it.stage == Stage.SENDING && it.received == 1 }
        val (bench, model) = restart(grave.disk)
        bench.shown(model)
        model.itIsNotThere()
        assertEquals("by post", bench.shows<Screen.Form>(model).draft.comments)
        model.send()
        bench.shows<Screen.Saved>(model)
        assertEquals(1, bench.received)
    }

    @Test
    fun `killed while the agent who found nothing corrects the form, only the form sends it`() = app(fails(FailKind.RESET)) { model ->
        model.sendForm { it.copy(comments = "by post") }
        shown(model)
        val job = WorkInput.of(entry()!!)
        model.itIsNotThere()
        shown(model)
        end()

        val (next, again) = test.restart(folder)
        next.doWork(job)
        assertEquals("by post", next.shows<Screen.Form>(again).draft.comments)
        assertEquals(0, next.received)
        again.edit { it.copy(comments = "by mail") }
        again.send()
        next.shows<Screen.Saved>(again)
        assertEquals(1, next.received)
        assertTrue("by mail" in next.body)
    }

    @Test
    fun `a file that can't be read is to be found out first, under its own call`() = runTest {
        val grave = killedEverywhere(saved).first { it.stage == Stage.PENDING }
        for (damage in listOf("", "stage=PENDING\n", "request=\\u12", "request={}\nstage=PENDING\nwrap_up_ends_at=0\n")) {
            grave.file.writeText(damage)
            assertEquals(0 to Screen.FindOutFirst::class, after(grave), damage)
        }
    }

    @Test
    fun `a write that was cut off leaves the state before it`() = runTest {
        val grave = killedEverywhere(saved).first { it.stage == Stage.PENDING }
        File(grave.disk, grave.file.name + ".new").writeText("stage=SEND")
        assertEquals(1 to Screen.Saved::class, after(grave))
    }

    @Test
    fun `what is settled is forgotten a day later, and what is not never is`() = runTest {
        val graves = killedEverywhere(saved)
        val settled = graves.last()
        val sending = graves.first { it.stage == Stage.SENDING }
        val day = 24 * 3_600_000L + 30_001
        assertNull(Bench(this, settled.disk, started = STARTED + day).entry())
        assertTrue(settled.disk.listFiles().orEmpty().isEmpty())
        assertEquals(Stage.SENT_UNKNOWN, Bench(this, sending.disk, started = STARTED + 9 * day).entry()?.stage)
    }
}
