package com.example.server

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.io.File
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers

/** The simulator, as a process of its own. It ends when its standard input closes. */
class Simulator(vararg arguments: String) : AutoCloseable {
    private val process =
        ProcessBuilder(listOf(System.getenv("CAD_SIMULATOR") ?: error("CAD_SIMULATOR names the simulator's program"), *arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
    private val addresses = json.readTree(process.inputStream.bufferedReader().readLine())

    /** Where CloudAgent is. */
    val baseUrl: String = addresses["base_url"].textValue()

    /** Tells the simulator to do something, and gives what it answers. */
    fun control(endpoint: String, vararg body: Pair<String, Any>): JsonNode {
        val text = BodyPublishers.ofString(json.writeValueAsString(body.toMap()))
        val url = URI("${addresses["control_url"].textValue()}/$endpoint")
        val reply = http.send(HttpRequest.newBuilder(url).POST(text).build(), BodyHandlers.ofString())
        check(reply.statusCode() == 200) { reply.body() }
        return json.readTree(reply.body())
    }

    override fun close() {
        process.outputStream.close()
        process.waitFor()
    }

    private companion object {
        val json = ObjectMapper()
        val http: HttpClient = HttpClient.newHttpClient()
    }
}

/** A file of `examples`; Maven runs a module's tests in the module's folder. */
fun example(name: String): File = File("../..", name).canonicalFile
