package cloudagent.disposition

import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

// README begins
private suspend fun warningBeforeSending(client: DispositionClient, request: DispositionRequest): Violation? {
    val list = client.listDispositions(campaign = "1001")
    return list.dispositions?.let { CloudAgent.checkDisposition(it, request) } // else list.sentence says why there is none
}
// README ends

/** Asking for a campaign's dispositions, against the simulator. */
class ListTest : SimulatorTest() {
    private fun client(api: Api = Api.POST_API_KEY, baseUrl: String = simulator.baseUrl) =
        DispositionClient(account, api, baseUrl = BaseUrl.parse(baseUrl), deadline = 5.seconds)

    private fun list(client: DispositionClient, campaign: String? = "1001") = client.use { it.listDispositionsBlocking(campaign) }

    @Test
    fun `a campaign's dispositions are asked for, and a disposition is compared with them`() {
        for (api in listOf(Api.GET_V2, Api.GET_V3, Api.POST_API_KEY)) {
            val list = list(client(api))
            assertEquals(listOf("Sale", "No Answer", "Call Back"), list.dispositions)
            assertEquals(Advice.NONE, list.advice)
            assertEquals(200, list.httpStatus)
        }
        runBlocking {
            assertNull(warningBeforeSending(client(), request))
            val warning = warningBeforeSending(client(), request.toBuilder().disposition("Slae").build())!!
            assertEquals(Problem.UNKNOWN, warning.problem)
            assertEquals(Severity.WARNING, warning.severity)
        }
    }

    @Test
    fun `why there is no list is told`() {
        assertEquals(NotSentKind.CONNECT, list(client(baseUrl = simulator.address("refuse_url"))).kind)
        assertEquals(NotSentKind.CLOSED, list(client().apply { close() }).kind)
        simulator.inject("reset_after_applied", "count" to 1)
        val reset = list(client())
        assertEquals(UncertainKind.RESET, reset.kind)
        assertEquals(Advice.RETRY_LATER, reset.advice)
        simulator.inject("rate_limited", "retry_after" to "7", "count" to 1)
        val limited = list(client())
        assertEquals(Outcome.RATE_LIMITED, limited.outcome)
        assertEquals(7, limited.retryAfterSeconds)
        assertNull(limited.dispositions)
        assertTrue(limited.sentence.isNotEmpty())
        val invalid = assertThrows(InvalidInputException::class.java) { list(client(Api.GET_V2), campaign = null) }
        assertEquals(Problem.MISSING, invalid.violations.single().problem)
    }

    @Test
    fun `it ends at its deadline, and at once where it is cancelled`() {
        simulator.inject("silent")
        runBlocking(Dispatchers.Default) {
            client().use { client ->
                assertEquals(NotSentKind.DEADLINE, client.listDispositions("1001", 0.seconds).kind)
                assertEquals(UncertainKind.TIMEOUT, client.listDispositions("1001", 200.milliseconds).kind)
                val asking = async { client.listDispositions("1001") }
                while (simulator.requests().size < 2) delay(5)
                asking.cancelAndJoin()
                assertTrue(asking.isCancelled)
            }
        }
    }
}
