package cloudagent.disposition.testing

import com.fasterxml.jackson.databind.JsonNode
import java.io.File

/** A case of `tests/faults/faults.json`: what every language's client tells of a network or server that misbehaves. */
public class FaultCase private constructor(private val node: JsonNode) {
    /** Its name. */
    public val id: String = node["id"].asText()

    /** What to inject first. */
    public val fault: JsonNode? = node["fault"]

    /** The client's deadline. */
    public val deadlineMillis: Long? = node["deadline_ms"]?.asLong()

    /** The client's limit for a connection. */
    public val connectTimeoutMillis: Long? = node["connect_timeout_ms"]?.asLong()

    /** What the caller is told. */
    public val expect: JsonNode = node["expect"]

    /** Where the client sends. */
    public fun address(simulator: Simulator): String {
        val address = node["address"]?.asText() ?: "base_url"
        return when {
            address == "https" -> simulator.baseUrl.replace("http:", "https:")
            simulator.addresses.has(address) -> simulator.address(address)
            else -> address
        }
    }

    /** The name: what a test is called by. */
    override fun toString(): String = id

    /** Reads the file. */
    public companion object {
        private val KEYS = setOf("id", "fault", "address", "deadline_ms", "connect_timeout_ms", "expect")

        /** Every case of the file. */
        public fun all(): List<FaultCase> {
            val file = json.readTree(File(repository(), "tests/faults/faults.json"))
            check(file["format"].asInt() == 1) { "another format" }
            check(file.fieldNames().asSequence().toSet() == setOf("format", "cases")) { "an unknown key of the file" }
            return file["cases"].map { case ->
                check(KEYS.containsAll(case.fieldNames().asSequence().toSet())) { "an unknown key: ${case["id"]}" }
                FaultCase(case)
            }
        }
    }
}
