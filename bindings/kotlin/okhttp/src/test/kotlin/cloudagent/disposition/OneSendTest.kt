package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import java.io.IOException
import kotlinx.coroutines.runBlocking
import okhttp3.Credentials
import okhttp3.Interceptor
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.EnumSource

/** One attempt is one send: what OkHttp would send again by itself, by the simulator's journal. */
class OneSendTest : SimulatorTest() {
    private fun told(transport: OkHttpTransport, api: Api = Api.GET_V2): Told {
        val client = DispositionClient(account, api, transport, BaseUrl.parse(simulator.baseUrl))
        return client.use { Told.of { runBlocking { it.setDisposition(request) } } }
    }

    private fun with(interceptor: Interceptor) = OkHttpTransport(OkHttpClient.Builder().addInterceptor(interceptor).build())

    @ParameterizedTest
    @CsvSource("GET_V2, true", "GET_V2, false", "POST_API_KEY, true", "POST_API_KEY, false")
    fun `a status that OkHttp acts on is told, and nothing is sent again`(api: Api, isOwn: Boolean) {
        val credentials = Credentials.basic("a", "b")
        val willing =
            OkHttpClient
                .Builder()
                .authenticator { _, response -> response.request.newBuilder().header("Authorization", credentials).build() }
                .build()
        for ((status, headers) in STATUSES) {
            simulator.reset()
            simulator.script(mapOf("status" to status, "headers" to headers, "body" to "busy"))
            val told = told(if (isOwn) OkHttpTransport() else OkHttpTransport(willing), api)
            assertEquals(1, simulator.requests().size, "$status $headers")
            assertEquals(status, told.receipt.httpStatus)
            assertEquals(listOf(Delivery.REPLIED), told.receipt.attempts.map { it.delivery })
            val wait = headers["retry-after"]?.takeIf { told.receipt.outcome == Outcome.UNAVAILABLE }
            assertEquals(wait?.toInt(), told.receipt.retryAfterSeconds, "$status $headers")
        }
    }

    @ParameterizedTest
    @EnumSource(Api::class, names = ["GET_V2", "POST_API_KEY"])
    fun `a connection is kept, and a dead one is no second send`(api: Api) {
        val client = DispositionClient(account, api, null, BaseUrl.parse(simulator.baseUrl))
        runBlocking {
            repeat(2) { Told.of { client.setDisposition(request) } }
            simulator.inject("close_after_applied", "count" to 1)
            val error = Told.of { client.setDisposition(request) }.error as DispositionException.Uncertain
            assertEquals(UncertainKind.RESET, error.kind)
            Told.of { client.setDisposition(request) }
        }
        val connections = simulator.requests().map { it["connection"].asInt() }
        assertEquals(4, connections.size)
        assertEquals(1, connections.take(3).toSet().size, "the connection was kept")
        assertTrue(connections[3] != connections[2], "and then it was gone")
    }

    @Test
    fun `a caller's interceptor that tries again gets no second send`() {
        val again = Interceptor { chain -> chain.proceed(chain.request()).use { chain.proceed(chain.request()) } }
        val told = told(with(again))
        assertEquals(1, simulator.requests().size)
        assertEquals(UncertainKind.TRANSPORT_FAILED, (told.error as DispositionException.Uncertain).kind)

        val persistent =
            Interceptor { chain ->
                try {
                    chain.proceed(chain.request())
                } catch (_: IOException) {
                    chain.proceed(chain.request())
                }
            }
        simulator.reset()
        simulator.inject("reset_after_applied")
        val reset = told(with(persistent))
        assertEquals(1, simulator.requests().size)
        assertEquals(UncertainKind.RESET, (reset.error as DispositionException.Uncertain).kind)
    }

    @Test
    fun `an interceptor that fails before the send proves that nothing was sent`() {
        val failures = listOf(IOException("KK-x"), IllegalStateException("KK-x"), StackOverflowError("KK-x"))
        for (failure in failures) {
            val told = told(with { throw failure })
            assertEquals(Effect.NOT_APPLIED, told.receipt.effect)
            assertEquals(listOf(FailKind.CONNECT), told.receipt.attempts.map { it.kind })
            assertTrue("KK-x" !in told.error!!.stackTraceToString())
        }
        assertEquals(0, simulator.requests().size)
    }

    @Test
    fun `an interceptor that fails after the send leaves it open`() {
        val told =
            told(
                with { chain ->
                    chain.proceed(chain.request()).close()
                    error("after it")
                },
            )
        assertEquals(Effect.UNKNOWN, told.receipt.effect)
        assertEquals(1, simulator.requests().size)
    }

    @Test
    fun `what goes over the wire is what was built, and what HTTP needs`() {
        for ((api, own) in listOf(Api.GET_V2 to emptySet(), Api.POST_API_KEY to setOf("content-length"))) {
            simulator.reset()
            val client = DispositionClient(account, api, OkHttpTransport(), BaseUrl.parse(simulator.baseUrl))
            client.setDispositionBlocking(request)
            val built = client.buildRequest(request)
            val entry = simulator.requests().single()
            assertEquals(built.target, entry["target"].asText())
            assertEquals(built.body.orEmpty(), entry["body"]?.asText().orEmpty())
            val headers = entry["headers"].associate { it[0].asText().lowercase() to it[1].asText() }
            for (header in built.headers) assertEquals(header.value, headers[header.name.lowercase()])
            val added = headers.keys - built.headers.map { it.name.lowercase() }.toSet()
            assertEquals(setOf("host", "connection") + own, added)
        }
    }

    @Test
    fun `a transport prints its name and nothing of its client`() {
        assertEquals("OkHttpTransport", OkHttpTransport(OkHttpClient()).toString())
    }

    private companion object {
        val STATUSES =
            listOf(
                503 to mapOf("retry-after" to "0"),
                503 to mapOf("retry-after" to "7"),
                503 to emptyMap(),
                408 to emptyMap(),
                408 to mapOf("retry-after" to "0"),
                421 to emptyMap(),
                401 to mapOf("www-authenticate" to "Basic realm=\"x\""),
                407 to mapOf("proxy-authenticate" to "Basic realm=\"x\""),
                300 to mapOf("location" to "/elsewhere"),
                307 to mapOf("location" to "/elsewhere"),
            )
    }
}
