package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.BaseUrl
import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.io.File
import java.io.IOException
import java.net.URI
import kotlinx.coroutines.runBlocking
import okhttp3.OkHttpClient
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertNotEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.assertThrows

/** The phone's side and the company's side of handing out tokens, over HTTP. */
class CompanyServerTest {
    private val simulator = Simulator()
    private val server = server("KKglobex9876543210")

    private fun server(key: String) = CompanyServer(
        Account.withApiKey("globex", key), BaseUrl.parse(simulator.baseUrl), sessions = setOf("kavya", "asha"),
    )

    private fun phone(session: String, at: CompanyServer = server) = CompanyTokens(OkHttpClient(), at.url) { session }

    @AfterEach
    fun close() {
        server.close()
        simulator.close()
    }

    @Test
    fun `all phones share one token, and one that is refused is replaced for all of them`(): Unit = runBlocking {
        val (kavya, asha) = listOf(phone("kavya"), phone("asha"))
        val first = kavya.token(renew = false)
        assertEquals(first.expose(), asha.token(renew = false).expose())

        val second = kavya.token(renew = true)
        assertNotEquals(first.expose(), second.expose())
        // The other phone meets the same stale token later: it must not end the new one.
        assertEquals(second.expose(), asha.token(renew = true).expose())
        assertEquals(2, server.tokensMade)
    }

    @Test
    fun `who is not signed in gets none`(): Unit = runBlocking {
        assertThrows<IOException> { phone("somebody").token(renew = false) }
        assertEquals(0, server.tokensMade)
    }

    @Test
    fun `a server that is gone, or has no token itself, is told without a word of it`(): Unit = runBlocking {
        val wrongKey = server("KKwrong")
        val phone = phone("kavya", wrongKey)
        val refused = assertThrows<IOException> { phone.token(renew = false) }
        wrongKey.close()
        val gone = assertThrows<IOException> { phone.token(renew = false) }
        for (error in listOf(refused, gone)) {
            val told = error.stackTraceToString()
            assertFalse("127.0.0.1" in told || "KKwrong" in told || server.url in told, told)
        }
    }
}

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
