package cloudagent.disposition

import cloudagent.disposition.jdk.JdkTransport
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.Socket
import java.net.SocketAddress
import java.net.URI
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.EnumSource

/** What goes over the wire by the JDK's HTTP client, by which way, and how it ends. */
class JdkTransportTest : SimulatorTest() {
    private fun client(
        url: String = simulator.baseUrl,
        proxySelector: ProxySelector? = null,
        api: Api = Api.POST_API_KEY,
        deadline: Duration = 15.seconds,
        connectTimeout: Duration = 5.seconds,
    ) = DispositionClient(account, api, JdkTransport(proxySelector = proxySelector), BaseUrl.parse(url), deadline, connectTimeout)

    private fun kindOf(client: DispositionClient): NotSentKind =
        (Told.of { client.setDispositionBlocking(request) }.error as DispositionException.NotSent).kind

    private fun selecting(vararg ways: Proxy, asked: MutableList<URI> = mutableListOf()) =
        object : ProxySelector() {
            override fun select(uri: URI): List<Proxy> = ways.toList().also { asked += uri }

            override fun connectFailed(uri: URI, address: SocketAddress, failure: java.io.IOException) = Unit
        }

    private fun proxyAt(port: Int, type: Proxy.Type = Proxy.Type.HTTP) = Proxy(type, InetSocketAddress("127.0.0.1", port))

    private val gone: Proxy get() = proxyAt(URI(simulator.address("refuse_url")).port)

    @ParameterizedTest
    @EnumSource(Api::class, names = ["GET_V2", "POST_API_KEY"])
    fun `what goes over the wire is what was built, and what HTTP needs`(api: Api) {
        val client = client(api = api)
        client.setDispositionBlocking(request)
        val built = client.buildRequest(request)
        val entry = simulator.requests().single()
        assertEquals(built.target, entry["target"].asText())
        assertEquals(built.body.orEmpty(), entry["body"]?.asText().orEmpty())
        val headers = entry["headers"].associate { it[0].asText().lowercase() to it[1].asText() }
        for (header in built.headers) assertEquals(header.value, headers[header.name.lowercase()])
        assertEquals(setOf("host", "content-length"), headers.keys - built.headers.map { it.name.lowercase() }.toSet())
    }

    @Test
    fun `a status that an HTTP client may act on is told, and nothing is sent again`() {
        val statuses =
            listOf(
                503 to mapOf("retry-after" to "0"),
                408 to emptyMap(),
                421 to emptyMap(),
                401 to emptyMap(),
                401 to mapOf("www-authenticate" to "Basic realm=\"x\""),
                407 to mapOf("proxy-authenticate" to "Basic realm=\"x\""),
                300 to mapOf("location" to "/elsewhere"),
                307 to mapOf("location" to "/elsewhere"),
            )
        for (api in listOf(Api.GET_V2, Api.POST_API_KEY)) {
            for ((status, headers) in statuses) {
                simulator.reset()
                simulator.script(mapOf("status" to status, "headers" to headers, "body" to "busy"))
                val told = Told.of { client(api = api, url = simulator.baseUrl).setDispositionBlocking(request) }
                assertEquals(1, simulator.requests().size, "$status $headers")
                assertEquals(status, told.receipt.httpStatus)
            }
        }
    }

    @Test
    fun `a proxy that refuses is told as that`() {
        val refusals =
            listOf(
                "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm=\"x\"\r\ncontent-length: 0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "",
            )
        for (refusal in refusals) {
            RawServer { if (asked(it)) say(it, refusal) }.use { server ->
                val kind = kindOf(client("https://cloudagent.invalid", selecting(proxyAt(server.port))))
                assertEquals(NotSentKind.PROXY, kind, refusal)
            }
        }
    }

    @Test
    fun `where a proxy is named nothing goes past it`() {
        fun kindBy(vararg ways: Proxy) = kindOf(client("https://127.0.0.2:9", selecting(*ways)))
        assertEquals(NotSentKind.CONNECT, kindBy(gone, Proxy.NO_PROXY))
        val socks = proxyAt(1, Proxy.Type.SOCKS)
        RawServer { if (asked(it)) say(it, "HTTP/1.1 403 No\r\n\r\n") }.use { server ->
            val proxy = proxyAt(server.port)
            for (ways in listOf(arrayOf(Proxy.NO_PROXY, proxy), arrayOf(socks, proxy))) {
                assertEquals(NotSentKind.PROXY, kindOf(client("https://cloudagent.invalid", selecting(*ways))))
            }
            assertTrue(server.requests.isNotEmpty())
        }
        assertEquals(NotSentKind.PROXY, kindOf(client("https://cloudagent.invalid", selecting(socks))))
        val failing =
            object : ProxySelector() {
                override fun select(uri: URI) = error("KK-x")

                override fun connectFailed(uri: URI, address: SocketAddress, failure: java.io.IOException) = Unit
            }
        assertEquals(NotSentKind.CONNECT, kindOf(client("https://cloudagent.invalid", failing)))
    }

