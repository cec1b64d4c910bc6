package com.example.agent.shift

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.io.File
import java.net.URI

/** The simulator with the examples' scenario, for one test. It ends when its standard input closes. */
class Simulator : AutoCloseable {
    private val process = ProcessBuilder(
        System.getenv("CAD_SIMULATOR") ?: error("CAD_SIMULATOR names the simulator's program"),
        "--scenario",
        data("scenario.json").path,
    ).redirectError(ProcessBuilder.Redirect.INHERIT).start()
    private val addresses = ObjectMapper().readTree(process.inputStream.bufferedReader().readLine())
    private val controlUrl: String = addresses["control_url"].textValue()

    val baseUrl: String = addresses["base_url"].textValue()
    val control = SimulatorControl(controlUrl)

    /** Everything that has come in. */
    fun requests(): List<JsonNode> =
        ObjectMapper().readTree(URI("$controlUrl/journal").toURL().readText())["requests"].toList()

    /** Every credential that a request to CloudAgent has shown. */
    fun credentials(): Set<String> = requests().flatMap { it["headers"] }
        .filter { it[0].textValue().lowercase() in setOf("authorization", "apikey") }
        .mapTo(LinkedHashSet()) { it[1].textValue().removePrefix("Bearer ") }

    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }
}

/** A file of `examples/data`; Maven runs a module's tests in the module's folder. */
fun data(name: String): File = File("../../data", name).canonicalFile
