package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.Effect
import cloudagent.disposition.Receipt
import cloudagent.disposition.Token
import com.example.agent.FakeCloudAgent.Companion.credential
import com.example.agent.FakeCloudAgent.Companion.saved
import com.example.agent.FakeCloudAgent.Companion.tokenExpired
import com.example.agent.screen.Draft
import com.example.agent.screen.Screen
import com.example.agent.token.BrokerException
import com.example.agent.token.TokenSender
import java.io.File
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.io.TempDir

/** The phone's credential: one token for all calls, replaced once where CloudAgent no longer takes it. */
class TokenSenderTest(@param:TempDir private val folder: File) {
    private fun TestScope.bench() = Bench(this, File(folder, "journal"))

    private fun call(number: Int) = Bench.CALL.copy(ucid = "8189172361040030$number")

    private fun Bench.credentials() = cloudAgent.requests.map(::credential)

    /** CloudAgent takes this token and no other. */
    private fun Bench.takesOnly(token: String) = cloudAgent.answers({ request ->
        yield() // the others' requests come in, too
        if (credential(request) == "Bearer $token") saved(request) else tokenExpired(request)
    })

    @Test
    fun `one token serves all calls`() = runTest {
        val bench = bench()
        for (number in 1..3) {
            val model = bench.screen(call(number))
            model.sendForm()
            assertInstanceOf(Screen.Saved::class.java, settle(model))
        }
        assertEquals(listOf<String?>(null), bench.server.asked)
        assertEquals(List(3) { "Bearer token-1" }, bench.credentials())
    }

    @Test
    fun `a token that is refused is replaced, and the disposition sent again`() = runTest {
        val bench = bench()
        bench.takesOnly("token-2")
        val model = bench.screen()
        model.sendForm()
        assertInstanceOf(Screen.Saved::class.java, settle(model))
        assertEquals(listOf(null, "token-1"), bench.server.asked)
        assertEquals(listOf("Bearer token-1", "Bearer token-2"), bench.credentials())
    }

    @Test
    fun `it is replaced once per call, and then the agent says when`() = runTest {
        val bench = bench()
        bench.takesOnly("token-4")
        val model = bench.screen()
        model.sendForm()
        val shown = assertInstanceOf(Screen.TryAgain::class.java, settle(model))
        assertEquals(false, shown.byItself)
        testScheduler.advanceTimeBy(600_000)
        assertEquals(2, bench.cloudAgent.requests.size)
        model.tryAgain()
        settle(model)
        model.tryAgain()
        assertInstanceOf(Screen.Saved::class.java, settle(model))
        assertEquals(listOf(null, "token-1", "token-2", "token-3"), bench.server.asked)
    }

    @Test
    fun `no second token, no second send`() = runTest {
        val bench = bench()
        bench.cloudAgent.answers(tokenExpired)
        bench.server.answer = { if (it == 1) Token("token-1") else throw BrokerException("down") }
        val model = bench.screen()
        model.sendForm()
        assertInstanceOf(Screen.TryAgain::class.java, settle(model))
        assertEquals(1, bench.cloudAgent.requests.size)
    }

    @Test
    fun `where the second token comes too late for a send in time, nothing more is sent by itself`() = runTest {
        for ((number, row) in listOf(28_000L to 2, 28_001L to 1).withIndex()) {
            val (pause, sends) = row
            val bench = Bench(this, File(folder, "journal-$number"), started = STARTED - testScheduler.currentTime)
            bench.takesOnly("token-2")
            bench.server.answer = {
                if (it == 2) delay(pause)
                Token("token-$it")
            }
            val model = bench.screen()
            model.sendForm()
            settle(model)
            testScheduler.advanceTimeBy(pause)
            val shown = settle(model)
            assertEquals(sends, bench.cloudAgent.requests.size)
            if (sends == 2) {
                assertInstanceOf(Screen.Saved::class.java, shown)
                continue
            }
            assertEquals(false, assertInstanceOf(Screen.TryAgain::class.java, shown).byItself)
            model.tryAgain()
            assertInstanceOf(Screen.Saved::class.java, settle(model))
            assertEquals(listOf("Bearer token-1", "Bearer token-2"), bench.credentials())
        }
    }

    @Test
    fun `a call that has the old token when it is replaced is sent all the same`() = runTest {
        val bench = bench()
        bench.takesOnly("token-2")
        val client = { token: Token ->
            DispositionClient(Account.withToken("globex", token), Api.POST_TOKEN, bench.cloudAgent)
        }
        TokenSender(bench.server, client).use { sender ->
            val request = Draft(disposition = "Sale").request(Bench.CALL)
            var others: Receipt? = null
            val receipt = sender.send(request) {
                // It has its client by now, and has not sent yet.
                if (others == null) others = runBlocking { sender.send(request) { 9.seconds } }
                9.seconds
            }
            assertEquals(Effect.APPLIED, others?.effect)
            assertEquals(Effect.APPLIED, receipt.effect)
        }
        assertEquals(listOf(null, "token-1"), bench.server.asked)
    }

    @Test
    fun `of many calls that meet the same stale token one asks for another`() = runTest {
        val bench = bench()
        bench.takesOnly("token-2")
        val models = (1..9).map { bench.screen(call(it)) }
        models.forEach { it.sendForm() }
        models.forEach { assertInstanceOf(Screen.Saved::class.java, settle(it)) }
        assertEquals(listOf(null, "token-1"), bench.server.asked)
        assertEquals(18, bench.cloudAgent.requests.size)
    }
}
