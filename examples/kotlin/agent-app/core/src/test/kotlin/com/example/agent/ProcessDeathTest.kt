package com.example.agent

import cloudagent.disposition.FailKind
import com.example.agent.FakeCloudAgent.Companion.badReason
import com.example.agent.FakeCloudAgent.Companion.fails
import com.example.agent.FakeCloudAgent.Companion.rateLimited
import com.example.agent.FakeCloudAgent.Companion.saved
import com.example.agent.FakeCloudAgent.Companion.tokenExpired
import com.example.agent.outbox.Stage
import com.example.agent.screen.Screen
import com.example.agent.work.WorkInput
import java.io.File
import kotlin.reflect.KClass
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.UnconfinedTestDispatcher
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/**
 * The process is killed at every point: after each thing that the journal writes, and while CloudAgent
 * has the request. The disk of that moment is given to a new process.
 */
class ProcessDeathTest(@param:TempDir private val folder: File) {
    /** A disk as a killed process left it, and how many requests CloudAgent had received by then. */
    private class Grave(val disk: File, val stage: Stage?, val received: Int)

    private fun TestScope.killedEverywhere(vararg answers: Answer): List<Grave> {
        val bench = Bench(this, File(folder, "first"))
        bench.cloudAgent.answers(*answers)
        val graves = ArrayList<Grave>()
        fun kill() {
            val disk = bench.diskNow(to = File(folder, "grave-${graves.size}"))
            graves += Grave(disk, bench.entry()?.stage, bench.cloudAgent.requests.size)
        }
        bench.cloudAgent.onRequest = ::kill
        backgroundScope.launch(UnconfinedTestDispatcher(testScheduler)) { bench.app.journal.entries.collect { kill() } }
        val model = bench.screen()
        model.sendForm { it.copy(comments = "by post") }
        runCurrent()
        bench.end()
        return graves
    }

    private fun TestScope.restart(grave: Grave): Pair<Bench, Screen> {
        val bench = Bench(this, grave.disk, started = STARTED + 60_000)
        bench.app.outbox.resume()
        runCurrent()
        return bench to settle(bench.screen())
    }

    private fun TestScope.check(graves: List<Grave>, expected: Map<Stage?, Pair<Int, KClass<out Screen>>>) {
        assertEquals(expected.keys, graves.mapTo(LinkedHashSet()) { it.stage }, "the stages that were passed")
        for (grave in graves) {
            val (received, screen) = expected.getValue(grave.stage)
            val (bench, shown) = restart(grave)
            assertEquals(received, bench.cloudAgent.requests.size, "sent after a death in ${grave.stage}")
            assertInstanceOf(screen.java, shown, "after a death in ${grave.stage}")
            assertTrue(grave.received + received <= 1)
        }
    }

    @Test
    fun `killed on the way to saved`() = runTest {
        check(
            killedEverywhere(saved),
            mapOf(
                null to (0 to Screen.CallEnded::class),
                Stage.PENDING to (1 to Screen.Saved::class),
                Stage.SENDING to (0 to Screen.FindOutFirst::class),
                Stage.SETTLED to (0 to Screen.Saved::class),
            ),
        )
    }

    @Test
    fun `killed on the way to nobody knows`() = runTest {
        check(
            killedEverywhere(fails(FailKind.RESET)),
            mapOf(
                null to (0 to Screen.CallEnded::class),
                Stage.PENDING to (1 to Screen.Saved::class),
                Stage.SENDING to (0 to Screen.FindOutFirst::class),
                Stage.SENT_UNKNOWN to (0 to Screen.FindOutFirst::class),
            ),
        )
    }

    @Test
    fun `killed on the way to a refusal`() = runTest {
        check(
            killedEverywhere(badReason),
            mapOf(
                null to (0 to Screen.CallEnded::class),
                Stage.PENDING to (1 to Screen.Saved::class),
                Stage.SENDING to (0 to Screen.FindOutFirst::class),
                Stage.SETTLED to (0 to Screen.FixThisField::class),
            ),
        )
    }

    @Test
    fun `killed while it waits for another try, it is sent by the next process`() = runTest {
        for (answer in listOf(rateLimited, fails(FailKind.CONNECT))) {
            File(folder, "first").deleteRecursively()
            val grave = killedEverywhere(answer).last()
            assertEquals(Stage.PENDING, grave.stage)
            val (bench, shown) = restart(grave)
            assertInstanceOf(Screen.Saved::class.java, shown)
            assertEquals(1, bench.cloudAgent.requests.size)
            folder.listFiles().orEmpty().forEach { it.deleteRecursively() }
        }
    }

    @Test
    fun `killed while a stale token is replaced, between the two sends`() = runTest {
        val graves = killedEverywhere(tokenExpired, saved)
        val second = graves.first { it.received == 2 }
        val (bench, shown) = restart(second)
        assertEquals(0, bench.cloudAgent.requests.size)
        assertInstanceOf(Screen.FindOutFirst::class.java, shown)
    }

    @Test
    fun `after a death while sending a person decides, once`() = runTest {
        val grave = killedEverywhere(saved).first { it.stage == Stage.SENDING && it.received == 1 }
        val (bench, _) = restart(grave)
        val model = bench.screen()
        settle(model)
        model.itIsNotThere()
        val form = assertInstanceOf(Screen.Form::class.java, settle(model))
        assertEquals("by post", form.draft.comments)
        model.send()
        assertInstanceOf(Screen.Saved::class.java, settle(model))
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `killed while the agent who found nothing corrects the form, only the form sends it`() = runTest {
        val bench = Bench(this, File(folder, "first"))
        bench.cloudAgent.answers(fails(FailKind.RESET))
        val model = bench.screen()
        model.sendForm { it.copy(comments = "by post") }
        settle(model)
        val job = WorkInput.of(bench.entry()!!)
        model.itIsNotThere()
        settle(model)
        bench.end()

        val next = Bench(this, bench.folder, started = STARTED + 60_000)
        next.app.outbox.resume()
        next.app.worker.doWork(job)
        val again = next.screen()
        val form = assertInstanceOf(Screen.Form::class.java, settle(again))
        assertEquals("by post", form.draft.comments)
        assertTrue(next.cloudAgent.requests.isEmpty())
        again.edit { it.copy(comments = "by mail") }
        again.send()
        assertInstanceOf(Screen.Saved::class.java, settle(again))
        assertTrue("by mail" in next.cloudAgent.requests.single().body.orEmpty())
    }

    @Test
    fun `a file that can't be read is to be found out first, under its own call`() = runTest {
        val grave = killedEverywhere(saved).first { it.stage == Stage.PENDING }
        val file = grave.disk.listFiles().orEmpty().single()
        for (damage in listOf("", "stage=PENDING\n", "request=\\u12", "request={}\nstage=PENDING\nwrap_up_ends_at=0\n")) {
            file.writeText(damage)
            val (bench, shown) = restart(grave)
            assertInstanceOf(Screen.FindOutFirst::class.java, shown, damage)
            assertEquals(0, bench.cloudAgent.requests.size, damage)
        }
    }

    @Test
    fun `a write that was cut off leaves the state before it`() = runTest {
        val grave = killedEverywhere(saved).first { it.stage == Stage.PENDING }
        val file = grave.disk.listFiles().orEmpty().single()
        File(grave.disk, file.name + ".new").writeText("stage=SEND")
        val (bench, shown) = restart(grave)
        assertInstanceOf(Screen.Saved::class.java, shown)
        assertEquals(1, bench.cloudAgent.requests.size)
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
