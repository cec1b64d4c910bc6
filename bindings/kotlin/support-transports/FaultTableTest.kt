package cloudagent.disposition

import cloudagent.disposition.support.Sweep
import cloudagent.disposition.support.repository
import com.fasterxml.jackson.databind.JsonNode
import java.io.File
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Named
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.Arguments
import org.junit.jupiter.params.provider.MethodSource

/** Every case of the shared table of faults, on a GET and on a POST API, by every way to send over a transport. */
abstract class FaultTableTest(private val ways: List<Way>) : SimulatorTest() {
    /**
     * How a disposition is sent.
     *
     * @param isKept whether a connection stands already, over which something else was sent.
     */
    class Way(
        private val name: String,
        val isKept: Boolean = false,
        val transport: () -> Transport? = { null },
        val send: (DispositionClient) -> Receipt = { runBlocking { it.setDisposition(request) } },
    ) {
        override fun toString(): String = name
    }

    /** What a case must end with. */
    protected open fun expected(case: JsonNode): JsonNode = case["expect"]

    /** What the HTTP stack threw since the last time, where that can be seen. */
    protected open fun thrown(): List<Throwable> = emptyList()

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cases")
    fun `a fault is told as the table says`(case: JsonNode, api: Api, way: Way) {
        val deadline = case["deadline_ms"]?.asLong()
        val client =
            DispositionClient(
                account,
                api,
                way.transport(),
                BaseUrl.parse(address(case["address"]?.asText() ?: "base_url")),
                deadline = deadline?.milliseconds ?: 15.seconds,
                connectTimeout = case["connect_timeout_ms"]?.asLong()?.milliseconds ?: 5.seconds,
            )
        val kept = if (way.isKept) connectionOfACallBefore(client) else null
        case["fault"]?.let(simulator::inject)
        thrown()

        val begun = System.nanoTime()
        val told = Told.of { way.send(client) }
        val took = (System.nanoTime() - begun) / 1e6

        assertEquals(sorted(expected(case)), sorted(told.words(simulator)))
        if (kept != null) assertEquals(kept, simulator.requests().first()["connection"].asInt(), "the connection was kept")
        assertEquals(0, simulator.trapVisits(), "a redirect was followed")
        if (deadline != null && told.error != null) assertTrue(took >= deadline, "it ended early: $took ms")
        if (told.error != null) {
            assertEquals(told.receipt.sentence, told.error.message)
            assertTrue(told.receipt.sentence.isNotEmpty())
        }
        assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, client, told.receipt, told.error))
        assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, *thrown().toTypedArray()), "in the HTTP stack's exceptions")
        assertEquals(emptyList<String>(), Sweep.leaks(Simulator.COMMENTS, told.receipt, told.error))
        client.close()
    }

    /** Makes a call, which the simulator then forgets, and not its connection. */
    private fun connectionOfACallBefore(client: DispositionClient): Int {
        // Generously, so that what the process does for the first time fits.
        runBlocking { client.setDisposition(request, 15.seconds) }
        return simulator.requests().single()["connection"].asInt().also { simulator.reset() }
    }

    /** Where the client sends. */
    private fun address(address: String): String =
        when {
            address == "https" -> simulator.baseUrl.replace("http:", "https:")
            simulator.addresses.has(address) -> simulator.address(address)
            else -> address
        }

    fun cases(): List<Arguments> {
        val file = json.readTree(File(repository(), "tests/faults/faults.json"))
        check(file["format"].asInt() == 1) { "another format" }
        check(file.fieldNames().asSequence().toSet() == setOf("format", "cases")) { "an unknown key of the file" }
        return file["cases"].flatMap { case ->
            check(KEYS.containsAll(case.fieldNames().asSequence().toSet())) { "an unknown key: ${case["id"]}" }
            listOf(Api.GET_V2, Api.POST_API_KEY).flatMap { api ->
                val ways = ways.filter { !it.isKept || canBeKept(case) }
                ways.map { Arguments.of(Named.of(case["id"].asText(), case), api, it) }
            }
        }
    }

    /** Whether the case is about what becomes of a request, not about making a connection. */
    private fun canBeKept(case: JsonNode): Boolean = !case.has("address") && case["fault"]?.get("fault")?.asText() !in OF_NEW_ONES

    private companion object {
        val KEYS = setOf("id", "fault", "address", "deadline_ms", "connect_timeout_ms", "expect")
        val OF_NEW_ONES = setOf("refuse", "never_accept")
    }
}
