package cloudagent.disposition.okhttp

import cloudagent.disposition.Api
import cloudagent.disposition.BaseUrl
import cloudagent.disposition.CallCancelledException
import cloudagent.disposition.Delivery
import cloudagent.disposition.DispositionClient
import cloudagent.disposition.DispositionException
import cloudagent.disposition.Effect
import cloudagent.disposition.NotSentKind
import cloudagent.disposition.UncertainKind
import cloudagent.disposition.testing.Sweep
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.ServerSocket
import java.net.SocketAddress
import java.net.SocketTimeoutException
import java.net.URI
import java.util.concurrent.CompletableFuture
import kotlin.concurrent.thread
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNotNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is told where the connection is the trouble, and how soon. */
class ConnectingTest : SimulatorTest() {
    private fun client(
        url: String = simulator.baseUrl,
        transport: OkHttpTransport = OkHttpTransport(),
        deadline: Duration = 15.seconds,
        connectTimeout: Duration = 5.seconds,
    ) = DispositionClient(account, Api.POST_API_KEY, transport, BaseUrl.parse(url), deadline, connectTimeout)

    private fun kindOf(client: DispositionClient): NotSentKind {
        val error = Told.of { client.setDispositionBlocking(request) }.error
        return (error as DispositionException.NotSent).kind
    }

    @Test
    fun `a server that never shakes hands is given up when a connection should stand`() {
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { mute ->
            val begun = System.nanoTime()
            val url = "https://localhost:${mute.localPort}"
            assertEquals(NotSentKind.CONNECT_TIMEOUT, kindOf(client(url, connectTimeout = 200.milliseconds)))
            val took = (System.nanoTime() - begun) / 1e6
            assertTrue(took in 200.0..5_000.0, "$took ms")
        }
    }

    /** A proxy that answers each CONNECT with this, and its address. */
    private fun proxy(answer: String, use: (Proxy) -> Unit) {
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { socket ->
            thread(isDaemon = true) {
                runCatching {
                    while (true) {
                        socket.accept().use { peer ->
                            peer.getInputStream().read(ByteArray(4_096))
                            peer.getOutputStream().write(answer.toByteArray())
                        }
                    }
                }
            }
            use(Proxy(Proxy.Type.HTTP, InetSocketAddress(socket.inetAddress, socket.localPort)))
        }
    }

    @Test
    fun `a proxy that refuses is told as that`() {
        val refusals =
            listOf(
                "HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n",
                "HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "",
            )
        for (refusal in refusals) {
            proxy(refusal) { proxy ->
                val transport = OkHttpTransport(OkHttpClient.Builder().proxy(proxy).build())
                assertEquals(NotSentKind.PROXY, kindOf(client("https://cloudagent.invalid", transport)), refusal)
            }
        }
        val nobody = URI(simulator.address("refuse_url"))
        val gone = Proxy(Proxy.Type.HTTP, InetSocketAddress(nobody.host, nobody.port))
        val transport = OkHttpTransport(OkHttpClient.Builder().proxy(gone).build())
        assertEquals(NotSentKind.CONNECT, kindOf(client("https://cloudagent.invalid", transport)))
    }

    /** A selector that answers everything with these. */
    private fun selecting(ways: List<Proxy>, asked: MutableList<URI> = mutableListOf()) =
        object : ProxySelector() {
            override fun select(uri: URI): List<Proxy> {
                asked += uri
                return ways
            }

            override fun connectFailed(uri: URI, address: SocketAddress, failure: java.io.IOException) = Unit
        }

    /** What becomes of a call where the selector names these ways, and whether its server was connected to. */
    private fun onTheWays(ways: List<Proxy>): Pair<NotSentKind, Boolean> =
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { mute ->
            val okHttp =
                OkHttpClient
                    .Builder()
                    .proxySelector(selecting(ways))
                    .dns { listOf(mute.inetAddress) }
                    .build()
            val url = "https://cloudagent.invalid:${mute.localPort}"
            val kind = kindOf(client(url, OkHttpTransport(okHttp), connectTimeout = 500.milliseconds))
            mute.soTimeout = 1
            val reached =
                try {
                    mute.accept().close()
                    true
                } catch (_: SocketTimeoutException) {
                    false
                }
            kind to reached
        }

