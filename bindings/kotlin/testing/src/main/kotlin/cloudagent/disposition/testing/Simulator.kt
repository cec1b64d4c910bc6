package cloudagent.disposition.testing

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import com.fasterxml.jackson.databind.node.ObjectNode
import java.io.File
import java.net.HttpURLConnection
import java.net.URI
import java.nio.file.Files

/** Reads and writes the JSON of tests. */
public val json: ObjectMapper = ObjectMapper()

/**
 * `cloudagent-simulator` as a process of its own: CloudAgent on loopback, told how to misbehave. It
 * ends when the pipe to it closes, so with this process at the latest.
 */
public class Simulator : AutoCloseable {
    private val process: Process

    /** The ready line: where everything is. */
    public val addresses: JsonNode

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
    public val baseUrl: String = address("base_url")

    /** An address of the ready line. */
    public fun address(key: String): String = addresses[key].asText()

    /** Misbehaves from now on: `{"fault": …}`. */
    public fun inject(fault: JsonNode): JsonNode = control("fault", fault)

    /** Misbehaves from now on, with details like `"count" to 1`. */
    public fun inject(fault: String, vararg details: Pair<String, Any>): JsonNode =
        inject(json.valueToTree(mapOf("fault" to fault) + details))

    /** The next requests get these replies. */
    public fun script(vararg replies: Map<String, Any>): JsonNode =
        control("script", json.valueToTree(mapOf("replies" to replies.toList())))

    /** Back to the scenario: no journal, no fault. */
    public fun reset(): JsonNode = control("reset", json.createObjectNode())

    /** What arrived, less what is no HTTP request, such as a TLS hello. */
    public fun requests(): List<JsonNode> =
        control("journal")["requests"].filter { it["target"].asText().startsWith("/") }

    /** How often a redirect was followed. */
    public fun trapVisits(): Int = control("journal")["trap_visits"].asInt()

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
    public companion object {
        /** The api key of the simulator's account: what nothing may print. */
        public const val KEY: String = "KK-marker/7+canary"

        /** The comment that the tests send: what no receipt and no error may hold. */
        public const val COMMENTS: String = "owes 500 rupees, angry"

        private const val CONTROL_MILLIS = 20_000

        /** Named by `CAD_SIMULATOR`; else where cargo builds it. */
        private fun program(): String =
            System.getenv("CAD_SIMULATOR") ?: File(repository(), "target/debug/cloudagent-simulator").path
    }
}

/** The repository: the folder above that has `tests/vectors`. */
public fun repository(): File =
    generateSequence(File("").absoluteFile) { it.parentFile }.first { File(it, "tests/vectors").isDirectory }
