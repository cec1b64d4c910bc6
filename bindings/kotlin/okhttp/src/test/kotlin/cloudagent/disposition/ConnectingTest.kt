package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import cloudagent.disposition.support.Sweep
import java.io.IOException
import java.net.InetAddress
import java.net.InetSocketAddress
import java.net.Proxy
import java.net.ProxySelector
import java.net.ServerSocket
import java.net.Socket
import java.net.SocketAddress
import java.net.SocketTimeoutException
import java.net.URI
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.concurrent.thread
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
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout
import okhttp3.OkHttpClient
import okhttp3.Request
import okhttp3.RequestBody.Companion.toRequestBody
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertThrows
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test

/** What is told where the connection is the trouble, and how soon. */
class ConnectingTest : SimulatorTest() {
    private fun client(
        url: String = simulator.baseUrl,
        okHttp: OkHttpClient? = null,
        deadline: Duration = 15.seconds,
        connectTimeout: Duration = 5.seconds,
    ): DispositionClient {
        val transport = if (okHttp == null) OkHttpTransport() else OkHttpTransport(okHttp)
        return DispositionClient(account, Api.POST_API_KEY, transport, BaseUrl.parse(url), deadline, connectTimeout)
    }

    private fun kindOf(client: DispositionClient): NotSentKind =
        (Told.of { client.setDispositionBlocking(request) }.error as DispositionException.NotSent).kind

    private fun okHttp(change: OkHttpClient.Builder.() -> Unit) = OkHttpClient.Builder().apply(change).build()

    /** A server of sockets, of which each that connects is served on a thread of its own. */
    private fun <T> serving(serve: ((Socket) -> Unit)? = null, use: (ServerSocket) -> T): T =
        ServerSocket(0, 50, InetAddress.getLoopbackAddress()).use { server ->
            if (serve != null) thread(isDaemon = true) { runCatching { while (true) server.accept().use(serve) } }
            use(server)
        }

    private fun proxyAt(port: Int) = Proxy(Proxy.Type.HTTP, InetSocketAddress(InetAddress.getLoopbackAddress(), port))

    private val gone: Proxy get() = proxyAt(URI(simulator.address("refuse_url")).port)