    @Test
    fun `where a proxy is named nothing goes past it`() {
        val nobody = URI(simulator.address("refuse_url"))
        val gone = Proxy(Proxy.Type.HTTP, InetSocketAddress(nobody.host, nobody.port))
        assertEquals(NotSentKind.CONNECT to false, onTheWays(listOf(gone, Proxy.NO_PROXY)))
        assertEquals(NotSentKind.CONNECT to false, onTheWays(listOf(Proxy.NO_PROXY, gone)))
        // The server is mute, so that it is reached and no more.
        assertEquals(NotSentKind.CONNECT_TIMEOUT to true, onTheWays(listOf(Proxy.NO_PROXY)))
        assertEquals(NotSentKind.CONNECT_TIMEOUT to true, onTheWays(emptyList()))
    }

    @Test
    fun `an address of this machine is never asked for through a proxy`() {
        val asked = mutableListOf<URI>()
        val selector = selecting(listOf(Proxy(Proxy.Type.HTTP, InetSocketAddress("127.0.0.1", 1))), asked)
        val port = URI(simulator.baseUrl).port
        val clients =
            listOf(
                OkHttpClient.Builder().proxySelector(selector).build(),
                OkHttpClient.Builder().proxy(Proxy(Proxy.Type.HTTP, InetSocketAddress("127.0.0.1", 1))).build(),
            )
        for (okHttp in clients) {
            for (host in listOf("127.0.0.1", "localhost")) {
                val client = client("http://$host:$port", OkHttpTransport(okHttp))
                assertEquals(Effect.QUEUED, client.setDispositionBlocking(live).effect, host)
            }
        }
        assertEquals(emptyList<URI>(), asked)
        assertEquals(NotSentKind.CONNECT, kindOf(client("https://cloudagent.invalid", OkHttpTransport(clients[0]))))
        assertEquals(listOf(URI("https://cloudagent.invalid/")), asked.distinct())
    }

    private val live =
        request
            .toBuilder()
            .ucid("81891700000000001")
            .build()

