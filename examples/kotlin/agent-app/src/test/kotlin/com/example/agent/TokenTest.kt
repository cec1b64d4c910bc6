package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Token
import cloudagent.disposition.TokenSource
import java.io.File
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir

/** The phone's credential: one client with a source of tokens. When the source is asked, the library decides. */
@Timeout(60)
class TokenTest {
    @TempDir
    lateinit var folder: File

    private val cloudAgent = FakeCloudAgent()

    /** Each time that a token was wanted, whether another one was. */
    private val asked = ConcurrentLinkedQueue<Boolean>()

    private fun app(token: suspend (Int) -> Token = { Token("token-$it") }, test: suspend CoroutineScope.(AgentApp) -> Unit) {
        val source = TokenSource { renew ->
            asked += renew
            token(asked.size)
        }
        runBlocking {
            val client = cloudAgent.client(Account.withTokenSource("globex", source))
            val disk = Dispatchers.IO.limitedParallelism(1)
            AgentApp(folder, client, this, disk, now = { STARTED }).use { test(it) }
        }
    }

    private fun AgentApp.pending(call: EndedCall = CALL): Map<String, String> {
        val entry = Entry(Draft(disposition = "Sale").request(call), call.wrapUpEndsAt, Stage.PENDING)
        journal.update(entry.ucid) { entry }
        return WorkInput.of(entry)
    }

    private fun credentials() = cloudAgent.requests.map { credential(it).removePrefix("Bearer ") }

    @Test
    fun `one token serves all calls, and one that is refused is replaced within the call`() = app { app ->
        for (number in 1..3) assertEquals(WorkResult.Success, app.worker.doWork(app.pending(call(number))))
        assertEquals(listOf(false) to List(3) { "token-1" }, asked.toList() to credentials())
        val stages = ArrayList<Stage?>()
        cloudAgent.onRequest = { stages += app.journal[call(4).ucid]?.stage }
        cloudAgent.answers(tokenExpired, saved)
        assertEquals(WorkResult.Success, app.worker.doWork(app.pending(call(4))))
        assertEquals(listOf(false, true), asked.toList())
        assertEquals(listOf("token-1", "token-2"), credentials().takeLast(2))
        // A process that dies at either is to find out first.
        assertEquals(List(2) { Stage.SENDING }, stages)
    }

    @Test
    fun `where the second token is refused as well, it is tried again later`() = app { app ->
        cloudAgent.answers(tokenExpired)
        assertEquals(WorkResult.Retry(after = null), app.worker.doWork(app.pending()))
        assertEquals(listOf("token-1", "token-2"), credentials())
        assertEquals(Stage.PENDING to true, app.journal[CALL.ucid]?.let { it.stage to it.triedByItself })
    }

    @Test
    fun `without a token nothing is sent, and it is tried again later`() =
        app(token = { throw IOException("the server is down") }) { app ->
            assertEquals(WorkResult.Retry(after = null), app.worker.doWork(app.pending()))
            assertEquals(0, cloudAgent.requests.size)
            assertEquals(Stage.PENDING, app.journal[CALL.ucid]?.stage)
        }

    @Test
    fun `a job that the system stops while it waits for a token is pending`() {
        val isAsked = CompletableDeferred<Unit>()
        val token: suspend (Int) -> Token = {
            if (it == 1) {
                isAsked.complete(Unit)
                awaitCancellation()
            }
            Token("token-$it")
        }
        app(token) { app ->
            val job = app.pending()
            val run = async { app.worker.doWork(job) }
            isAsked.await()
            run.cancelAndJoin()
            assertEquals(Stage.PENDING to 0, app.journal[CALL.ucid]?.stage to cloudAgent.requests.size)
            assertEquals(WorkResult.Success, app.worker.doWork(job))
            assertEquals(1, cloudAgent.requests.size)
        }
    }
}
