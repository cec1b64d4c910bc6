package cloudagent.disposition

import cloudagent.disposition.support.repository
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ObjectNode
import java.io.File
import java.net.HttpURLConnection
import java.net.URI
import java.nio.file.Files
import org.junit.jupiter.api.AfterAll
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.TestInstance

/** Reads and writes the JSON of tests. */
val json: ObjectMapper = ObjectMapper()

/**
 * `cloudagent-simulator` as a process of its own: CloudAgent on loopback, told how to misbehave. It
 * ends when the pipe to it closes, so with this process at the latest.
 */
class Simulator : AutoCloseable {
    private val process: Process

    /** The ready line: where everything is. */
    val addresses: JsonNode

    init {
        val example = json.readTree(ProcessBuilder(program(), "--example").start().inputStream) as ObjectNode
        (example["accounts"][0] as ObjectNode).put("api_key", KEY)
        val scenario = Files.createTempFile("scenario", ".json").toFile()
        try {
            json.writeValue(scenario, example)
            process =
                ProcessBuilder(program(), "--port", "0", "--scenario", scenario.path)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start()
            addresses = json.readTree(process.inputStream.bufferedReader().readLine())
        } finally {
            scenario.delete()
        }
    }

    /** Where CloudAgent is. */
    val baseUrl: String = address("base_url")

    /** An address of the ready line. */
    fun address(key: String): String = addresses[key].asText()

    /** Misbehaves from now on: `{"fault": …}`. */
    fun inject(fault: JsonNode): JsonNode = control("fault", fault)

    /** Misbehaves from now on, with details like `"count" to 1`. */
    fun inject(fault: String, vararg details: Pair<String, Any>): JsonNode =
        inject(json.valueToTree(mapOf("fault" to fault) + details))

    /** The next requests get these replies. */
    fun script(vararg replies: Map<String, Any>): JsonNode =
        control("script", json.valueToTree(mapOf("replies" to replies.toList())))

    /** Back to the scenario: no journal, no fault. */
    fun reset(): JsonNode = control("reset", json.createObjectNode())

    /** What arrived. */
    fun requests(): List<JsonNode> = control("journal")["requests"].toList()

    /** How often a redirect was followed. */
    fun trapVisits(): Int = control("journal")["trap_visits"].asInt()

    private fun control(endpoint: String, body: JsonNode? = null): JsonNode {
        val url = URI("${address("control_url")}/$endpoint").toURL()
        val connection = url.openConnection() as HttpURLConnection
        connection.connectTimeout = CONTROL_MILLIS
        connection.readTimeout = CONTROL_MILLIS
        if (body != null) {
            connection.doOutput = true
            connection.outputStream.use { it.write(json.writeValueAsBytes(body)) }
        }
        check(connection.responseCode == HttpURLConnection.HTTP_OK) {
            connection.errorStream?.reader()?.readText().orEmpty()
        }
        return connection.inputStream.use(json::readTree)
    }

    /** Ends the program. */
    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }

    /** Its constants. */
    companion object {
        /** The api key of the simulator's account: what nothing may print. */
        const val KEY: String = "KK-marker/7+canary"

        /** The comment that the tests send: what no receipt and no error may hold. */
        const val COMMENTS: String = "owes 500 rupees, angry"

        private const val CONTROL_MILLIS = 20_000

        /** Named by `CAD_SIMULATOR`; else where cargo builds it. */
        private fun program(): String =
            System.getenv("CAD_SIMULATOR") ?: File(repository(), "target/debug/cloudagent-simulator").path
    }
}

/** Tests against one simulator, which has forgotten everything when a test begins. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SimulatorTest {
    protected val simulator: Simulator = Simulator()

    @BeforeEach
    fun reset() {
        simulator.reset()
    }

    @AfterAll
    fun close() {
        simulator.close()
    }
}
