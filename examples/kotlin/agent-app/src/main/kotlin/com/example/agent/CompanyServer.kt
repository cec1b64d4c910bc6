package com.example.agent

import cloudagent.disposition.Account
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.CloudAgent
import cloudagent.disposition.TokenResult
import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers

/**
 * The company's own server, as small as it can be: it alone has the account's api key, and it hands the
 * one token that CloudAgent takes at a time to every phone whose agent is signed in.
 */
class CompanyServer(
    private val account: Account,
    private val baseUrl: BaseUrl,
    private val sessions: Set<String>,
) : AutoCloseable {
    private val cloudAgent: HttpClient = HttpClient.newHttpClient()
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    private var token: String? = null

    /** How many tokens it has asked CloudAgent for, of which there are ten an hour. */
    @Volatile
    var tokensMade: Int = 0
        private set

    val url: String get() = "http://127.0.0.1:${server.address.port}$PATH"

    init {
        server.createContext(PATH) { exchange -> exchange.use(::answer) }
        server.start()
    }

    override fun close(): Unit = server.stop(0)

    private fun answer(exchange: HttpExchange) {
        val session = exchange.requestHeaders.getFirst("Authorization").orEmpty().removePrefix("Bearer ")
        val refused = exchange.requestBody.readBytes().decodeToString()
        val token = if (session in sessions) current(refused) else null
        val bytes = token.orEmpty().toByteArray()
        exchange.sendResponseHeaders(if (token == null) FORBIDDEN else OK, bytes.size.toLong().coerceAtLeast(-1))
        exchange.responseBody.write(bytes)
    }

    /** A new token ends the old one for all phones, so one is made only where the phone's is this server's own. */
    @Synchronized
    private fun current(refused: String): String? {
        if (token == null || token == refused) token = made()
        return token
    }

    private fun made(): String? {
        val request = CloudAgent.buildTokenRequest(account, baseUrl)
        val builder = HttpRequest.newBuilder(URI(request.url))
            .method(request.method.code, BodyPublishers.ofString(request.body.orEmpty()))
        request.headers.forEach { builder.header(it.name, it.value) }
        val reply = cloudAgent.send(builder.build(), BodyHandlers.ofByteArray())
        tokensMade++
        return (CloudAgent.classifyToken(reply.statusCode(), reply.body()) as? TokenResult.Granted)?.token?.expose()
    }

    private fun HttpExchange.use(block: (HttpExchange) -> Unit) = try {
        block(this)
    } finally {
        close()
    }

    private companion object {
        const val PATH = "/cloudagent-token"
        const val OK = 200
        const val FORBIDDEN = 403
    }
}
