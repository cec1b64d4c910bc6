package com.example.agent

import cloudagent.disposition.FailKind
import kotlin.coroutines.cancellation.CancellationException
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.test.runCurrent
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** What a job does with a disposition, and what it leaves in the journal. */
class DispositionWorkerTest : AppTest() {
    private val again = WorkResult.Retry(after = null)
    private val draft = Draft(disposition = "Sale", comments = "by post", pause = true, pauseReason = "Lunch")

    /** An entry that waits, and its job, without a queue that runs it. */
    private fun Bench.pending(draft: Draft = this@DispositionWorkerTest.draft): Map<String, String> {
        val entry = Entry(draft.request(CALL), CALL.wrapUpEndsAt, Stage.PENDING)
        app.journal.update(entry.ucid) { entry }
        return WorkInput.of(entry)
    }

    @Test
    fun `each answer leaves the stage that it deserves, and is retried only where the receipt allows it`() = app {
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
            cloudAgent.answers(answer)
            assertEquals(result, doWork(pending()), "row $number")
            assertEquals(stage, entry()?.stage, "row $number")
            assertTrue(entry()?.sentence.orEmpty().isNotEmpty(), "row $number")
            assertEquals(number + 1, received, "row $number")
        }
    }

    @Test
    fun `a job that runs twice sends once`() = app(saved, fails(FailKind.RESET)) {
        val job = pending()
        repeat(2) { assertEquals(WorkResult.Success, doWork(job)) }
        assertEquals(1, received)
        val uncertain = pending()
        repeat(3) { assertEquals(WorkResult.Failure, doWork(uncertain)) }
        assertEquals(2, received)
    }

    @Test
    fun `of two runs at the same time one sends, and the other takes what came of it`() {
        val reply = CompletableDeferred<Unit>()
        app(after(reply, saved)) {
            val job = pending()
            val runs = List(5) { test.async { doWork(job) } }
            test.runCurrent()
            assertEquals(1, received)
            reply.complete(Unit)
            runs.forEach { assertEquals(WorkResult.Success, it.await()) }
            assertEquals(1, received)
        }
    }

    @Test
    fun `a job of an earlier form sends nothing, nor one of a call that the journal does not know`() = app {
        val earlier = pending(Draft(disposition = "Slae"))
        pending()
        assertEquals(WorkResult.Success, doWork(earlier))
        assertEquals(WorkResult.Failure, doWork(earlier + (WorkInput.UCID to "1")))
        assertEquals(WorkResult.Failure, doWork(emptyMap()))
        assertEquals(0, received)
    }

    @Test
    fun `in time the pause is sent, late it is left out and the agent is told`() = app {
        doWork(pending())
        assertTrue("\"pauseAfterDispose\":\"true\"" in body)
        assertEquals(false, entry()?.pauseLeftOut)

        advance(28_001)
        doWork(pending())
        assertTrue("\"pauseAfterDispose\":\"false\"" in body, body)
        assertFalse("Lunch" in body, body)
        assertTrue("by post" in body, body)
        assertEquals(true, entry()?.pauseLeftOut)
        assertTrue(cloudAgent.limits.last().totalMillis in 10_000..15_001)
        // A late job without a pause leaves nothing out.
        doWork(pending(Draft(disposition = "Sale")))
        assertEquals(false, entry()?.pauseLeftOut)
    }

    @Test
    fun `what in the end is in force keeps no remark about a customer`() = app(badReason, saved) {
        doWork(pending())
        assertEquals("by post", entry()?.request?.comments) // the form needs it again
        doWork(pending())
        assertNull(entry()?.request?.comments)
    }

    @Test
    fun `where the phone can't note that it sends, it does not send`() = app {
        val job = pending()
        folder.deleteRecursively()
        assertEquals(again, doWork(job))
        assertEquals(0, received)
        assertEquals(Stage.PENDING, entry()?.stage)
        folder.mkdirs()
        assertEquals(WorkResult.Success, doWork(job))
    }

    @Test
    fun `a job that the system stops while it sends is to be found out first`() = app(silent) {
        val job = pending()
        val run = test.async(scope.coroutineContext) { doWork(job) }
        test.runCurrent()
        assertEquals(Stage.SENDING, entry()?.stage)
        run.cancel()
        assertThrows<CancellationException> { run.await() }
        test.runCurrent()
        assertEquals(Stage.SENT_UNKNOWN, entry()?.stage)
        assertEquals(WorkResult.Failure, doWork(job))
        assertEquals(1, received)
    }
}