    @Test
    fun `cancelling ends the HTTP call at once`() {
        simulator.inject("silent")
        val okHttp = OkHttpClient()
        runBlocking(Dispatchers.Default) {
            var caught: CallCancelledException? = null
            val job =
                launch {
                    try {
                        client(transport = OkHttpTransport(okHttp)).setDisposition(request)
                    } catch (cancelled: CallCancelledException) {
                        caught = cancelled
                        throw cancelled
                    }
                }
            withTimeout(10.seconds) { while (simulator.requests().isEmpty()) delay(5) }
            val begun = System.nanoTime()
            job.cancel()
            job.join()
            withTimeout(10.seconds) { while (okHttp.dispatcher.runningCallsCount() > 0) delay(1) }
            assertTrue(System.nanoTime() - begun < 2_000_000_000, "it took long")
            assertNotNull(caught)
            assertEquals(Effect.UNKNOWN, caught!!.effect)
            assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, caught))
        }
    }

    @Test
    fun `a call that is cancelled while it connects was not sent, each time`() {
        ServerSocket(0, 50, InetAddress.getLoopbackAddress()).use { mute ->
            val client = client("https://localhost:${mute.localPort}")
            runBlocking(Dispatchers.Default) {
                repeat(20) {
                    var caught: CallCancelledException? = null
                    val job =
                        launch {
                            try {
                                client.setDisposition(request)
                            } catch (cancelled: CallCancelledException) {
                                caught = cancelled
                                throw cancelled
                            }
                        }
                    withContext(Dispatchers.IO) { mute.accept() }.use {
                        job.cancel()
                        job.join()
                    }
                    assertEquals(Effect.NOT_APPLIED, caught?.effect)
                    assertEquals(listOf(Delivery.NOT_SENT), caught?.receipt?.attempts?.map { it.delivery })
                }
            }
        }
    }

    /** What a server reads after it has answered that it speaks another protocol from here on: -1 at the end. */
    private fun afterUpgrade(use: (String) -> Unit): Int =
        ServerSocket(0, 5, InetAddress.getLoopbackAddress()).use { server ->
            val end = CompletableFuture<Int>()
            thread(isDaemon = true) {
                runCatching {
                    server.accept().use { peer ->
                        peer.soTimeout = 5_000
                        peer.getInputStream().read(ByteArray(65_536))
                        val upgrade = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"
                        peer.getOutputStream().write(upgrade.toByteArray())
                        peer.getInputStream().read()
                    }
                }.fold(end::complete, end::completeExceptionally)
            }
            use("http://127.0.0.1:${server.localPort}")
            end.get()
        }

    @Test
    fun `a reply that speaks another protocol leaves no connection open`() {
        // OkHttp gives such a reply a body that can't be read, and does not close it, where the request asked for it.
        val asking =
            OkHttpClient
                .Builder()
                .addNetworkInterceptor { chain ->
                    chain.proceed(chain.request().newBuilder().header("Connection", "upgrade").build())
                }.build()
        val kinds =
            mapOf(OkHttpTransport() to UncertainKind.REPLY, OkHttpTransport(asking) to UncertainKind.TRANSPORT_FAILED)
        for ((transport, kind) in kinds) {
            val end =
                afterUpgrade { url ->
                    // A GET: nothing follows its headers.
                    val client = DispositionClient(account, Api.GET_V2, transport, BaseUrl.parse(url))
                    val error = Told.of { client.setDispositionBlocking(request) }.error
                    assertEquals(kind, (error as DispositionException.Uncertain).kind)
                }
            assertEquals(-1, end)
        }
    }

    @Test
    fun `a thousand calls at once need few threads, and what never left the queue was not sent`() {
        // The first call of a process loads classes and certificates.
        client().setDispositionBlocking(request)
        simulator.reset()
        simulator.inject("silent")
        val before = Thread.activeCount()
        val told =
            runBlocking(Dispatchers.Default) {
                val client = client(deadline = 1_500.milliseconds)
                val calls = List(1_000) { async { Told.of { client.setDisposition(request) } } }
                withTimeout(60.seconds) { while (simulator.requests().isEmpty()) delay(5) }
                val threads = Thread.activeCount() - before
                // One for each call that is out, and one while it connects.
                assertTrue(threads <= 2 * 64 + 16, "$threads threads")
                calls.awaitAll()
            }
        val uncertain = told.mapNotNull { it.error as? DispositionException.Uncertain }
        val notSent = told.mapNotNull { it.error as? DispositionException.NotSent }
        assertEquals(1_000, uncertain.size + notSent.size)
        assertTrue(uncertain.all { it.kind == UncertainKind.TIMEOUT })
        assertTrue(notSent.all { it.kind == NotSentKind.CONNECT_TIMEOUT })
        val received = simulator.requests().size
        assertTrue(received <= uncertain.size, "$received were received, ${uncertain.size} may have been")
    }

    @Test
    fun `a dispatcher that takes no more calls is no timeout`() {
        val okHttp = OkHttpClient()
        okHttp.dispatcher.executorService.shutdown()
        assertEquals(NotSentKind.CONNECT, kindOf(client(transport = OkHttpTransport(okHttp))))
        assertEquals(emptyList<Any>(), simulator.requests())
    }

    /**
     * How many milliseconds late each of twenty calls ended, in order. A busy machine is late itself: so a plain
     * sleep goes along with each call, and what it is late does not count.
     */
    private fun lateness(fault: String): List<Double> {
        val client = client(deadline = 120.milliseconds)
        return List(20) {
            val begun = System.nanoTime()
            var slept = 0L
            val sleeper =
                thread {
                    Thread.sleep(120)
                    slept = System.nanoTime() - begun
                }
            val error = Told.of { client.setDispositionBlocking(request) }.error
            val took = System.nanoTime() - begun
            sleeper.join()
            assertEquals(UncertainKind.TIMEOUT, (error as DispositionException.Uncertain).kind, fault)
            assertTrue(took >= 120_000_000, "$fault: a call ended early: $took ns")
            (took - slept).coerceAtLeast(0) / 1e6
        }.sorted()
    }

    @Test
    fun `the deadline is never early, and soon after`() {
        val faults =
            listOf(
                arrayOf<Pair<String, Any>>() to "silent",
                arrayOf<Pair<String, Any>>("every_ms" to 10) to "drip",
                arrayOf<Pair<String, Any>>("every_ms" to 10) to "drip_headers",
            )
        client().setDispositionBlocking(request)
        for ((details, fault) in faults) {
            simulator.reset()
            simulator.inject(fault, *details)
            // What is slow about the calls is slow each time; what a busy machine does is not.
            val rounds = mutableListOf<List<Double>>()
            val isSoon =
                (1..3).any {
                    val late = lateness(fault).also(rounds::add)
                    late[10] <= 100 && late.last() <= 400
                }
            assertTrue(isSoon, "$fault: $rounds")
        }
    }
}
