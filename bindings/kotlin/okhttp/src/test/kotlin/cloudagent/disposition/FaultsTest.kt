package cloudagent.disposition

import cloudagent.disposition.okhttp.OkHttpTransport
import cloudagent.disposition.support.Sweep
import cloudagent.disposition.support.repository
import com.fasterxml.jackson.databind.JsonNode
import java.io.File
import java.io.IOException
import java.util.concurrent.ConcurrentLinkedQueue
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import okhttp3.Cache
import okhttp3.Call
import okhttp3.Cookie
import okhttp3.CookieJar
import okhttp3.EventListener
import okhttp3.HttpUrl
import okhttp3.OkHttpClient
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Named
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.Arguments
import org.junit.jupiter.params.provider.MethodSource

/** Every case of the shared table of faults, on a GET and on a POST API, by every way to send over OkHttp. */
class FaultsTest : SimulatorTest() {
    /** How a disposition is sent. */
    enum class Way(val transport: () -> Transport?, val send: (DispositionClient) -> Receipt) {
        FOUND_BY_ITSELF({ null }, { runBlocking { it.setDisposition(request) } }),
        OWN_CLIENT({ OkHttpTransport(eager()) }, { runBlocking { it.setDisposition(request) } }),
        BLOCKING({ null }, { it.setDispositionBlocking(request) }),
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("cases")
    fun `a fault is told as the table says`(case: JsonNode, api: Api, way: Way) {
        case["fault"]?.let(simulator::inject)
        val deadline = case["deadline_ms"]?.asLong()
        thrown.clear()
        val client =
            DispositionClient(
                account,
                api,
                way.transport(),
                BaseUrl.parse(address(case["address"]?.asText() ?: "base_url")),
                deadline = deadline?.milliseconds ?: 15.seconds,
                connectTimeout = case["connect_timeout_ms"]?.asLong()?.milliseconds ?: 5.seconds,
            )

        val begun = System.nanoTime()
        val told = Told.of { way.send(client) }
        val took = (System.nanoTime() - begun) / 1e6

        assertEquals(sorted(case["expect"]), sorted(told.words(simulator)))
        assertEquals(0, simulator.trapVisits(), "a redirect was followed")
        if (deadline != null && told.error != null) assertTrue(took >= deadline, "it ended early: $took ms")
        if (told.error != null) {
            assertEquals(told.receipt.sentence, told.error.message)
            assertTrue(told.receipt.sentence.isNotEmpty())
        }
        assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, client, told.receipt, told.error))
        assertEquals(emptyList<String>(), Sweep.leaks(Simulator.KEY, *thrown.toTypedArray()), "in OkHttp's exceptions")
        assertEquals(emptyList<String>(), Sweep.leaks(Simulator.COMMENTS, told.receipt, told.error))
        client.close()
    }

    /** Where the client sends. */
    private fun address(address: String): String =
        when {
            address == "https" -> simulator.baseUrl.replace("http:", "https:")
            simulator.addresses.has(address) -> simulator.address(address)
            else -> address
        }

    companion object {
        @TempDir
        @JvmStatic
        private lateinit var folder: File

        /** What OkHttp threw. */
        private val thrown = ConcurrentLinkedQueue<IOException>()

        private val KEYS = setOf("id", "fault", "address", "deadline_ms", "connect_timeout_ms", "expect")

        @JvmStatic
        fun cases(): List<Arguments> {
            val file = json.readTree(File(repository(), "tests/faults/faults.json"))
            check(file["format"].asInt() == 1) { "another format" }
            check(file.fieldNames().asSequence().toSet() == setOf("format", "cases")) { "an unknown key of the file" }
            return file["cases"].flatMap { case ->
                check(KEYS.containsAll(case.fieldNames().asSequence().toSet())) { "an unknown key: ${case["id"]}" }
                listOf(Api.GET_V2, Api.POST_API_KEY).flatMap { api ->
                    Way.entries.map { Arguments.of(Named.of(case["id"].asText(), case), api, it) }
                }
            }
        }

        /** A caller's client that would do everything that must not be done. */
        private fun eager(): OkHttpClient =
            OkHttpClient.Builder()
                .retryOnConnectionFailure(true)
                .followRedirects(true)
                .followSslRedirects(true)
                .cookieJar(Crumbs)
                .cache(Cache(folder, 1_000_000))
                .addInterceptor { chain ->
                    chain.proceed(chain.request().newBuilder().header("X-Callers", "yes").build())
                }.eventListener(
                    object : EventListener() {
                        override fun callFailed(call: Call, ioe: IOException) {
                            thrown += ioe
                        }
                    },
                ).build()
    }

    private object Crumbs : CookieJar {
        override fun loadForRequest(url: HttpUrl): List<Cookie> =
            listOf(Cookie.Builder().name("crumb").value("1").domain(url.host).build())

        override fun saveFromResponse(url: HttpUrl, cookies: List<Cookie>) = Unit
    }
}
