package cloudagent.disposition.testing

import cloudagent.disposition.Account
import cloudagent.disposition.Api
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.Effect
import cloudagent.disposition.FailKind
import cloudagent.disposition.HttpReply
import cloudagent.disposition.NotSentKind
import cloudagent.disposition.Outcome
import cloudagent.disposition.Receipt
import cloudagent.disposition.RetryPolicy
import cloudagent.disposition.UncertainKind
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What users' tests are made of is what clients really do. */
internal class TestingTest {
    private val account = Account.withApiKey("acme", "KK-marker")

    private fun client(transport: FakeTransport) =
        DispositionClient(account, Api.GET_V2, transport, retry = RetryPolicy.NONE)

    @Test
    fun `every outcome of a disposition can be said, and is read so`() {
        for (outcome in Outcome.entries - Outcome.NONE_FOUND) {
            assertEquals(outcome, Results.receipt(Answer.says(outcome)).outcome)
        }
        assertThrows(IllegalArgumentException::class.java) { Answer.says(Outcome.NONE_FOUND) }
    }

    @Test
    fun `a transport answers in order, goes on with the last answer, and keeps what it was given`() {
        val transport = FakeTransport(Answer.says(Outcome.QUEUED), Answer.fails(FailKind.RESET))
        client(transport).use { client ->
            assertEquals(Effect.QUEUED, client.setDispositionBlocking(Results.REQUEST).effect)
            repeat(2) {
                val error =
                    assertThrows(DispositionException.Uncertain::class.java) { client.setDispositionBlocking(Results.REQUEST) }
                assertEquals(UncertainKind.RESET, error.kind)
            }
            transport.answer(Answer.replies(HttpReply(503, ByteArray(0))))
            assertThrows(DispositionException.Uncertain::class.java) { client.setDispositionBlocking(Results.REQUEST) }
        }
        assertEquals(4, transport.requests.size)
        assertTrue(transport.requests.all { "Sale" in it.url })
        assertFalse("KK-marker" in "$transport ${transport.requests}")
        assertThrows(IllegalArgumentException::class.java) { transport.answer() }
    }

    @Test
    fun `without an answer everything is saved, and silence lasts until the deadline`() {
        val transport = FakeTransport()
        client(transport).use { client ->
            assertEquals(Outcome.SAVED, client.setDispositionBlocking(Results.REQUEST).outcome)
            transport.answer(Answer.isSilent())
            val error =
                assertThrows(DispositionException.Uncertain::class.java) {
                    runBlocking { client.setDisposition(Results.REQUEST, 30.milliseconds) }
                }
            assertEquals(UncertainKind.TIMEOUT, error.kind)
        }
    }

    @Test
    fun `a receipt and an exception are those of such a call`() {
        assertEquals(Effect.APPLIED, Results.receipt().effect)
        val limited = Results.exception(Answer.says(Outcome.RATE_LIMITED, retryAfterSeconds = 30))
        assertTrue(limited is DispositionException.Refused && limited.mayResend)
        assertEquals(30, limited.receipt.retryAfterSeconds)
        val invalid = Results.exception(Answer.says(Outcome.SAVED), Results.REQUEST.toBuilder().ucid(null).build())
        assertTrue(invalid is DispositionException.InvalidRequest)
        assertThrows(IllegalArgumentException::class.java) { Results.exception(Answer.says(Outcome.SAVED)) }
        assertEquals(limited.receipt, Receipt.fromJson(limited.receipt.toJson()))
    }

    @Test
    fun `each reason for which nothing was sent has an exception`() {
        for (kind in NotSentKind.entries) {
            val error = Results.notSent(kind)
            assertEquals(kind, error.kind)
            assertEquals(Effect.NOT_APPLIED, error.effect)
        }
    }

    @Test
    fun `a cancelled call tells what is known of it`() {
        assertEquals(Effect.UNKNOWN, Results.cancelled(mayHaveLeft = true).effect)
        assertEquals(Effect.NOT_APPLIED, Results.cancelled(mayHaveLeft = false).effect)
    }
}