    @Test
    fun `a server that never shakes hands is given up when a connection should stand`() =
        serving { mute ->
            val begun = System.nanoTime()
            val client = client("https://localhost:${mute.localPort}", connectTimeout = 200.milliseconds)
            assertEquals(NotSentKind.CONNECT_TIMEOUT, kindOf(client))
            val took = (System.nanoTime() - begun) / 1e6
            assertTrue(took in 200.0..5_000.0, "$took ms")
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
            val answer = { peer: Socket ->
                peer.getInputStream().read(ByteArray(4_096))
                peer.getOutputStream().write(refusal.toByteArray())
            }
            serving(answer) { server ->
                val okHttp = okHttp { proxy(proxyAt(server.localPort)) }
                assertEquals(NotSentKind.PROXY, kindOf(client("https://cloudagent.invalid", okHttp)), refusal)
            }
        }
        assertEquals(NotSentKind.CONNECT, kindOf(client("https://cloudagent.invalid", okHttp { proxy(gone) })))
    }

    /** A selector that answers everything with these. */
    private fun selecting(ways: List<Proxy>, asked: MutableList<URI> = mutableListOf()) =
        object : ProxySelector() {
            override fun select(uri: URI): List<Proxy> = ways.also { asked += uri }

            override fun connectFailed(uri: URI, address: SocketAddress, failure: java.io.IOException) = Unit
        }

    /** What becomes of a call where the selector names these ways, and whether its server was connected to. */
    private fun onTheWays(vararg ways: Proxy): Pair<NotSentKind, Boolean> =
        serving { mute ->
            val okHttp = okHttp { proxySelector(selecting(ways.toList())).dns { listOf(mute.inetAddress) } }
            val client = client("https://cloudagent.invalid:${mute.localPort}", okHttp, connectTimeout = 500.milliseconds)
            val kind = kindOf(client)
            mute.soTimeout = 1
            val reached = runCatching { mute.accept().close() }.onFailure { if (it !is SocketTimeoutException) throw it }
            kind to reached.isSuccess
        }

    @Test
    fun `where a proxy is named nothing goes past it`() {
        assertEquals(NotSentKind.CONNECT to false, onTheWays(gone, Proxy.NO_PROXY))
        assertEquals(NotSentKind.CONNECT to false, onTheWays(Proxy.NO_PROXY, gone))
        // The server is mute, so that it is reached and no more.
        assertEquals(NotSentKind.CONNECT_TIMEOUT to true, onTheWays(Proxy.NO_PROXY))
        assertEquals(NotSentKind.CONNECT_TIMEOUT to true, onTheWays())
    }

    @Test
    fun `an address of this machine is never asked for through a proxy`() {
        val asked = mutableListOf<URI>()
        val port = URI(simulator.baseUrl).port
        val live = request.toBuilder().ucid("81891700000000001").build()
        val clients = listOf(okHttp { proxySelector(selecting(listOf(proxyAt(1)), asked)) }, okHttp { proxy(proxyAt(1)) })
        for (okHttp in clients) {
            for (host in listOf("127.0.0.1", "localhost")) {
                assertEquals(Effect.QUEUED, client("http://$host:$port", okHttp).setDispositionBlocking(live).effect, host)
            }
        }
        assertEquals(emptyList<URI>(), asked)
        assertEquals(NotSentKind.CONNECT, kindOf(client("https://cloudagent.invalid", clients[0])))
        assertEquals(listOf(URI("https://cloudagent.invalid/")), asked.distinct())
    }

    /** Begins a call, and cancels it once that is so: what it ended with. */
    private suspend fun CoroutineScope.cancelled(client: DispositionClient, isSo: suspend (Job) -> Unit): CallCancelledException {
        var caught: Throwable? = null
        isSo(launch { caught = runCatching { client.setDisposition(request) }.exceptionOrNull() })
        return caught as CallCancelledException
    }

    @Test
    fun `cancelling ends the HTTP call at once`() {
        simulator.inject("silent")
        val okHttp = OkHttpClient()
        runBlocking(Dispatchers.Default) {
            val caught =
                cancelled(client(okHttp = okHttp)) { job ->
                    withTimeout(10.seconds) { while (simulator.requests().isEmpty()) delay(5) }
                    val begun = System.nanoTime()
                    job.cancel()
                    job.join()
                    withTimeout(10.seconds) { while (okHttp.dispatcher.runningCallsCount() > 0) delay(1) }
                    assertTrue(System.nanoTime() - begun < 2_000_000_000, "it took long")
                }
            assertEquals(Effect.UNKNOWN, caught.effect)
            assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, caught))
        }
    }

    @Test
    fun `a call that is cancelled while it connects was not sent, each time`() =
        serving { mute ->
            val client = client("https://localhost:${mute.localPort}")
            runBlocking(Dispatchers.Default) {
                repeat(20) {
                    val caught =
                        cancelled(client) { job ->
                            withContext(Dispatchers.IO) { mute.accept() }.use {
                                job.cancel()
                                job.join()
                            }
                        }
                    assertEquals(Effect.NOT_APPLIED, caught.effect)
                    assertEquals(listOf(Delivery.NOT_SENT), caught.receipt.attempts.map { it.delivery })
                }
            }
        }

    @Test
    fun `a reply that speaks another protocol leaves no connection open`() {
        // OkHttp gives such a reply a body that can't be read, and does not close it, where the request asked for it.
        val asking =
            okHttp { addNetworkInterceptor { it.proceed(it.request().newBuilder().header("Connection", "upgrade").build()) } }
        val kinds = listOf(OkHttpTransport() to UncertainKind.REPLY, OkHttpTransport(asking) to UncertainKind.TRANSPORT_FAILED)
        for ((transport, kind) in kinds) {
            val end = CompletableFuture<Int>()
            val upgrade = { peer: Socket ->
                peer.soTimeout = 5_000
                peer.getInputStream().read(ByteArray(65_536))
                val reply = "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n"
                peer.getOutputStream().write(reply.toByteArray())
                runCatching { peer.getInputStream().read() }.fold(end::complete, end::completeExceptionally)
                Unit
            }
            serving(upgrade) { server ->
                // A GET: nothing follows its headers.
                val client = DispositionClient(account, Api.GET_V2, transport, BaseUrl.parse("http://127.0.0.1:${server.localPort}"))
                val error = Told.of { client.setDispositionBlocking(request) }.error
                assertEquals(kind, (error as DispositionException.Uncertain).kind)
                assertEquals(-1, end.get())
            }
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
        assertEquals(NotSentKind.CONNECT, kindOf(client(okHttp = okHttp)))
        assertEquals(emptyList<Any>(), simulator.requests())
    }

    /**
     * How many milliseconds later than a call of OkHttp's own each of twenty calls ended, in order. A busy machine is
     * late itself, so OkHttp's goes along with each, with the same time for the same fault.
     */
    private fun lateness(fault: String): List<Double> {
        val client = client(deadline = 120.milliseconds)
        val okHttp = OkHttpClient.Builder().callTimeout(120, TimeUnit.MILLISECONDS).build()
        val built = client.buildRequest(request)
        val same = Request.Builder().url(built.url).post(built.body.orEmpty().toRequestBody())
        built.headers.forEach { same.header(it.name, it.value) }
        return List(20) {
            val begun = System.nanoTime()
            var peer = 0L
            val beside =
                thread {
                    assertThrows(IOException::class.java) { okHttp.newCall(same.build()).execute().use { it.body.bytes() } }
                    peer = System.nanoTime() - begun
                }
            val error = Told.of { client.setDispositionBlocking(request) }.error
            val took = System.nanoTime() - begun
            beside.join()
            // On a busy machine the deadline may pass before the request has left.
            val kind = (error as? DispositionException.NotSent)?.kind ?: (error as DispositionException.Uncertain).kind
            assertTrue(kind in setOf(UncertainKind.TIMEOUT, NotSentKind.CONNECT_TIMEOUT, NotSentKind.DEADLINE), "$fault: $kind")
            assertTrue(took >= 120_000_000, "$fault: a call ended early: $took ns")
            (took - peer.coerceAtLeast(120_000_000)).coerceAtLeast(0) / 1e6
        }.sorted()
    }

    @Test
    fun `the deadline is never early, and soon after`() {
        client().setDispositionBlocking(request)
        for (fault in listOf("silent", "drip", "drip_headers")) {
            simulator.reset()
            if (fault == "silent") simulator.inject(fault) else simulator.inject(fault, "every_ms" to 10)
            // What is slow about the calls is slow each time; what a busy machine does is not.
            val rounds = mutableListOf<List<Double>>()
            val isSoon =
                (1..6).any {
                    val late = lateness(fault).also(rounds::add)
                    late[10] <= 50 && late.last() <= 250
                }
            assertTrue(isSoon, "$fault: $rounds")
        }
    }
}
