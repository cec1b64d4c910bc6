package com.example.agent

import com.fasterxml.jackson.databind.JsonNode
import com.fasterxml.jackson.databind.ObjectMapper
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers

/** The simulator's control endpoints: they make it misbehave, and tell what it has received. */
class SimulatorControl(private val controlUrl: String) {
    private val http = HttpClient.newHttpClient()
    private val json = ObjectMapper()

    /** For the next request. */
    fun fault(name: String) = post("fault", mapOf("fault" to name, "count" to 1))

    /** Connections are refused until [online]. */
    fun offline() = post("fault", mapOf("fault" to "refuse"))

    fun online() = post("fault", mapOf("fault" to "none"))

    fun expireTokens() = post("expire-tokens", emptyMap<String, String>())

    /** What CloudAgent's call details show for this call; null where there is nothing. */
    fun disposition(ucid: String): String? =
        get("state")["calls"][ucid]["disposition"]["disposition"]?.textValue()

    fun queued(ucid: String): String? = get("state")["calls"][ucid]["queued"]["disposition"]?.textValue()

    fun isPaused(agent: String): Boolean = get("state")["agents"][agent]["paused"].booleanValue()

    /** How many requests have come in for this call, whatever became of them. */
    fun received(ucid: String): Int =
        get("journal")["requests"].count { it["parameters"]["ucid"]?.textValue() == ucid }

    private fun get(endpoint: String): JsonNode =
        json.readTree(exchange(HttpRequest.newBuilder(URI("$controlUrl/$endpoint")).build()))

    private fun post(endpoint: String, body: Any) {
        val text = BodyPublishers.ofString(json.writeValueAsString(body))
        exchange(HttpRequest.newBuilder(URI("$controlUrl/$endpoint")).POST(text).build())
    }

    private fun exchange(request: HttpRequest): String {
        val reply = http.send(request, BodyHandlers.ofString())
        check(reply.statusCode() == 200) { "${request.uri()}: ${reply.body()}" }
        return reply.body()
    }
}
