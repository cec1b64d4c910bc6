package com.example.agent

import cloudagent.disposition.FailKind
import com.example.agent.FakeCloudAgent.Companion.after
import com.example.agent.FakeCloudAgent.Companion.badReason
import com.example.agent.FakeCloudAgent.Companion.disposedBefore
import com.example.agent.FakeCloudAgent.Companion.fails
import com.example.agent.FakeCloudAgent.Companion.queued
import com.example.agent.FakeCloudAgent.Companion.rateLimited
import com.example.agent.FakeCloudAgent.Companion.saved
import com.example.agent.FakeCloudAgent.Companion.says
import com.example.agent.FakeCloudAgent.Companion.silent
import com.example.agent.outbox.Entry
import com.example.agent.outbox.Stage
import com.example.agent.screen.Draft
import com.example.agent.token.BrokerException
import com.example.agent.work.WorkInput
import com.example.agent.work.WorkResult
import java.io.File
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows
import org.junit.jupiter.api.io.TempDir

/** What a job does with a disposition, and what it leaves in the journal. */
class DispositionWorkerTest(@param:TempDir private val folder: File) {
    private val draft = Draft(disposition = "Sale", comments = "by post", pause = true, pauseReason = "Lunch")

    private fun bench(test: TestScope) = Bench(test, File(folder, "journal"))

    /** An entry that waits, and its job, without a queue that runs it. */
    private fun Bench.pending(draft: Draft = this@DispositionWorkerTest.draft): Map<String, String> {
        val entry = Entry(draft.request(Bench.CALL), Bench.CALL.wrapUpEndsAt, Stage.PENDING)
        app.journal.update(entry.ucid) { entry }
        return WorkInput.of(entry)
    }

    @Test
    fun `each answer leaves the stage that it deserves, and is retried only where the receipt allows it`() = runTest {
        val bench = bench(this)
        val again = WorkResult.Retry(after = null)
        val table: List<Triple<Answer, Stage, WorkResult>> = listOf(
            Triple(saved, Stage.SETTLED, WorkResult.Success),
            Triple(queued, Stage.SETTLED, WorkResult.Success),
            Triple(disposedBefore, Stage.SETTLED, WorkResult.Failure),
            Triple(badReason, Stage.SETTLED, WorkResult.Failure),
            Triple(says("", status = 403), Stage.SETTLED, WorkResult.Failure),
            Triple(rateLimited, Stage.PENDING, WorkResult.Retry(45.seconds)),
            Triple(fails(FailKind.NAME_LOOKUP), Stage.PENDING, again),
            Triple(fails(FailKind.CONNECT_TIMEOUT), Stage.PENDING, again),
            Triple(fails(FailKind.TLS), Stage.SETTLED, WorkResult.Failure),
            Triple(fails(FailKind.TIMEOUT), Stage.SENT_UNKNOWN, WorkResult.Failure),
            Triple(fails(FailKind.RESET), Stage.SENT_UNKNOWN, WorkResult.Failure),
            Triple(fails(FailKind.BROKEN_REPLY), Stage.SENT_UNKNOWN, WorkResult.Failure),
            Triple({ error("a bug in the transport") }, Stage.SENT_UNKNOWN, WorkResult.Failure),
            Triple(says("<html>", status = 502), Stage.SENT_UNKNOWN, WorkResult.Failure),
            Triple(says("{}"), Stage.SENT_UNKNOWN, WorkResult.Failure),
        )
        for ((number, row) in table.withIndex()) {
            val (answer, stage, result) = row
            bench.cloudAgent.answers(answer)
            assertEquals(result, bench.app.worker.doWork(bench.pending()), "row $number")
            assertEquals(stage, bench.entry()?.stage, "row $number")
            assertTrue(bench.entry()?.sentence.orEmpty().isNotEmpty(), "row $number")
            assertEquals(number + 1, bench.cloudAgent.requests.size, "row $number")
        }
    }

    @Test
    fun `a job that runs twice sends once`() = runTest {
        val bench = bench(this)
        val job = bench.pending()
        assertEquals(WorkResult.Success, bench.app.worker.doWork(job))
        assertEquals(WorkResult.Success, bench.app.worker.doWork(job))
        assertEquals(1, bench.cloudAgent.requests.size)

        bench.cloudAgent.answers(fails(FailKind.RESET))
        val uncertain = bench.pending()
        repeat(3) { assertEquals(WorkResult.Failure, bench.app.worker.doWork(uncertain)) }
        assertEquals(2, bench.cloudAgent.requests.size)
    }

