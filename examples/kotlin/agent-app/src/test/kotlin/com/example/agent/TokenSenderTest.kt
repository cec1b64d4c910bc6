package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.Effect
import cloudagent.disposition.Receipt
import cloudagent.disposition.RetryPolicy
import cloudagent.disposition.Token
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.yield
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

/** The phone's credential: one token for all calls, replaced once where CloudAgent no longer takes it. */
class TokenSenderTest : AppTest() {
    private fun Bench.credentials() = cloudAgent.requests.map(::credential)

    /** CloudAgent takes this token and no other. */
    private fun takesOnly(token: String): Answer = { request ->
        yield() // the others' requests come in, too
        if (credential(request) == "Bearer $token") saved(request) else tokenExpired(request)
    }

    @Test
    fun `one token serves all calls`() = app {
        for (number in 1..3) {
            val model = screen(call(number))
            model.sendForm()
            shows<Screen.Saved>(model)
        }
        assertEquals(listOf<String?>(null), server.asked)
        assertEquals(List(3) { "Bearer token-1" }, credentials())
    }

    @Test
    fun `a refused token is replaced once per call, and then the agent says when`() = app(takesOnly("token-4")) { model ->
        model.sendForm()
        assertEquals(false, shows<Screen.TryAgain>(model).byItself)
        advance(600_000)
        assertEquals(listOf("Bearer token-1", "Bearer token-2"), credentials())
        model.tryAgain()
        shown(model)
        model.tryAgain()
        shows<Screen.Saved>(model)
        assertEquals(listOf(null, "token-1", "token-2", "token-3"), server.asked)
    }

    @Test
    fun `no second token, no second send`() = app(tokenExpired) { model ->
        server.answer = { if (it == 1) Token("token-1") else throw BrokerException("down") }
        model.sendForm()
        shows<Screen.TryAgain>(model)
        assertEquals(1, received)
    }

    @ParameterizedTest
    @CsvSource("28000, 2", "28001, 1")
    fun `where the second token comes too late for a send in time, nothing more is sent by itself`(pause: Long, sends: Int) =
        app(takesOnly("token-2")) { model ->
            server.answer = {
                if (it == 2) delay(pause)
                Token("token-$it")
            }
            model.sendForm()
            shown(model)
            advance(pause)
            val end = shown(model)
            assertEquals(sends, received)
            if (sends == 1) {
                assertEquals(false, (end as Screen.TryAgain).byItself)
                model.tryAgain()
            }
            shows<Screen.Saved>(model)
            assertEquals(listOf("Bearer token-1", "Bearer token-2"), credentials())
        }

    @Test
    fun `a call that has the old token when it is replaced is sent all the same`() = app(takesOnly("token-2")) {
        val client = { token: Token ->
            DispositionClient(Account.withToken("globex", token), Api.POST_TOKEN, cloudAgent, retry = RetryPolicy.NONE)
        }
        TokenSender(server, client).use { sender ->
            val request = Draft(disposition = "Sale").request(CALL)
            var others: Receipt? = null
            val receipt = sender.send(request) {
                // It has its client by now, and has not sent yet.
                if (others == null) others = runBlocking { sender.send(request) { 9.seconds } }
                9.seconds
            }
            assertEquals(Effect.APPLIED, others?.effect)
            assertEquals(Effect.APPLIED, receipt.effect)
        }
        assertEquals(listOf(null, "token-1"), server.asked)
    }

    @Test
    fun `of many calls that meet the same stale token one asks for another`() = app(takesOnly("token-2")) {
        val models = (1..9).map { screen(call(it)) }
        models.forEach { it.sendForm() }
        models.forEach { shows<Screen.Saved>(it) }
        assertEquals(listOf(null, "token-1"), server.asked)
        assertEquals(18, received)
    }
}
