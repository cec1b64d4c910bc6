package cloudagent.disposition

import cloudagent.disposition.support.Sweep
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.DynamicTest
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.TestFactory
import org.junit.jupiter.api.Timeout

/** Tokens from a source of the host's. When it is asked are the engine's rules; that it is asked, and what it answers, are here. */
@Timeout(60)
internal class TokenSourceTest {
    private val transport = TokenTransport()

    private fun client(source: TokenSource) = tokenClient(transport, Account.withTokenSource("acme", source))

    private fun DispositionClient.unavailable(): DispositionException.NotSent =
        assertThrows(DispositionException.NotSent::class.java) { setDispositionBlocking(REQUEST) }.also {
            assertEquals(NotSentKind.TOKEN_UNAVAILABLE, it.kind)
            assertEquals(0, transport.shown.size)
        }

    @Test
    fun `it is asked once, and again where its token is refused`() {
        val asked = mutableListOf<Boolean>()
        val client =
            client { renew ->
                asked += renew
                Token("mine-${asked.size}")
            }
        repeat(2) { assertEquals(Effect.APPLIED, client.setDispositionBlocking(REQUEST).effect) }
        assertEquals(listOf(false), asked)
        transport.refused = "mine-1"
        val receipt = client.setDispositionBlocking(REQUEST)
        assertEquals(listOf(Outcome.TOKEN_EXPIRED, Outcome.SAVED), receipt.attempts.map { it.outcome })
        assertEquals(listOf(false, true), asked)
        assertEquals(listOf("mine-1", "mine-1", "mine-1", "mine-2"), transport.shown.toList())
        assertEquals(0, transport.made)
    }

    @Test
    fun `a list comes by its token too`() {
        val lists =
            Transport { request, limits ->
                transport.send(request, limits)
                reply(200, """{"status": "Success", "details": ["Sale", "No Answer"]}""")
            }
        val asked = mutableListOf<Boolean>()
        val account =
            Account.withTokenSource("acme") { renew ->
                asked += renew
                Token("mine")
            }
        val list = tokenClient(lists, account).use { it.listDispositionsBlocking() }
        assertEquals(listOf("Sale", "No Answer"), list.dispositions)
        assertEquals(listOf(false) to listOf("mine"), asked to transport.shown.toList())
        val without = client { throw SendFailedException(FailKind.CONNECT) }.use { it.listDispositionsBlocking() }
        assertEquals(NotSentKind.TOKEN_UNAVAILABLE to Advice.RETRY_LATER, without.kind to without.advice)
        assertEquals(1, transport.shown.size)
    }

    @Test
    fun `many calls at once wait for one answer`() = runBlocking {
        val asked = AtomicInteger()
        val answer = CompletableDeferred<Unit>()
        val client =
            client {
                asked.incrementAndGet()
                answer.await()
                Token("mine")
            }
        val calls = List(20) { async(Dispatchers.Default) { client.setDisposition(REQUEST) } }
        while (asked.get() == 0) delay(1)
        answer.complete(Unit)
        assertEquals(setOf(Effect.APPLIED), calls.awaitAll().mapTo(mutableSetOf()) { it.effect })
        assertEquals(1, asked.get())
    }

    @TestFactory
    fun `what it throws is told by its kind alone`(): List<DynamicTest> =
        listOf<Pair<Throwable, Advice>>(
            SendFailedException(FailKind.CONNECT) to Advice.RETRY_LATER,
            SendFailedException(FailKind.TLS) to Advice.FIX_CONFIGURATION,
            IllegalStateException(KEY, RuntimeException(KEY)) to Advice.RETRY_LATER,
            kotlinx.coroutines.CancellationException(KEY) to Advice.RETRY_LATER,
            StackOverflowError(KEY) to Advice.RETRY_LATER,
        ).map { (thrown, advice) ->
            DynamicTest.dynamicTest(thrown.toString()) {
                val error = client { throw thrown }.unavailable()
                assertEquals(advice, error.advice)
                assertNull(error.cause)
                assertEquals(emptyList<String>(), Sweep.leaks(KEY, error))
            }
        }

    @TestFactory
    fun `a token that no header carries is a failure, and is not repeated`(): List<DynamicTest> =
        listOf("$KEY\n", "", "$KEY é", KEY + "x".repeat(8_192)).map { token ->
            DynamicTest.dynamicTest("${token.length} characters") {
                val error = client { Token(token) }.unavailable()
                assertEquals(Advice.FIX_CONFIGURATION, error.advice)
                assertEquals(emptyList<String>(), Sweep.leaks(KEY, error))
            }
        }

    @Test
    fun `one that blocks is interrupted where the call has ended, and its answer comes too late for it`() {
        val interrupted = CountDownLatch(1)
        val account =
            Account.withBlockingTokenSource("acme") {
                try {
                    CountDownLatch(1).await()
                } catch (_: InterruptedException) {
                    interrupted.countDown()
                }
                Token("mine")
            }
        val client = tokenClient(transport, account)
        val error =
            assertThrows(DispositionException.NotSent::class.java) {
                client.setDispositionBlocking(REQUEST, java.time.Duration.ofMillis(50))
            }
        assertEquals(NotSentKind.TOKEN_UNAVAILABLE, error.kind)
        assertTrue(interrupted.await(10, TimeUnit.SECONDS))
        assertEquals(0, transport.shown.size)
    }

    @Test
    fun `one that suspends is cancelled where the call has ended`() {
        val cancelled = CountDownLatch(1)
        val client =
            client {
                try {
                    awaitCancellation()
                } finally {
                    cancelled.countDown()
                }
            }
        assertThrows(DispositionException.NotSent::class.java) {
            client.setDispositionBlocking(REQUEST, java.time.Duration.ofMillis(50))
        }
        assertTrue(cancelled.await(10, TimeUnit.SECONDS))
    }

    @Test
    fun `an account with a source prints without it, and is one credential`() {
        val account = Account.withTokenSource("acme") { Token(KEY) }
        assertEquals("Account(acme, [redacted])", account.toString())
        assertEquals(emptyList<Violation>(), CloudAgent.validate(account, REQUEST, Api.POST_TOKEN))
        assertTrue(CloudAgent.validate(account, REQUEST, Api.GET_V2).isNotEmpty())
    }
}
