package cloudagent.disposition

import cloudagent.disposition.jdk.JdkTransport
import cloudagent.disposition.support.Sweep
import java.time.Instant
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** Call records looked up over the JDK's HTTP client, against the simulator. */
class LookUpTest : SimulatorTest() {
    private val today = CloudAgentRecords.recordDay(Instant.now())!!

    private fun client(transport: Transport = JdkTransport(), api: Api = Api.POST_API_KEY) =
        DispositionClient(account, api, transport, BaseUrl.parse(simulator.baseUrl))

    /** The next reply is a list of these rows, each a disposition and the agent who set it. */
    private fun records(vararg rows: Pair<String, String>, ucid: String = request.ucid!!) {
        val list = rows.map { (disposition, agent) -> mapOf("UCID" to ucid, "AgentID" to agent, "Disposition" to disposition) }
        script(json.writeValueAsString(mapOf("status" to "success", "message" to "success", "details" to list)))
    }

    private fun script(body: String, status: Int = 200) = simulator.script(mapOf("status" to status, "body" to body))

    private fun uncertain(client: DispositionClient): Receipt {
        simulator.inject("reset_after_applied", "count" to 1)
        return (Told.of { client.setDispositionBlocking(request) }.error as DispositionException.Uncertain).receipt
    }

    @Test
    fun `a call whose reply was lost is looked up, and ends applied`() {
        client().use { client ->
            val receipt = uncertain(client)
            records("Sale" to "ravi")
            val found = runBlocking { client.lookUp(request, today) }
            assertEquals(Finding.STANDS, found.finding)
            assertEquals(Effect.APPLIED, found.effect)
            assertEquals("Sale", found.record?.disposition)
            assertNull(found.lookup)
            val settled = CloudAgentRecords.settleReceipt(receipt, request, found)
            assertEquals(Effect.APPLIED, settled.effect)
            assertEquals(Finding.STANDS, settled.settled)
            assertEquals(found.sentence, settled.sentence)
            assertFalse(settled.mayResend)
            assertEquals(settled, Receipt.fromJson(settled.toJson()))
            assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, found, settled, client))

            val (set, asked) = simulator.requests().also { assertEquals(2, it.size) }
            assertEquals("GET", asked["method"].asText())
            assertTrue("\"ucid\":\"${request.ucid}\"" in asked["body"].asText(), asked["body"].asText())
            assertNotEquals(set["connection"], asked["connection"])
        }
    }

    @Test
    fun `a connection that a look-up used sets nothing`() {
        client().use { client ->
            client.setDispositionBlocking(request)
            records("Sale" to "ravi")
            client.lookUpBlocking(request, today)
            // Refused by now: sent it is.
            Told.of { client.setDispositionBlocking(request) }
            val connections = simulator.requests().map { it["connection"].asInt() }
            assertEquals(connections[0], connections[2])
            assertNotEquals(connections[0], connections[1])
        }
    }

    @Test
    fun `what was not applied, or written over, is told`() {
        client().use { client ->
            val receipt = uncertain(client)
            records("None" to "ravi")
            val none = client.lookUpBlocking(request, today)
            assertEquals(Finding.NONE_YET to Effect.UNKNOWN, none.finding to none.effect)
            assertEquals(receipt, CloudAgentRecords.settleReceipt(receipt, request, none))
        }
        client().use { client ->
            records("Call Back" to "ravi")
            val other = client.lookUpBlocking(request, today)
            assertEquals(Finding.ANOTHER_STANDS to Effect.NOT_APPLIED, other.finding to other.effect)
            assertFalse(other.mayResend)
        }
    }

    @Test
    fun `several are one request, and the next one waits its turn`() {
        client().use { client ->
            records("Sale" to "ravi")
            val another = request.toBuilder().ucid("81891700000000003").build()
            val found = runBlocking { client.lookUpAll(listOf(another, request), today, from = "00:00:00") }
            assertEquals(listOf(Finding.NOT_FOUND, Finding.STANDS), found.map { it.finding })
            assertEquals(listOf(another.ucid, request.ucid), found.map { it.ucid })
            val soon = client.lookUpBlocking(request, today)
            assertEquals(Finding.NO_ANSWER, soon.finding)
            assertEquals(Outcome.RATE_LIMITED, soon.lookup?.outcome)
            assertTrue(soon.lookAgainSeconds!! in 1..31, "${soon.lookAgainSeconds}")
            assertEquals(1, simulator.requests().size)
            assertEquals(emptyList<Settlement>(), client.lookUpAllBlocking(emptyList(), today))
        }
    }

    @Test
    fun `why there is no answer is told, and never as an exception of sending`() {
        simulator.inject("reset_after_applied", "count" to 1)
        val reset = client().use { it.lookUpBlocking(request, today) }
        assertEquals(Finding.NO_ANSWER to UncertainKind.RESET, reset.finding to reset.lookup?.kind)
        assertEquals(1, simulator.requests().size)

        script("Too Many Requests", 429)
        val limited = client().use { it.lookUpBlocking(request, today) }
        assertEquals(Outcome.RATE_LIMITED, limited.lookup?.outcome)

        val closed = client().apply { close() }.lookUpBlocking(request, today)
        assertEquals(NotSentKind.CLOSED, closed.lookup?.kind)
        for (day in listOf("", "2026-13-01", "1999-01-01")) {
            val invalid = assertThrows(InvalidInputException::class.java) { client().use { it.lookUpBlocking(request, day) } }
            assertEquals(Field.DAY, invalid.violations.first().field)
        }
    }

    @Test
    fun `a transport that can't send a body with GET sends nothing`() {
        val unable = Transport { _, _ -> error("it was asked to send") }
        val found = client(unable).use { it.lookUpBlocking(request, today) }
        assertEquals(Finding.NO_ANSWER to NotSentKind.UNSENDABLE, found.finding to found.lookup?.kind)
        assertTrue("server" in found.sentence, found.sentence)
    }

    @Test
    fun `a day of many records is read, and one that is cut off is a broken reply`() {
        val rows = (1..20_000).joinToString(",") { """{"UCID":${9_007_199_254_740_990 + it},"AgentID":"ravi","Disposition":"Sale"}""" }
        val body = """{"status":"success","details":[$rows]}"""
        assertTrue(body.length > 1 shl 20)
        val exact = request.toBuilder().ucid("9007199254740993").build()
        RawServer { peer ->
            asked(peer)
            say(peer, "HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n$body")
            peer.shutdownOutput()
            peer.getInputStream().readAllBytes()
        }.use { server ->
            val found = server.client(JdkTransport()).use { it.lookUpAllBlocking(listOf(exact), today) }.single()
            assertEquals(Finding.STANDS to "9007199254740993", found.finding to found.record?.ucid)
        }
        RawServer { peer ->
            asked(peer)
            say(peer, "HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body.take(1_000)}")
            peer.shutdownOutput()
            peer.getInputStream().readAllBytes()
        }.use { server ->
            val found = server.client(JdkTransport()).use { it.lookUpAllBlocking(listOf(exact), today) }.single()
            assertEquals(UncertainKind.BROKEN_REPLY, found.lookup?.kind)
        }
    }

    @Test
    fun `cancelling ends it at once`() {
        simulator.inject("silent")
        runBlocking(Dispatchers.Default) {
            client().use { client ->
                val asking = async { client.lookUp(request, today, 30.seconds) }
                while (simulator.requests().isEmpty()) delay(5)
                asking.cancelAndJoin()
                assertTrue(asking.isCancelled)
            }
        }
    }
}