    @Test
    fun `an address of this machine is never asked for through a proxy`() {
        val asked = mutableListOf<URI>()
        assertEquals(Effect.APPLIED, client(proxySelector = selecting(gone, asked = asked)).setDispositionBlocking(request).effect)
        assertEquals(emptyList<URI>(), asked)
    }

    @Test
    fun `a server that never shakes hands is given up when a connection should stand`() {
        RawServer { it.getInputStream().readAllBytes() }.use { mute ->
            val begun = System.nanoTime()
            val client = client("https://localhost:${mute.port}", connectTimeout = 200.milliseconds)
            assertEquals(NotSentKind.CONNECT_TIMEOUT, kindOf(client))
            val took = (System.nanoTime() - begun) / 1e6
            assertTrue(took in 200.0..5_000.0, "$took ms")
        }
    }

    /** Begins a call, and cancels it once that is so: what it ended with. */
    private suspend fun CoroutineScope.cancelled(client: DispositionClient, isSo: suspend (Job) -> Unit): CallCancelledException {
        var caught: Throwable? = null
        isSo(launch { caught = runCatching { client.setDisposition(request) }.exceptionOrNull() })
        return caught as CallCancelledException
    }

    @Test
    fun `cancelling ends the HTTP call at once, in its head and in its body`() {
        for (words in listOf("", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{")) {
            val end = CompletableFuture<Boolean>()
            val server =
                RawServer { peer ->
                    asked(peer)
                    say(peer, words)
                    told.add("asked")
                    end.complete(ended(peer))
                }
            server.use {
                runBlocking(Dispatchers.Default) {
                    val client = it.client(JdkTransport())
                    val caught =
                        cancelled(client) { job ->
                            assertEquals("asked", it.heard())
                            val begun = System.nanoTime()
                            job.cancel()
                            job.join()
                            assertTrue(System.nanoTime() - begun < 2_000_000_000, "it took long")
                        }
                    assertEquals(Effect.UNKNOWN, caught.effect)
                    assertTrue(end.get(5, TimeUnit.SECONDS), "the connection is closed")
                }
            }
        }
    }

    /** Waits for the connection's end: a FIN, or a RST where something that came over it was not read. */
    private fun ended(peer: Socket): Boolean = runCatching { peer.getInputStream().read() }.getOrDefault(-1) < 0

    @Test
    fun `a call that is cancelled while it connects was not sent, each time`() {
        val server =
            RawServer {
                told.add("connected")
                it.getInputStream().readAllBytes()
            }
        server.use { mute ->
            val client = client("https://localhost:${mute.port}")
            runBlocking(Dispatchers.Default) {
                repeat(20) {
                    val caught =
                        cancelled(client) { job ->
                            assertEquals("connected", mute.heard())
                            job.cancel()
                            job.join()
                        }
                    assertEquals(Effect.NOT_APPLIED, caught.effect)
                    assertEquals(listOf(Delivery.NOT_SENT), caught.receipt.attempts.map { it.delivery })
                }
            }
        }
    }

    @Test
    fun `what is more than is of use is not read, and the connection goes with it`() {
        val end = CompletableFuture<Boolean>()
        val server =
            RawServer { peer ->
                asked(peer)
                say(peer, "HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n" + "x".repeat(1_000))
                end.complete(ended(peer))
            }
        server.use {
            val built = it.client(JdkTransport()).buildRequest(request)
            val reply = runBlocking { withTimeout(10.seconds) { JdkTransport().send(built, Limits(5_000, 10_000, 100)) } }
            assertEquals("x".repeat(101), String(reply.body))
            assertTrue(end.get(5, TimeUnit.SECONDS), "the connection is closed")
        }
    }

    @Test
    fun `a thousand calls at once each tell what became of them`() {
        client().setDispositionBlocking(request)
        simulator.reset()
        simulator.inject("silent")
        val told =
            runBlocking(Dispatchers.Default) {
                val client = client(deadline = 1_500.milliseconds)
                List(1_000) { async { Told.of { client.setDisposition(request) } } }.awaitAll()
            }
        val uncertain = told.count { it.error is DispositionException.Uncertain }
        assertEquals(1_000, uncertain + told.count { it.error is DispositionException.NotSent })
        assertTrue(simulator.requests().size <= uncertain)
    }

    @Test
    fun `a transport prints its name and nothing of its client`() {
        assertEquals("JdkTransport", JdkTransport().toString())
        assertTrue(JdkTransport().canSendBodyWithGet())
    }
}