    @Test
    fun `of two runs at the same time one sends, and the other takes what came of it`() = runTest {
        val bench = bench(this)
        val reply = CompletableDeferred<Unit>()
        bench.cloudAgent.answers(after(reply, saved))
        val job = bench.pending()
        val runs = List(5) { async { bench.app.worker.doWork(job) } }
        runCurrent()
        assertEquals(1, bench.cloudAgent.requests.size)
        reply.complete(Unit)
        runs.forEach { assertEquals(WorkResult.Success, it.await()) }
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `a job of an earlier form sends nothing, nor one of a call that the journal does not know`() = runTest {
        val bench = bench(this)
        val earlier = bench.pending(Draft(disposition = "Slae"))
        bench.pending()
        assertEquals(WorkResult.Success, bench.app.worker.doWork(earlier))
        assertEquals(WorkResult.Failure, bench.app.worker.doWork(earlier + (WorkInput.UCID to "1")))
        assertEquals(WorkResult.Failure, bench.app.worker.doWork(emptyMap()))
        assertTrue(bench.cloudAgent.requests.isEmpty())
    }

    @Test
    fun `in time the pause is sent, late it is left out and the agent is told`() = runTest {
        val bench = bench(this)
        bench.app.worker.doWork(bench.pending())
        assertTrue("\"pauseAfterDispose\":\"true\"" in bench.cloudAgent.requests.last().body.orEmpty())
        assertEquals(false, bench.entry()?.pauseLeftOut)

        advanceTimeBy(28_001)
        bench.app.worker.doWork(bench.pending())
        val body = bench.cloudAgent.requests.last().body.orEmpty()
        assertTrue("\"pauseAfterDispose\":\"false\"" in body, body)
        assertFalse("Lunch" in body, body)
        assertTrue("by post" in body, body)
        assertEquals(true, bench.entry()?.pauseLeftOut)
        assertTrue(bench.cloudAgent.limits.last().totalMillis in 10_000..15_001)
    }

    @Test
    fun `a late job without a pause leaves nothing out`() = runTest {
        val bench = bench(this)
        advanceTimeBy(60_000)
        bench.app.worker.doWork(bench.pending(Draft(disposition = "Sale")))
        assertEquals(false, bench.entry()?.pauseLeftOut)
    }

    @Test
    fun `what in the end is in force keeps no remark about a customer`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(badReason, saved)
        bench.app.worker.doWork(bench.pending())
        assertEquals("by post", bench.entry()?.request?.comments) // the form needs it again
        bench.app.worker.doWork(bench.pending())
        assertNull(bench.entry()?.request?.comments)
    }

    @Test
    fun `without a token nothing is sent, and the job is tried again`() = runTest {
        val bench = bench(this)
        bench.server.answer = { throw BrokerException("The server is down.") }
        assertEquals(WorkResult.Retry(after = null), bench.app.worker.doWork(bench.pending()))
        assertTrue(bench.cloudAgent.requests.isEmpty())
        assertEquals(Stage.PENDING, bench.entry()?.stage)
        assertEquals("The server is down.", bench.entry()?.sentence)
    }

    @Test
    fun `a run that gets no token leaves what another run or the agent did meanwhile`() = runTest {
        val bench = bench(this)
        val job = bench.pending()
        bench.server.answer = {
            val entry = bench.entry()!!
            assertTrue(bench.app.journal.begin(entry, entry.copy(stage = Stage.SENDING)))
            throw BrokerException("The server is down.")
        }
        val run = async { bench.app.worker.doWork(job) }
        runCurrent()
        assertEquals(Stage.SENDING, bench.entry()?.stage)
        bench.app.journal.update(Bench.CALL.ucid) { it?.copy(stage = Stage.SETTLED) }
        assertEquals(WorkResult.Success, run.await())

        bench.server.answer = {
            bench.pending(Draft(disposition = "Corrected"))
            throw BrokerException("The server is down.")
        }
        assertEquals(WorkResult.Success, bench.app.worker.doWork(bench.pending()))
        assertEquals("Corrected", bench.entry()?.request?.disposition)
        assertTrue(bench.cloudAgent.requests.isEmpty())
    }

    @Test
    fun `where the phone can't note that it sends, it does not send`() = runTest {
        val bench = bench(this)
        val job = bench.pending()
        bench.folder.deleteRecursively()
        assertEquals(WorkResult.Retry(after = null), bench.app.worker.doWork(job))
        assertTrue(bench.cloudAgent.requests.isEmpty())
        assertEquals(Stage.PENDING, bench.entry()?.stage)
        bench.folder.mkdirs()
        assertEquals(WorkResult.Success, bench.app.worker.doWork(job))
    }

    @Test
    fun `a job that the system stops while it sends is to be found out first`() = runTest {
        val bench = bench(this)
        bench.cloudAgent.answers(silent)
        val job = bench.pending()
        val run = async(bench.scope.coroutineContext) { bench.app.worker.doWork(job) }
        runCurrent()
        assertEquals(Stage.SENDING, bench.entry()?.stage)
        run.cancel()
        assertThrows<CancellationException> { run.await() }
        runCurrent()
        assertEquals(Stage.SENT_UNKNOWN, bench.entry()?.stage)
        assertEquals(WorkResult.Failure, bench.app.worker.doWork(job))
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `a job that the system stops before it sends is pending`() = runTest {
        val bench = bench(this)
        bench.server.answer = { kotlinx.coroutines.awaitCancellation() }
        val job = bench.pending()
        val run = async(bench.scope.coroutineContext) { bench.app.worker.doWork(job) }
        runCurrent()
        run.cancel()
        runCurrent()
        assertEquals(Stage.PENDING, bench.entry()?.stage)
        bench.server.answer = { cloudagent.disposition.Token("token-$it") }
        assertEquals(WorkResult.Success, bench.app.worker.doWork(job))
        assertEquals(1, bench.cloudAgent.requests.size)
    }
}
